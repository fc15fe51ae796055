import { useEffect, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useMatinee, useT } from '../shared/useMatinee';
import { liveScene } from './scene';
import { waitingOf } from './waiting';

/** As many as the page asks to be tapped. */
const ENOUGH = 3;

/** Whether the first places of "Both together" are out of view. */
function useAway(): boolean {
  const [away, setAway] = useState(false);
  useEffect(() => {
    const stage = document.querySelector(".voice[data-voice='both'] header");
    if (!stage) return;
    const watch = new IntersectionObserver(([entry]) => setAway(entry !== undefined && !entry.isIntersecting));
    watch.observe(stage);
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
  const lists = scene.history.length >= ENOUGH && away ? liveScene(scene)?.lists : null;
  if (!lists) return null;
  const first = lists.both?.[0]?.film.title;
  const show = () => document.querySelector('.stage')?.scrollIntoView({ behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
  return (
    <button className="answer-bar" onClick={show}>
      <span className="answer-bar-said">
        {t('voices.both.name')}: {first ? <b dir="auto">{first}</b> : waiting}
      </span>
      <span className="answer-bar-go">{t('stage.toAnswer')} ↑</span>
    </button>
  );
}
