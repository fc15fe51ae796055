import { expect, test, vi } from 'vitest';
import type { WatchRequest } from '../../engine/whatToWatch';
import { MatineeError } from '../../errors';
import { film, films, page, timings, type Handlers } from '../../testing/page';
import type { StoredItem } from '../storage';
import { passing } from './filters';
import { NO_FILTERS } from './watching';

const answer = ({ viewers, among, leftOut, count }: WatchRequest) => ({
  entries: Array.from(among)
    .filter((row) => !leftOut.includes(row))
    .slice(0, count)
    .map((row, i) => ({ row, places: viewers.map(() => i + 1), likest: viewers.map(() => null) })),
  considered: among.length,
  ranked: 100,
});

async function open(more: Handlers = {}, settings: Parameters<typeof page>[1] = {}) {
  const asked: WatchRequest[] = [];
  const watch = vi.fn((request: WatchRequest) => (asked.push(request), answer(request)));
  const made = page({ watch, ...more }, { hash: '#h=101.102', answersItself: false, ...settings });
  await made.store.getState().start();
  const listed = () => {
    const { state } = made.state().watching;
    return state.kind === 'whole' ? state.list.entries.map(({ row }) => row) : [];
  };
  const whole = () => vi.waitFor(() => expect(made.state().watching.state.kind).toBe('whole'));
  /** As the open region does. */
  const follow = async () => {
    made.state().followWatch();
    await whole();
  };
  return { ...made, asked, watch, listed, whole, follow };
}

test('closed it asks nothing; open it follows the history, and asks once for the same', async () => {
  const { state, watch, asked, listed, whole, follow } = await open();
  state().followWatch();
  expect(watch).not.toHaveBeenCalled();
  state().openWatch(true);
  await whole();
  expect(asked[0]).toMatchObject({ viewers: [{ history: [film(1), film(2)], away: [] }], leftOut: [1, 2], count: 50 });
  expect(listed()).toHaveLength(50);
  await follow();
  expect(watch).toHaveBeenCalledTimes(1);
  state().add(film(3));
  state().followWatch();
  await vi.waitFor(() => expect(watch).toHaveBeenCalledTimes(2));
  await whole();
  expect(listed()).not.toContain(3);
});

test('what is pressed goes before what the page does by itself; a list for another history waits for its answer', async () => {
  const held: (() => void)[] = [];
  const recommend = (_: unknown, { signal }: { signal?: AbortSignal } = {}) =>
    new Promise((resolve, reject) => {
      held.push(() => resolve({ candidate: 0, text: 'Film 1', ranking: [], questions: 1, prompt: [], steps: [], timings }));
      signal?.addEventListener('abort', () => reject(new MatineeError('stopped', 'Stopped.', '')));
    });
  const crowd = () => ({ scores: [], attention: [], milliseconds: 1 });
  const { state, watch, whole } = await open({ recommend: recommend, crowd }, { answersItself: true });
  void state().answerByItself();
  await vi.waitFor(() => expect(state().automatic).toMatchObject({ part: 'both' }));
  state().openWatch(true);
  await whole();
  expect(watch).toHaveBeenCalledTimes(1);

  state().add(film(5));
  state().followWatch();
  const itself = state().answerByItself();
  await vi.waitFor(() => expect(state().automatic).toMatchObject({ part: 'both' }));
  state().followWatch();
  expect(watch).toHaveBeenCalledTimes(1);
  // Each of the page's own questions has its answer.
  const answering = setInterval(() => held.splice(0).forEach((answer) => answer()), 1);
  await itself;
  clearInterval(answering);
  state().followWatch();
  await vi.waitFor(() => expect(watch).toHaveBeenCalledTimes(2));
});

test('filters hold for the whole catalogue, before anything is ranked', async () => {
  const { state, asked, whole } = await open();
  state().filterWatch({ decade: 2010, fame: 'new' });
  state().openWatch(true);
  await whole();
  const rows = Array.from(asked[0]!.among);
  expect(rows).toEqual(films.filter(({ year, cold }) => cold && year >= 2010 && year < 2020).map(({ row }) => row));
  expect(rows.length).toBeGreaterThan(0);
});

test('from famous to obscure by training interactions; a country by what stands beside the catalogue', () => {
  const rows = (fame: 'famous' | 'known' | 'obscure' | 'new') => passing(films, { ...NO_FILTERS, fame }, null, null);
  expect([rows('famous').length, rows('known').length, rows('obscure').length, rows('new').length]).toEqual([5, 12, 23, 20]);
  expect(rows('famous')).toEqual([0, 1, 2, 3, 4]);
  const beside = { countriesOf: (row: number) => (row < 3 ? ['Japan'] : []) };
  expect(passing(films, { ...NO_FILTERS, country: 'Japan' }, null, beside)).toEqual([0, 1, 2]);
  expect(passing(films, NO_FILTERS, [7, 3], null)).toEqual([7, 3]);
});

