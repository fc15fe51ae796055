/** Who the target is ranked among (paper, section 4.1): items drawn uniformly of those that the user has not met. */
import { shuffled } from '../../random';

/**
 * The target and `count - 1` warm films that the user has not met, uniformly and without repetition, in random order.
 * @param met rows of the user's whole sequence.
 */
export function drawCandidates(target: number, met: ReadonlySet<number>, warm: number, count: number, random: () => number): number[] {
  const available = warm - [...met].filter((row) => row < warm).length;
  if (available < count - 1) throw new RangeError(`There are ${available} films that the user has not met, too few for ${count} candidates.`);
  const chosen = new Set<number>();
  while (chosen.size < count - 1) {
    const row = Math.floor(random() * warm);
    if (row !== target && !met.has(row)) chosen.add(row);
  }
  return shuffled([target, ...chosen], random);
}
