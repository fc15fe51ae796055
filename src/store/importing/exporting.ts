/** The history, and what the page says to watch next, as files to keep or to take elsewhere. */
import type { ExportedFilm } from '../../import/exportHistory';
import { idsAt } from '../../facts/facts';
import { imported } from '../../imported';
import type { Item } from '../../engine/types';
import type { Actions, Context, State, Watched } from '../state';

/** What to watch, best first: the list that was made, the model's ranking of its candidates or, before there is one, SASRec's list. */
export function listOf({ watching, recommendation, sasrec }: Pick<State, 'watching' | 'recommendation' | 'sasrec'>): Item[] {
  const { state, choices } = watching;
  if (state.kind === 'whole') {
    const rows = [...choices.liked, ...state.list.entries.map(({ row }) => row).filter((row) => !choices.away.includes(row))];
    return [...new Set(rows)].map((row) => ({ kind: 'film', row }));
  }
  if (recommendation.kind === 'whole' && !recommendation.stale)
    return recommendation.result.ranking.flatMap(({ candidate }) => recommendation.candidates[candidate] ?? []);
  return (sasrec?.films ?? []).map(({ row }) => ({ kind: 'film', row }));
}

// Fetched when it is needed: the page starts without it.
const formats = imported(() => import('../../import/exportHistory'));

export function createExporting({ get }: Pick<Context, 'get'>): Pick<Actions, 'exportFile'> {
  return {
    async exportFile(format) {
      const { toLetterboxdCsv, toMatineeJson } = await formats();
      const { catalogue, history, facts: known } = get();
      const { films, source } = catalogue.kind === 'open' ? catalogue : { films: [], source: '' };
      const exported = (item: Item | Watched): ExportedFilm[] => {
        const { at, rating } = item as Watched;
        const facts = { at, rating };
        if (item.kind === 'own') {
          const { title, year, description } = item.film;
          return [{ title, year, description, id: null, ...facts }];
        }
        const film = films[item.row];
        return film ? [{ title: film.title, year: film.year, id: film.id, ...(known ? idsAt(known, item.row) : {}), ...facts }] : [];
      };
      const watched = history.flatMap(exported);
      if (format === 'list') return { name: 'matinee-what-to-watch.csv', type: 'text/csv', text: toLetterboxdCsv(listOf(get()).flatMap(exported)) };
      return format === 'matinee'
        ? { name: 'matinee.json', type: 'application/json', text: toMatineeJson(source, watched, listOf(get()).flatMap(exported)) }
        : { name: 'matinee-for-letterboxd.csv', type: 'text/csv', text: toLetterboxdCsv(watched) };
    },
  };
}
