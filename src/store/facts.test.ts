import { expect, test, vi } from 'vitest';
import type { Facts } from '../facts/facts';
import { film, films, manifest, page } from '../testing/page';
import { chooseCandidates } from './candidates';
import { CANDIDATE_KINDS } from './state';

const withFacts = { ...manifest, files: { ...manifest.files, facts: manifest.files.sbert } };
const none = { names: [], starts: new Uint32Array(61), values: new Uint32Array() };
const facts: Facts = {
  ...{ countries: none, languages: none, subgenres: none, directors: none, franchises: none, kinds: none, places: new Uint16Array() },
  ...{ others: new Map(), adult: new Set([5]), imdb: Uint32Array.from(films, ({ row }) => (row === 3 ? 133093 : 0)), tmdb: new Uint32Array(60) },
};

test('what is never to be proposed is among no candidates but those of the visitor’s own list', () => {
  const excluded = films.map(({ row }) => row).filter((row) => row % 3 === 0);
  const list = films.map(({ row }) => row);
  for (const kind of CANDIDATE_KINDS)
    for (const seed of [1, 2, 3]) {
      const rows = chooseCandidates(kind, films, [film(1)], list, [], seed, list, excluded).flatMap((item) => (item.kind === 'film' ? [item.row] : []));
      expect(rows.length).toBeGreaterThanOrEqual(20);
      if (kind === 'watchlist') expect(rows.some((row) => excluded.includes(row))).toBe(true);
      else expect(rows.filter((row) => excluded.includes(row))).toEqual([]);
    }
});

test('the candidates leave out what the worker says is never to be proposed for the history', async () => {
  const sasrec = ({ rows }: { rows: number[] }) => ({ films: [{ row: 9, score: 1 }], excluded: [...rows, 10, 11, 12], milliseconds: 1 });
  const { state } = page({ sasrec });
  await state().start();
  state().add(film(3));
  await vi.waitFor(() => expect(state().sasrec?.excluded).toContain(3));
  for (let i = 0; i < 5; i++) {
    state().reshuffle();
    for (const row of [3, 10, 11, 12]) expect(state().candidates).not.toContainEqual(film(row));
  }
});

test('facts come after the catalogue, and put ids into what is exported', async () => {
  const { state } = page({ open: () => ({ manifest: withFacts, films, source: 'MovieLens' }), facts: () => ({ facts }) });
  await state().start();
  await vi.waitFor(() => expect(state().facts).toBe(facts));
  state().add(film(3));
  expect((await state().exportFile('letterboxd')).text).toMatch(/imdbID[^]*tt0133093/);
  state().startOver([]);
  expect(state().facts).toBe(facts); // they are the bundle's, not the visitor's
});

test('facts that cannot be read are a notice, and nothing is missing but they', async () => {
  const fail = () => Promise.reject(new Error('broken'));
  const { state } = page({ open: () => ({ manifest: withFacts, films, source: 'MovieLens' }), facts: fail });
  await state().start();
  await vi.waitFor(() => expect(state().notices.map(({ text }) => text)).toEqual([expect.stringMatching(/goes on without them/)]));
  expect(state().catalogue.kind).toBe('open');
});

test('the search gives the other title that a film was found by', async () => {
  const { state } = page({ search: () => ({ rows: [4, 5], others: ['', 'Anders'], milliseconds: 1 }) });
  await state().start();
  expect(await state().find('anders')).toEqual([{ row: 4, other: '' }, { row: 5, other: 'Anders' }]); // prettier-ignore
  expect(await state().search('anders')).toEqual([4, 5]);
});

test('a title that is asked for before the other titles are known is looked for again when they are, and only then is unknown', async () => {
  let learn = () => {};
  const learnt = new Promise<null>((resolve) => (learn = () => resolve(null)));
  let known = false;
  const search = () => ({ rows: known ? [4] : [], milliseconds: 1 });
  const { state } = page({ open: () => ({ manifest: withFacts, films, source: 'MovieLens' }), facts: () => ({ facts }), learnt: () => learnt, search });
  await state().start();
  let found: number[] | undefined;
  void state()
    .search('기생충')
    .then((rows) => (found = rows));
  await vi.waitFor(() => expect(state().facts).toBe(facts));
  expect([found, state().isSearchWhole]).toEqual([undefined, false]);
  known = true;
  learn();
  await vi.waitFor(() => expect(found).toEqual([4]));
  expect(state().isSearchWhole).toBe(true);
  state().startOver([]);
  expect(state().isSearchWhole).toBe(true);
});

test('a search that learns no more is whole, too', async () => {
  const { state } = page({ learnt: () => Promise.reject(new Error('broken')) });
  await state().start();
  await vi.waitFor(() => expect(state().isSearchWhole).toBe(true));
});

test('a worker that was opened again after a crash learns again', async () => {
  const learning: (() => void)[] = [];
  const { state, emit } = page({ learnt: () => new Promise<null>((resolve) => learning.push(() => resolve(null))) });
  await state().start();
  learning[0]!();
  await vi.waitFor(() => expect(state().isSearchWhole).toBe(true));
  emit({ type: 'worker-crashed', worker: 'browse', message: 'It stopped.' });
  await vi.waitFor(() => expect([learning.length, state().isSearchWhole]).toEqual([2, false]));
  learning[1]!();
  await vi.waitFor(() => expect(state().isSearchWhole).toBe(true));
});
