import { useEffect, useState } from 'react';
import { beatOf, firstOf, heldStep, lastOf, msOf, nextStep, seenAt, type Step } from './story';
import type { Scene } from './scene';
import { isStill } from '../../pacing/still';

/**
 * Plays a scene: its step, and who may change it. Where less motion is asked for, nothing moves on by itself.
 * @param onEnd when a recorded story is over
 */
export function useStory(scene: Scene | null, onEnd: () => void) {
  const [playing, setPlaying] = useState(() => !isStill());
  const [at, setAt] = useState<{ key: string; step: Step; chosen?: boolean } | null>(null);
  const begins: Step = scene?.recorded && playing ? 'history' : 'both';
  // A visitor's own story begins with the answers, which come one after the other by themselves.
  const wanted: Step = at?.key === scene?.key && at ? at.step : begins;
  const step = scene ? (beatOf(wanted) === 2 ? heldStep(scene, wanted, at?.chosen ?? false) : wanted) : 'history';
  const following = scene && nextStep(scene, step);
  // The beat of their own story that a visitor has chosen stays: they look at it.
  const stays = at?.key === scene?.key && at?.chosen === true && scene?.recorded === false;
  const next = stays && following !== null && (following === 'again' || beatOf(following) !== beatOf(step)) ? null : following;

  useEffect(() => {
    if (!scene || !playing || next === null) return;
    const timer = setTimeout(() => {
      if (next !== 'again') return setAt({ key: scene.key, step: next, chosen: stays });
      if (scene.recorded) onEnd();
      setAt(scene.recorded ? null : { key: scene.key, step: 'both' });
    }, msOf(step));
    return () => clearTimeout(timer);
    // A scene of the same key goes on where it is.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [scene?.key, step, next, playing, onEnd]);

  return {
    step,
    beat: beatOf(step),
    playing,
    setPlaying,
    seen: scene && seenAt(scene, step),
    /** Shows a beat: from its first step while the story plays, whole where it stands. */
    show: (beat: number) => scene && setAt({ key: scene.key, step: playing && scene.recorded ? firstOf(beat) : lastOf(scene, beat), chosen: true }),
  };
}
