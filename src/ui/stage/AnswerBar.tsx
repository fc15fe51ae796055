import { useEffect, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useMatinee, useT } from '../shared/useMatinee';
import { liveScene } from './story/scene';
import { showVoices } from './story/view';
import { waitingOf } from './waiting';

/** Where the answer is seen: on the stage, and in its region. */
const ANSWERS = ".voice[data-voice='both'] header, .screen-panel h2";

/** Whether neither is in view. */
function useAway(): boolean {
  const [away, setAway] = useState(false);
  useEffect(() => {
    const inView = new Set<Element>();
    const watch = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) inView.add(target);
        else inView.delete(target);
      }
      setAway(inView.size === 0);
    });
    for (const place of document.querySelectorAll(ANSWERS)) watch.observe(place);
    return () => watch.disconnect();
  }, []);
  return away;
}

/** On a phone the cards fill the screen and the answer is above them: its first line stands by the thumb, and a press leads to the whole. */
export function AnswerBar() {
  const t = useT();
  const away = useAway();
  const scene = useMatinee(
    useShallow(({ catalogue, history, lowSteer, candidates, voices, recommendation }) => ({
      catalogue, history, lowSteer, candidates, voices, recommendation,
    })), // prettier-ignore
  );
  const waiting = useMatinee((state) => waitingOf(t, 'both', state).said);
  const lists = scene.history.length > 0 && away ? liveScene(scene)?.lists : null;
  if (!lists) return null;
  const first = lists.both?.[0]?.film.title;
  return (
    <button className="answer-bar" onClick={showVoices}>
      <span className="answer-bar-said">
        {t('voices.both.name')}: {first ? <b dir="auto">{first}</b> : waiting}
      </span>
      <span className="answer-bar-go">{t('stage.toAnswer')} ↑</span>
    </button>
  );
}
