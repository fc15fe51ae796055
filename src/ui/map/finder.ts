/** Which films are near a place of the map. */
import KDBush from 'kdbush';
import type { Groups } from './groups';
import { pointOf, type Point } from './geometry';

export class Finder {
  readonly #tree: KDBush;

  constructor(
    private readonly positions: Uint16Array,
    private readonly groups: Groups,
  ) {
    const films = positions.length / 2;
    this.#tree = new KDBush(films);
    for (let row = 0; row < films; row++) {
      const { u, v } = pointOf(positions, row);
      this.#tree.add(u, v);
    }
    this.#tree.finish();
  }

  /** The nearest films of the groups that are shown, nearest first. @param reach how far they may be, in the map's unit */
  nearest(at: Point, count: number, shown: readonly boolean[], reach = 2): number[] {
    const distance = (row: number) => {
      const { u, v } = pointOf(this.positions, row);
      return Math.hypot(u - at.u, v - at.v);
    };
    let found: number[] = [];
    for (let radius = Math.min(reach, 1 / 128); ; radius = Math.min(reach, radius * 2)) {
      found = this.#tree.within(at.u, at.v, radius).filter((row) => shown[this.groups.of[row]!]);
      if (found.length >= count || radius >= reach) break;
    }
    return found.sort((a, b) => distance(a) - distance(b) || a - b).slice(0, count);
  }
}
