/** The stage's story: three beats in seven steps, as data. */
import type { Lists, Scene } from './scene';

export type Step = keyof typeof STEPS;

/** beat: from 0. ms: how long a step stands before the next. */
const STEPS = {
  history: { beat: 0, ms: 3200 },
  crowd: { beat: 1, ms: 2200 },
  reader: { beat: 1, ms: 2600 },
  both: { beat: 1, ms: 7000 },
  blind: { beat: 2, ms: 2600 },
  guesses: { beat: 2, ms: 2400 },
  places: { beat: 2, ms: 7000 },
} as const;
const ORDER = Object.keys(STEPS) as Step[];

export const beatOf = (step: Step): number => STEPS[step].beat;
export const msOf = (step: Step): number => STEPS[step].ms;
const isFrom = (step: Step, first: Step): boolean => ORDER.indexOf(step) >= ORDER.indexOf(first);

/** Whether a scene has what a step shows. */
function has({ recorded, lists, newcomer }: Scene, step: Step): boolean {
  switch (step) {
    case 'history':
      return true;
    case 'crowd':
    case 'reader':
    case 'both':
      return lists[step] !== null;
    case 'blind':
      // A visitor is not left before a column that may never be filled.
      return newcomer !== null && (recorded || newcomer.lists.both !== null);
    case 'guesses':
      return newcomer?.lists.reader != null;
    case 'places':
      return newcomer?.lists.both != null;
  }
}

/** 'again': the story begins anew; null: what comes next is not there yet. */
export function nextStep(scene: Scene, step: Step): Step | 'again' | null {
  const next = ORDER[ORDER.indexOf(step) + 1];
  if (next && has(scene, next)) return next;
  return next === undefined || (next === 'blind' && scene.newcomer === null) ? 'again' : null;
}

/**
 * The step, or the last one before it whose answers the scene has: they go when the crowd's method or the candidates change.
 * @param chosen whether a visitor has chosen its beat: then the third one stays, and waits for its answers
 */
export const heldStep = (scene: Scene, step: Step, chosen: boolean): Step =>
  ORDER.slice(0, ORDER.indexOf(step) + 1).findLast((one) => (chosen && one === 'blind' ? scene.newcomer !== null : has(scene, one))) ?? 'history';

/** The first and the last step of a beat, as far as the scene has it. */
export const firstOf = (beat: number): Step => ORDER.find((step) => beatOf(step) === beat)!;
export const lastOf = (scene: Scene, beat: number): Step => ORDER.findLast((step) => beatOf(step) === beat && has(scene, step)) ?? firstOf(beat);

/** What of a scene is seen at a step. A visitor's own scene shows each voice as soon as it has spoken. */
export function seenAt({ recorded, lists, newcomer }: Scene, step: Step): { lists: Lists; newcomer: string | null } {
  const isThird = beatOf(step) === 2 && newcomer !== null;
  const all = isThird ? newcomer.lists : lists;
  const opened = (voice: keyof Lists) => {
    if (!recorded && !isThird) return all[voice];
    const from: Step = !isThird ? voice : voice === 'crowd' ? 'blind' : voice === 'reader' ? 'guesses' : 'places';
    return isFrom(step, from) ? all[voice] : null;
  };
  return { lists: { crowd: opened('crowd'), reader: opened('reader'), both: opened('both') }, newcomer: isThird ? newcomer.film.key : null };
}
