import { describe, expect, it, vi } from 'vitest';
import { MatineeError } from '../../errors';
import { film, films, manifest, page, type Handlers } from '../../testing/page';
import type { OpenRow, Requests } from '../../worker/protocol';
import type { ImportFile, Watched } from '../state';
import type { StoredItem } from '../storage';

type Matched = Extract<Requests['import']['result'], { kind: 'matched' }>;
interface Options {
  onProgress?: (value: unknown) => void;
  signal?: AbortSignal;
}

/** What the worker says: rows with ratings, oldest first, on days 1, 2, 3 ... */
const result = (rows: number[], { ratings = [], low = [], wanted = [] }: { ratings?: number[]; low?: number[]; wanted?: number[] } = {}): Matched => ({
  kind: 'matched',
  service: 'letterboxd',
  counts: { rows: rows.length, films: rows.length, matched: rows.length, unsure: 0, unknown: 0, skipped: 0, why: {} },
  middle: ratings.length ? 3 : null,
  history: {
    rows: Int32Array.from(rows),
    at: Float64Array.from(rows, (_, i) => i + 1),
    ratings: Float32Array.from(rows, (_, i) => ratings[i] ?? NaN),
    steers: Uint8Array.from(rows, (row) => Number(!low.includes(row))),
  },
  wanted,
});
const openRow = (row: number, more: Partial<OpenRow> = {}): OpenRow => ({
  row,
  title: `Open ${row}`,
  year: 1999,
  rating: null,
  at: null,
  times: 1,
  suggestions: [],
  ...more,
});
const file = (more: Partial<ImportFile> = {}): ImportFile => ({ name: 'ratings.csv', size: 3, arrayBuffer: async () => new ArrayBuffer(3), ...more });

async function ready(
  answer: (args: Requests['import']['args'], options: Options) => unknown,
  settings: Parameters<typeof page>[1] = {},
  handlers: Handlers = {},
) {
  const written: StoredItem[][] = [];
  const all = page({ import: answer as never, ...handlers }, { keeper: { read: () => [101, 102], write: (items) => written.push(items) > 0 }, ...settings });
  await all.state().start();
  const rows = () => all.state().history.map((item) => (item.kind === 'film' ? item.row : item.film.title));
  return { ...all, written, rows };
}
const opening = (open: OpenRow[], then: Matched) => (_: unknown, options: Options) => {
  options.onProgress?.({ step: 'open', rows: open });
  return then;
};

describe('a file that is imported', () => {
  it('adds to the history, is one step of Undo, and keeps dates and ratings', async () => {
    const { state, rows, written } = await ready(() => result([5, 1, 7], { ratings: [5, 1, 3], low: [1] }));
    await state().importFile(file());
    expect(rows()).toEqual([2, 5, 1, 7]);
    expect(state().importing).toMatchObject({ kind: 'whole', name: 'ratings.csv', counts: { films: 3 } });
    expect(written.at(-1)).toEqual([102, { id: 105, at: 1, rating: 5 }, { id: 101, at: 2, rating: 1, low: true }, { id: 107, at: 3, rating: 3 }]);
    state().undo();
    expect(rows()).toEqual([1, 2]);
    expect(state()).toMatchObject({ importing: { kind: 'none' }, past: [] });
  });

  it('takes the place of the history where the visitor wants that, and goes back', async () => {
    const { state, rows } = await ready(() => result([5, 7]));
    await state().importFile(file());
    state().setImportMode('replace');
    expect(rows()).toEqual([5, 7]);
    state().setImportMode('add');
    expect(rows()).toEqual([1, 2, 5, 7]);
    state().setImportMode('replace');
    state().undoImport();
    expect(rows()).toEqual([1, 2]);
    expect(state().past).toEqual([]);
  });

  it('comes back as it was kept', async () => {
    const { state, rows, written } = await ready(() => result([5, 1], { ratings: [5, 1], low: [1] }));
    await state().importFile(file());
    const kept = written.at(-1)!;
    const again = await ready(() => expect.fail(), { keeper: { read: () => kept, write: () => true } });
    expect(again.state().history).toEqual(state().history);
    expect(again.rows()).toEqual(rows());
  });
});

