/** Where the names of marks stand: beside them, within the plane, and off each other. */

/** In CSS pixels of the plane. */
export interface Disc {
  x: number;
  y: number;
  radius: number;
}

/** A name, and the mark that it is of. */
export interface Label extends Disc {
  width: number;
  height: number;
  /** Where it stands when both sides have room. */
  side: 'left' | 'right';
  /** It is left out where it would cover another. */
  optional: boolean;
}

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Between a mark and its name, and between a name and the plane's edge. */
const GAP = 4;

/**
 * A place for each: beside its mark on the side it likes, on the other, above or below, or at a corner, the first that covers no name and no mark that needs one.
 * Where all do, the name stands where it covers least of other names, or is left out if it is optional. null for one that is left out, and for a mark out of view.
 * @param labels those that matter most first @param most of the optional ones @param others marks without such a name, not to be covered either
 */
export function placeLabels(labels: readonly Label[], plane: { width: number; height: number }, most: number, others: readonly Disc[] = []): (Box | null)[] {
  const isSeen = ({ x, y }: Label) => x >= 0 && y >= 0 && x <= plane.width && y <= plane.height;
  const taken = [...others, ...labels.filter((label) => !label.optional && isSeen(label))].map(boxOf);
  const names: Box[] = [];
  let left = most;
  return labels.map((label) => {
    if (!isSeen(label) || (label.optional && left === 0)) return null;
    const spots = spotsOf(label).map((spot) => within(plane, spot));
    const own = boxOf(label);
    const free = spots.find((spot) => ![own, ...taken].some((box) => overlap(spot, box)));
    const hidden = (spot: Box) => [own, ...names].reduce((sum, box) => sum + common(spot, box), 0);
    const box = free ?? (label.optional ? null : spots.reduce((best, spot) => (hidden(spot) < hidden(best) ? spot : best)));
    if (box) {
      taken.push(box);
      names.push(box);
    }
    if (box && label.optional) left--;
    return box;
  });
}

const boxOf = ({ x, y, radius }: Disc): Box => ({ left: x - radius, top: y - radius, width: radius * 2, height: radius * 2 });

function spotsOf({ x, y, radius, width, height, side }: Label): Box[] {
  const away = radius + GAP;
  const at = (left: number, top: number): Box => ({ left, top, width, height });
  const right = at(x + away, y - height / 2);
  const left = at(x - away - width, y - height / 2);
  const [above, below] = [y - away - height, y + away];
  const corners = [above, below].flatMap((top) => [at(x + radius, top), at(x - radius - width, top)]);
  return [...(side === 'left' ? [left, right] : [right, left]), at(x - width / 2, above), at(x - width / 2, below), ...corners];
}

function within(plane: { width: number; height: number }, box: Box): Box {
  const clamp = (start: number, size: number, room: number) => Math.max(GAP, Math.min(start, room - size - GAP));
  return { ...box, left: clamp(box.left, box.width, plane.width), top: clamp(box.top, box.height, plane.height) };
}

/** What two share, in square pixels. */
function common(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return Math.max(0, width) * Math.max(0, height);
}

const overlap = (a: Box, b: Box): boolean => common(a, b) > 0;