test('Seen it, More like this and Not for me do what they say, are kept, and can be undone', async () => {
  const kept: Record<string, StoredItem[]> = {};
  const keeper = (name: string) => ({ read: () => kept[name] ?? [], write: (items: StoredItem[]) => Boolean((kept[name] = items)) });
  const choicesKeeper = { liked: keeper('liked'), away: keeper('away') };
  const { state, asked, whole, follow } = await open({}, { choicesKeeper });
  state().openWatch(true);
  await whole();
  state().moreLike(10);
  await follow();
  await vi.waitFor(() => expect(asked.at(-1)!.viewers[0]!.history).toEqual([film(1), film(2), film(10)]));
  expect(state().history).toHaveLength(2);
  await whole();
  state().notForMe(11);
  state().followWatch();
  await vi.waitFor(() => expect(asked.at(-1)!.viewers[0]!.away).toEqual([11]));
  expect(asked.at(-1)!.leftOut).toEqual(expect.arrayContaining([10, 11]));
  expect(kept).toEqual({ liked: [110], away: [111] });
  await whole();

  state().seenIt(12);
  expect(state().history.at(-1)).toMatchObject({ kind: 'film', row: 12, at: expect.any(Number) as number });
  state().undoWatch();
  expect(state().history).toHaveLength(2);
  state().undoWatch();
  state().undoWatch();
  expect(state().watching.choices).toEqual({ liked: [], away: [] });
  expect(kept).toEqual({ liked: [], away: [] });

  kept.liked = [110];
  const again = await open({}, { choicesKeeper });
  expect(again.state().watching.choices.liked).toEqual([10]);
});

test('a change of the history stops the list that is being made, and the next one follows; Stop is a stop', async () => {
  let starts = 0;
  const watch = (request: WatchRequest, { signal }: { signal: AbortSignal }) =>
    ++starts > 1 && starts < 3
      ? answer(request)
      : new Promise((_, reject) => signal.addEventListener('abort', () => reject(new MatineeError('stopped', 'Stopped.', 'Again.'))));
  const { state, whole } = await open({ watch: watch as never });
  state().openWatch(true);
  await vi.waitFor(() => expect(starts).toBe(1));
  state().add(film(5));
  state().followWatch();
  await whole();
  expect(starts).toBe(2);
  state().add(film(6));
  state().followWatch();
  await vi.waitFor(() => expect(starts).toBe(3));
  state().stopWatch();
  await vi.waitFor(() => expect(state().watching.state.kind).toBe('stopped'));
  state().followWatch();
  expect(starts).toBe(3);
  expect(state().model.kind).toBe('ready');
});

test('for two: the other’s history is beside one’s own, and neither leaks', async () => {
  const written: StoredItem[][] = [];
  const imported = {
    kind: 'matched',
    service: 'letterboxd',
    counts: { unsure: 1, unknown: 2 },
    middle: 3,
    history: { rows: Int32Array.of(20, 21), at: Float64Array.of(NaN, NaN), ratings: Float32Array.of(NaN, NaN), steers: Uint8Array.of(1, 0) },
    wanted: [30],
  };
  const { state, asked, hashes, whole } = await open({ import: () => imported }, { keeper: { read: () => [], write: (items) => written.push(items) > 0 } });
  state().openWatch(true);
  await whole();
  const before = { history: state().history, hashes: hashes.length, writes: written.length };
  await state().importOther({ name: 'theirs.csv', size: 10, arrayBuffer: async () => new ArrayBuffer(10) });
  state().nameOther('Kim');
  expect(state().watching.other).toMatchObject({ kind: 'whole', name: 'Kim', unsure: 3 });
  state().followWatch();
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  // What the other rated low was seen, and does not steer.
  expect(asked[1]!.viewers).toEqual([
    { history: [film(1), film(2)], away: [] },
    { history: [film(20)], away: [] },
  ]);
  expect(asked[1]!.leftOut).toEqual(expect.arrayContaining([1, 2, 20, 21]));
  await whole();
  expect(state().history).toBe(before.history);
  expect(state().watchlist).toEqual([]);
  expect([hashes.length, written.length]).toEqual([before.hashes, before.writes]);
  const { text } = await state().exportFile('matinee');
  expect((JSON.parse(text) as { history: { id: number }[] }).history.map(({ id }) => id)).toEqual([101, 102]);

  state().removeOther();
  expect(state().linkOther('nothing of the sort')).toBe(false);
  expect(state().linkOther('http://localhost/?x=1#h=130.131&s=2')).toBe(true);
  expect(state().watching.other).toMatchObject({ history: [film(30), film(31)], unsure: 0 });
  expect(state().history).toBe(before.history);
});

test('the list goes out beside the history: Matinee’s file, and Letterboxd’s CSV of what to watch', async () => {
  const { state, whole, listed } = await open();
  state().openWatch(true);
  await whole();
  state().moreLike(10);
  const { list } = JSON.parse((await state().exportFile('matinee')).text) as { list: { id: number }[] };
  expect(list.map(({ id }) => id)).toEqual([
    110,
    ...listed()
      .filter((row) => row !== 10)
      .map((row) => 100 + row),
  ]);
  const { name, text } = await state().exportFile('list');
  expect(name).toMatch(/\.csv$/);
  expect(text).toMatch(/^Title,Year\r\nFilm 10,2000\r\n/);
});

test('a booth’s next visitor finds nothing of the last one, not even a list that was on its way', async () => {
  let finish!: (value: unknown) => void;
  const { state } = await open({ watch: () => new Promise((resolve) => (finish = resolve)) }, { kiosk: true });
  state().add(film(1));
  state().moreLike(10);
  state().openWatch(true);
  await vi.waitFor(() => expect(finish).toBeTypeOf('function'));
  state().startOver([]);
  finish({ entries: [], considered: 0, ranked: 0 });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(state().watching).toMatchObject({ isOpen: false, choices: { liked: [], away: [] }, past: [], state: { kind: 'none' } });
  await state().importOther({ name: 'x.csv', size: 1, arrayBuffer: async () => new ArrayBuffer(1) });
  expect(state().watching.other).toEqual({ kind: 'none' });
});