describe('films below the middle', () => {
  it('are never recommended and do not steer, unless the visitor says so', async () => {
    const asked: Requests['sasrec']['args'][] = [];
    const sent: { history: Watched[]; candidates: Watched[] }[] = [];
    const { state, hashes } = await ready(
      () => result([5, 0, 7], { ratings: [5, 1, 3], low: [0] }),
      {},
      {
        sasrec: (args: Requests['sasrec']['args']) => {
          asked.push(args);
          return {
            films: films.filter(({ row }) => ![...args.rows, ...(args.watched ?? [])].includes(row)).map(({ row }) => ({ row, score: 1 })),
            milliseconds: 1,
          };
        },
        recommend: (args: (typeof sent)[number]) => (sent.push(args), { candidate: 0, text: '', ranking: [], prompt: [], timings: {} }),
      },
    );
    await state().importFile(file());
    await state().recommend();
    expect(asked.at(-1)).toMatchObject({ rows: [1, 2, 5, 7], watched: [1, 2, 5, 0, 7] });
    expect(sent[0]!.history).toMatchObject([film(1), film(2), film(5), film(7)]);
    expect(sent[0]!.candidates).not.toContainEqual(film(0));
    expect(hashes.at(-1)).toBe('#h=101.102.105.107');
    expect(state().recommendation).toMatchObject({ stale: false });

    state().setLowSteer(true);
    expect(state().recommendation).toMatchObject({ stale: true });
    await state().recommend();
    expect(sent[1]!.history).toHaveLength(5);
    expect(sent[1]!.candidates).not.toContainEqual(film(0));
  });
});

describe('titles that are open', () => {
  const open = [openRow(3), openRow(4, { suggestions: [8, 9], at: 2, rating: 1 })];

  it('stay out until a tap, and a tap stays in the step of the import', async () => {
    const { state, rows } = await ready(opening(open, result([5, 6, 7], { ratings: [4, 4, 3] })));
    await state().importFile(file());
    expect(rows()).toEqual([1, 2, 5, 6, 7]);
    expect(state().importing).toMatchObject({ open: [{ row: 4 }, { row: 3 }] });
    state().chooseFilm(4, 8);
    expect(rows()).toEqual([1, 2, 5, 6, 8, 7]);
    expect(state().history[4]).toEqual({ kind: 'film', row: 8, at: 2, rating: 1, low: true });
    state().chooseFilm(4, 'none');
    expect(rows()).toEqual([1, 2, 5, 6, 7]);
    state().chooseFilm(4, 9);
    state().undo();
    expect(rows()).toEqual([1, 2]);
  });

  it('may become films of the visitor’s own, which SBERT reads when the model is asked', async () => {
    const embed = vi.fn((own: object) => ({ ...own, embedding: new Float32Array(2).fill(1) }));
    const { state } = await ready(opening([openRow(3, { at: 2, rating: 5 })], result([5, 6])), {}, { embed });
    await state().importFile(file());
    state().chooseFilm(3, 'own');
    expect(state().history[3]).toMatchObject({ kind: 'film', row: 6 });
    expect(embed).not.toHaveBeenCalled();
    await state().recommend();
    expect(embed).toHaveBeenCalledTimes(1);
    expect(state().history.find(({ kind }) => kind === 'own')).toMatchObject({ film: { title: 'Open 3', year: 1999 }, at: 2, rating: 5 });
    // What SBERT has read is still the import's: the choices stand, and Undo is one step.
    state().setImportMode('replace');
    expect(state().history).toHaveLength(3);
    state().undo();
    expect(state()).toMatchObject({ history: [film(1), film(2)], past: [] });
  });

  it('are answered into a history that has changed since, of which nothing comes back or goes', async () => {
    const { state, rows } = await ready(opening(open, result([5, 6, 7])));
    await state().importFile(file());
    state().remove(2);
    state().chooseFilm(4, 8);
    expect(rows().sort()).toEqual([1, 2, 6, 7, 8]);
    state().chooseFilm(4, 'none');
    expect(rows()).toEqual([1, 2, 6, 7]);
    state().undoImport();
    expect(rows()).toEqual([1, 2]);
  });
});

describe('a watchlist', () => {
  it('becomes the candidates, is kept, and goes with Undo', async () => {
    const kept: StoredItem[][] = [];
    const { state, hashes } = await ready(() => result([], { wanted: [1, 30, 31] }), {
      watchlistKeeper: { read: () => [], write: (items) => kept.push(items) > 0 },
    });
    await state().importFile(file());
    expect(state()).toMatchObject({ candidateKind: 'watchlist', watchlist: [1, 30, 31] });
    expect(
      state()
        .candidates.map((item) => item.kind === 'film' && item.row)
        .sort(),
    ).toEqual([30, 31]); // 1 was watched
    expect(kept.at(-1)).toEqual([101, 130, 131]);
    expect(state().past).toEqual([]);
    state().reshuffle();
    expect(hashes.at(-1)).toMatch(/c=watchlist/);
    state().undoImport();
    expect(state()).toMatchObject({ candidateKind: 'sasrec', watchlist: [] });
    expect(kept.at(-1)).toEqual([]);
  });

  it('does not travel with a link, and the page says so', async () => {
    const { state } = page({}, { hash: '#h=101&c=watchlist' });
    await state().start();
    expect(state()).toMatchObject({ candidateKind: 'sasrec', notices: [{ text: expect.stringMatching(/watchlist/) }] });
    expect(state().candidates).toHaveLength(20);
  });
});

