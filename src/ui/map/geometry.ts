/** Places on the map: u to the right and v downwards, each from 0 to 1. */
export interface Point {
  u: number;
  v: number;
}

const SIDE = 65_535;

/** Where a film stands. @param positions x, y from 0 to 65535, y upwards [films * 2] */
export const pointOf = (positions: Uint16Array, row: number): Point => ({ u: positions[row * 2]! / SIDE, v: 1 - positions[row * 2 + 1]! / SIDE });

const STEPS = 64;
const CLOSE = 1e-6;

/**
 * The middle of points: the geometric median (Weiszfeld's algorithm), which stands among most of them where the mean would stand in the
 * empty space between two groups. null of none.
 * @param weights of each; 1 where left out.
 */
export function middle(points: readonly Point[], weights: readonly number[] = points.map(() => 1)): Point | null {
  let at = mean(points, weights);
  for (let step = 0; at && step < STEPS; step++) {
    const here = at;
    const pulls = points.map(({ u, v }, i) => weights[i]! / Math.max(CLOSE, Math.hypot(u - here.u, v - here.v)));
    const next: Point = mean(points, pulls)!;
    at = next;
    if (Math.hypot(next.u - here.u, next.v - here.v) < CLOSE) break;
  }
  return at;
}

function mean(points: readonly Point[], weights: readonly number[]): Point | null {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (points.length === 0 || sum <= 0) return null;
  const of = (axis: 'u' | 'v') => points.reduce((total, point, i) => total + point[axis] * weights[i]!, 0) / sum;
  return { u: of('u'), v: of('v') };
}

/** What of the map is seen: a point (u, v) is drawn at (x + u * side, y + v * side), in CSS pixels. */
export interface View {
  side: number;
  x: number;
  y: number;
}

export const toScreen = ({ side, x, y }: View, { u, v }: Point): [number, number] => [x + u * side, y + v * side];
export const toMap = ({ side, x, y }: View, [left, top]: readonly [number, number]): Point => ({ u: (left - x) / side, v: (top - y) / side });

const MARGIN = 0.04;

/** The view of a zoom: at scale 1 the whole map stands in the middle. */
export function viewOf(zoom: { k: number; x: number; y: number }, width: number, height: number): View {
  const side = Math.min(width, height) * (1 - 2 * MARGIN);
  return { side: zoom.k * side, x: zoom.x + (zoom.k * (width - side)) / 2, y: zoom.y + (zoom.k * (height - side)) / 2 };
}
