/** From matched rows to a watch history: oldest first, each film once. */
import type { HistoryEntry, RowResult } from './types';

type Seen = RowResult & { verdict: { status: 'matched'; film: number } };

const isSeen = (row: RowResult): row is Seen => row.verdict.status === 'matched' && row.list === 'seen';

/**
 * In the order of watching: the watched date, else the date of logging or rating, else the file's order; rows without any date come first. A film
 * watched again stands where it was last watched, with its last rating.
 * @returns also the median of the ratings: films below it do not steer
 */
export function buildHistory(rows: readonly RowResult[]): { history: HistoryEntry[]; middle: number | null } {
  const films = new Map<number, HistoryEntry>();
  for (const { verdict, at, rating } of inOrder(rows.filter(isSeen))) {
    const known = films.get(verdict.film);
    films.delete(verdict.film);
    films.set(verdict.film, {
      film: verdict.film,
      at: at ?? known?.at ?? null,
      rating: rating ?? known?.rating ?? null,
      times: (known?.times ?? 0) + 1,
      steers: true,
    });
  }
  const history = [...films.values()];
  const middle = median(history.flatMap(({ rating }) => rating ?? []));
  return { history: history.map((entry) => ({ ...entry, steers: entry.rating === null || middle === null || entry.rating >= middle })), middle };
}

function inOrder(rows: readonly Seen[]): Seen[] {
  const dated = rows.filter(({ at }) => at !== null);
  const steps = dated.slice(1).map((row, i) => row.at! - dated[i]!.at!);
  const newestFirst = steps.filter((step) => step < 0).length > steps.filter((step) => step > 0).length;
  // Of one day, a file that begins with the newest has the later film first.
  const sorted = (newestFirst ? dated.reverse() : dated).sort((a, b) => a.at! - b.at!);
  return [...rows.filter(({ at }) => at === null), ...sorted];
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
