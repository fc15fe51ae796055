/** The paper's cold and warm items (section 5.2.2): the target is among the 35% of the warm films with the fewest or the most training interactions. */
import type { Film } from '../../src/engine/types';
import { systemRows, type Measure, type Measured, type Row } from './measured';

const SHARE = 0.35;

/** Training interactions of a cold item at most, and of a warm one at least. */
export function limits(films: readonly Film[], warm: number): { cold: number; warm: number } {
  const counts = films
    .slice(0, warm)
    .map(({ popularity }) => popularity)
    .sort((a, b) => a - b);
  return { cold: counts[Math.floor(SHARE * (warm - 1))]!, warm: counts[Math.floor((1 - SHARE) * (warm - 1))]! };
}

export function coldWarmRows(measured: Measured, systems: readonly Measure[], films: readonly Film[], warm: number, seed: number): Row[] {
  const bound = limits(films, warm);
  const interactions = measured.cases.map(({ candidates, target }) => films[candidates[target]!]!.popularity);
  const places = (is: (count: number) => boolean) => interactions.flatMap((count, i) => (is(count) ? [i] : []));
  return [
    ...systemRows(measured, systems, seed, { group: `warm items: ${bound.warm} interactions or more`, users: places((count) => count >= bound.warm) }),
    ...systemRows(measured, systems, seed, { group: `cold items: ${bound.cold} interactions or fewer`, users: places((count) => count <= bound.cold) }),
  ];
}
