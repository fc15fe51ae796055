/** A file's films and the history before them, as one history. */
import type { WatchedFilms } from '../../worker/protocol';
import { itemId, type Watched } from '../state';

/** Films from the worker's columns. */
export const unpackWatched = ({ rows, at, ratings, steers }: WatchedFilms): Watched[] =>
  Array.from(rows, (row, i) => {
    const film: Watched = { kind: 'film', row };
    if (!Number.isNaN(at[i])) film.at = at[i]!;
    if (!Number.isNaN(ratings[i])) film.rating = ratings[i]!;
    if (!steers[i]) film.low = true;
    return film;
  });

/**
 * The history with the films of a file, each once, in the order of watching: a film without a date stays behind the one that it follows. A file
 * without any dates comes last. Of a film in both, the file's place and facts stand, and what it does not say is kept.
 */
export function combine(before: readonly Watched[], films: readonly Watched[], isDated = films.some(({ at }) => at !== undefined)): Watched[] {
  const known = new Map(before.map((item) => [itemId(item), item]));
  const added = films.map((item): Watched => {
    const there = known.get(itemId(item));
    return there ? { ...facts(there, item), ...item } : item;
  });
  const there = new Set(films.map(itemId));
  const kept = before.filter((item) => !there.has(itemId(item)));
  const [keptTimes, addedTimes] = [times(kept, -Infinity), times(films, isDated ? -Infinity : Infinity)];
  const history: Watched[] = [];
  for (let i = 0, j = 0; i < kept.length || j < added.length;)
    history.push(j >= added.length || (i < kept.length && keptTimes[i]! <= addedTimes[j]!) ? kept[i++]! : added[j++]!);
  return history;
}

const facts = (item: Watched, now: Watched): Pick<Watched, 'at' | 'rating' | 'low'> => ({
  ...(item.at === undefined ? {} : { at: item.at }),
  ...(item.rating === undefined ? {} : { rating: item.rating }),
  ...(item.low && now.rating === undefined ? { low: true } : {}),
});

/** When each was watched at the earliest, by its own date or by one before it. */
function times(items: readonly Watched[], first: number): number[] {
  let latest = first;
  return items.map(({ at }) => (latest = Math.max(latest, at ?? latest)));
}
