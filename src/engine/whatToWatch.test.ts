import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openNodeBundle } from '../node/nodeBundle';
import { openWasmRuntime } from '../node/wasmRuntime';
import { loadModels, type Models } from './models';
import { shortlist } from './recommend';
import { leastMisery, steerAway, whatToWatch, type Viewer, type WatchProgress } from './whatToWatch';
import type { Item } from './types';

let models: Models;
beforeAll(async () => {
  models = await loadModels(await openNodeBundle('e2e/fixtures/bundle'), await openWasmRuntime());
});
afterAll(() => models.dispose());

const films = (...rows: number[]): Item[] => rows.map((row) => ({ kind: 'film', row }));
const viewer = (...rows: number[]): Viewer => ({ history: films(...rows), away: [] });
const everything = () => models.films.map(({ row }) => row);
const list = (viewers: Viewer[], more: { among?: number[]; leftOut?: number[]; count?: number; onProgress?: (progress: WatchProgress) => void } = {}) =>
  whatToWatch(models, { viewers, among: more.among ?? everything(), leftOut: more.leftOut ?? [], count: more.count ?? 50 }, { onProgress: more.onProgress });

describe('one order for two', () => {
  const [a, b] = [
    [1, 2, 3, 4],
    [4, 3, 2, 1],
  ];
  it('lets nobody down: the worse place counts, then the sum, and it makes no difference who is named first', () => {
    expect(leastMisery([a, b])).toEqual([2, 3, 1, 4]);
    expect(leastMisery([b, a])).toEqual(leastMisery([a, b]));
    expect(leastMisery([[1, 2, 3, 4, 5], [5, 1, 4, 3, 2]])).toEqual([1, 3, 4, 5, 2]); // prettier-ignore
  });
  it('of one is their own', () => expect(leastMisery([[3, 1, 2]])).toEqual([3, 1, 2]));
});

it('what is like an unwanted film stands further down, and the rest keeps its order', () => {
  const likeness = (row: number) => (row === 1 ? 0.7 : 0);
  expect(steerAway([1, 2, 3, 4, 5, 6], likeness)).toEqual([2, 3, 1, 4, 5, 6]);
  expect(steerAway([2, 1], null)).toEqual([2, 1]);
});

describe('what to watch', () => {
  it('is of what passes, without what was seen, and names of the history what each is more like than the others, not one film for all', async () => {
    const among = everything().filter((row) => row % 2 === 0);
    const told: WatchProgress[] = [];
    const { entries, considered, ranked } = await list([viewer(2, 14, 15)], { among, leftOut: [4, 6], count: 20, onProgress: (one) => told.push(one) });
    expect(entries).toHaveLength(20);
    const rows = entries.map(({ row }) => row);
    expect(rows.every((row) => row % 2 === 0 && ![2, 4, 6, 14].includes(row))).toBe(true);
    expect(entries.map(({ places }) => places)).toEqual(rows.map((_, i) => [i + 1]));
    expect(entries.every(({ likest: [film] }) => [2, 14, 15].includes(film!))).toBe(true);
    expect(new Set(entries.map(({ likest: [film] }) => film)).size).toBeGreaterThan(1);
    // Of a history of one there is nothing to tell apart.
    expect((await list([viewer(2)], { among, count: 3 })).entries.map(({ likest }) => likest)).toEqual([[null], [null], [null]]);
    expect(considered).toBe(ranked); // fewer than 200: the model reads them all
    expect(considered).toBeGreaterThan(60);
    expect(told.at(-1)).toMatchObject({ kind: 'prefill', viewer: 0 });
  });

  it('for two is the same whoever is named first, and each entry stands as it stands with each of them', async () => {
    const [ada, bo] = [viewer(2, 14, 15), viewer(90, 91, 92)];
    const [one, other] = [await list([ada, bo]), await list([bo, ada])];
    expect(other.entries.map(({ row }) => row)).toEqual(one.entries.map(({ row }) => row));
    expect(other.entries.map(({ places: [first, second] }) => [second, first])).toEqual(one.entries.map(({ places }) => places));
    // Their places are those that the model gives each of them alone.
    const rows = everything().filter((row) => ![2, 14, 15, 90, 91, 92].includes(row));
    const alone = await list([ada], { among: rows, leftOut: [90, 91, 92], count: 200 });
    const placeOf = new Map(alone.entries.map(({ row, places }) => [row, places[0]]));
    if (alone.considered === one.considered) for (const { row, places } of one.entries) expect(places[0]).toBe(placeOf.get(row));
    expect(one.entries.some(({ row }) => [2, 14, 15, 90, 91, 92].includes(row))).toBe(false);
  });

  it('leaves out what is not for somebody', async () => {
    const first = (await list([viewer(2, 14, 15)])).entries[0]!.row;
    const { entries } = await list([{ history: films(2, 14, 15), away: [first] }]);
    expect(entries.map(({ row }) => row)).not.toContain(first);
  });

  it('of nothing is nothing; without a history it is refused; stopped it ends', async () => {
    expect(await list([viewer(2)], { among: [] })).toEqual({ entries: [], considered: 0, ranked: 0 });
    await expect(list([viewer()])).rejects.toMatchObject({ code: 'history-empty' });
    const stop = new AbortController();
    stop.abort();
    await expect(
      whatToWatch(models, { viewers: [viewer(3, 5, 7)], among: everything(), leftOut: [], count: 5 }, { signal: stop.signal }),
    ).rejects.toMatchObject({ code: 'stopped' });
  });
});

it('of more than the model reads, the soft tokens choose the nearest', async () => {
  // A prompt in plain order holds 20, so that the fixture's 164 films are too many.
  const { manifest } = models;
  const inOrder: Models = { ...models, manifest: { ...manifest, prompt: { ...manifest.prompt, structure: 'causal' } } };
  const { entries, considered, ranked } = await whatToWatch(inOrder, { viewers: [viewer(2, 14)], among: everything(), leftOut: [], count: 50 });
  expect([considered > 100, ranked, entries.length]).toEqual([true, 20, 20]);
  const nearest = shortlist(models, films(2, 14), 20).map((item) => (item.kind === 'film' ? item.row : -1));
  expect(new Set(entries.map(({ row }) => row))).toEqual(new Set(nearest));
});
