/** Finds and sorts the films of a history. */
import { factsOf, type Catalogue, type Watched } from '../../store/state';

export const ORDERS = { oldest: 'Oldest', latest: 'Latest', title: 'Title', rating: 'Rating' } as const;
export type Order = keyof typeof ORDERS;

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** @returns films with their places in the history. Titles and years are searched; accents and case do not count. */
export function findFilms(catalogue: Catalogue, history: readonly Watched[], query: string, order: Order): { item: Watched; index: number }[] {
  const facts = (item: Watched) => factsOf({ catalogue }, item) ?? { title: '', year: 0 };
  const words = fold(query).split(/\s+/).filter(Boolean);
  const all = history.map((item, index) => ({ item, index, ...facts(item) }));
  const found = words.length ? all.filter(({ title, year }) => words.every((word) => `${fold(title)} ${year}`.includes(word))) : all;
  if (order === 'latest') found.reverse();
  if (order === 'title') found.sort((a, b) => (a.title < b.title ? -1 : 1));
  if (order === 'rating') found.sort((a, b) => (b.item.rating ?? 0) - (a.item.rating ?? 0) || b.index - a.index);
  return found.map(({ item, index }) => ({ item, index }));
}