describe('a file of several people', () => {
  it('is asked about, and read again for the one that was meant', async () => {
    const asked: (string | undefined)[] = [];
    const { state, rows } = await ready(({ profile }) => {
      asked.push(profile);
      return profile ? result([5]) : { kind: 'profiles', profiles: [{ name: 'Ada', rows: 1 }] };
    });
    await state().importFile(file());
    expect(state().importing).toMatchObject({ kind: 'profiles', profiles: [{ name: 'Ada' }] });
    expect(rows()).toEqual([1, 2]);
    await state().importProfile('Ada');
    expect(asked).toEqual([undefined, 'Ada']);
    expect(rows()).toEqual([1, 2, 5]);
  });
});

describe('what goes wrong', () => {
  it.each([
    ['a file that is too large is not even read', file({ size: 2e8, arrayBuffer: () => expect.fail('read') }), 'import-too-large'],
    ['a file that has gone', file({ arrayBuffer: async () => Promise.reject(new DOMException('gone', 'NotFoundError')) }), 'import-unreadable'],
    ['what the worker refuses', file(), 'import-not-recognised'],
  ])('%s is a sentence, and the history is as it was', async (_, bad, code) => {
    const { state, rows } = await ready(() => {
      throw new MatineeError('import-not-recognised', 'No history.', 'Choose another.');
    });
    await state().importFile(bad);
    expect(state().importing).toMatchObject({ kind: 'failed', error: { code, nextStep: expect.stringMatching(/\.$/) } });
    expect(rows()).toEqual([1, 2]);
  });

  it('a stop leaves the history as it was, however late the answer comes', async () => {
    let finish: (value: Matched) => void = () => undefined;
    const { state, rows, asked } = await ready(() => new Promise((resolve) => (finish = resolve)));
    const importing = state().importFile(file());
    await vi.waitFor(() => expect(asked).toContain('import'));
    state().stopImport();
    finish(result([5]));
    await importing;
    expect(state().importing.kind).toBe('none');
    expect(rows()).toEqual([1, 2]);
  });

  it('a crash of the worker opens the catalogue again and reads the file anew', async () => {
    let tries = 0;
    const { state, rows, asked } = await ready(() => {
      if (tries++ === 0) throw new MatineeError('not-loaded', 'Crashed.', 'Again.');
      return result([5]);
    });
    await state().importFile(file());
    expect(asked.filter((name) => name === 'open')).toHaveLength(2);
    expect(rows()).toEqual([1, 2, 5]);
  });

  it('a booth imports nothing', async () => {
    const { state, asked } = await ready(() => result([5]), { kiosk: true });
    await state().importFile(file());
    expect(asked).not.toContain('import');
  });
});

describe('a long history', () => {
  const many = Array.from({ length: 3000 }, (_, row) => ({ ...films[0]!, row, id: 1000 + row, cold: false }));
  const open = () => ({ manifest, films: many, source: 'MovieLens' });

  it('is kept whole, its link has the last 500, and the two are known as one', async () => {
    const { state, hashes, written } = await ready(() => result(many.map(({ row }) => row)), kept(), { open });
    await state().importFile(file());
    expect(state().history).toHaveLength(3000);
    const link = hashes.at(-1)!;
    expect(link.split('.')).toHaveLength(500);
    expect(link).toMatch(/\.3999$/);
    // A long one is written after its change is on the page.
    const items = await vi.waitFor(() => store.at(-1) ?? Promise.reject(new Error('not kept yet')));
    const again = await ready(() => expect.fail(), { keeper: { read: () => items, write: () => true }, hash: link }, { open });
    expect(again.state().history).toHaveLength(3000);
    expect(again.state().notices).toEqual([]);
    expect(written).toEqual([]);
  });
  const store: StoredItem[][] = [];
  const kept = () => ({ keeper: { read: () => [], write: (items: StoredItem[]) => store.push(items) > 0 } });
});

describe('exports', () => {
  it('are Matinee’s file with the list, and Letterboxd’s CSV', async () => {
    const { state } = await ready(() => result([5], { ratings: [4] }));
    await state().importFile(file());
    const { name, text } = await state().exportFile('matinee');
    expect(name).toBe('matinee.json');
    const { history, list } = JSON.parse(text);
    expect(history).toMatchObject([{ id: 101 }, { id: 102 }, { id: 105, rating: 4 }]);
    expect(list.length).toBeGreaterThan(5);
    expect((await state().exportFile('letterboxd')).text).toMatch(/^Title,Year,Rating,WatchedDate\r\nFilm 1,1991/);
  });
});
