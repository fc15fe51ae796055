import { describe, expect, it, vi } from 'vitest';
import { MatineeError } from '../../errors';
import type { Item, OwnFilm } from '../../engine/types';
import { film, films, manifest, page, timings } from '../../testing/page';

const embedded = (description: object) => ({ ...description, embedding: new Float32Array(2) }) as OwnFilm;
const alike = () => [
  { row: 3, score: 0.7 },
  { row: 4, score: 0.6 },
];
/** A model that likes the invented film second best. */
const recommend = ({ candidates }: { candidates: Item[] }) => {
  const own = candidates.findIndex(({ kind }) => kind === 'own');
  const others = candidates.map((_, i) => i).filter((i) => i !== own);
  return {
    candidate: others[0],
    text: '',
    ranking: [others[0]!, own, ...others.slice(1)].map((candidate) => ({ candidate, probability: 0 })),
    prompt: [],
    timings,
  };
};
const mine = { title: 'The Lighthouse', year: 2031, description: 'The sea answers.' };

/** A bundle whose facts name rows that no list shows. */
const unlisting = (...rows: number[]) => ({
  open: () => ({ manifest: { ...manifest, files: { ...manifest.files, facts: manifest.files.sbert } }, films }),
  facts: () => ({ facts: { adult: new Set(rows) } }),
});

async function ready(handlers: Parameters<typeof page>[0] = {}) {
  const all = page({
    embed: embedded,
    alike,
    recommend,
    ...unlisting(7),
    shortlist: () => [9, 8],
    meaning: alike,
    map: () => new Uint16Array(120),
    ...handlers,
  });
  await all.state().start();
  return { ...all, wander: () => all.state().wander };
}

describe('the map', () => {
  it('is fetched once, and the bundle may have none', async () => {
    const { state, wander, asked } = await ready();
    await state().openMap();
    await state().openMap();
    expect(wander().map).toMatchObject({ kind: 'whole', films });
    expect(asked.filter((name) => name === 'map')).toHaveLength(1);
    const without = await ready({ map: () => null });
    await without.state().openMap();
    expect(without.wander().map).toEqual({ kind: 'absent' });
  });

  it('says why it is not there, and is asked for again', async () => {
    let isThere = false;
    const map = () => {
      if (!isThere) throw new MatineeError('network', 'The network is gone.', 'Try again.');
      return new Uint16Array(120);
    };
    const { state, wander } = await ready({ map });
    await state().openMap();
    expect(wander().map).toMatchObject({ kind: 'failed', error: { code: 'network' } });
    isThere = true;
    await state().openMap();
    expect(wander().map.kind).toBe('whole');
  });

  it('knows the visitor by the soft token, without films that no list shows; where that cannot be, by SASRec', async () => {
    const place = vi.fn(() => [9, 8]);
    const { state, wander } = await ready({ shortlist: place });
    await state().findPlace();
    expect(wander().place).toEqual({ kind: 'none' });
    state().add(film(1));
    await state().findPlace();
    expect(wander().place).toMatchObject({ kind: 'found', by: 'soft token', rows: [9, 8] });
    expect(place).toHaveBeenCalledWith(expect.objectContaining({ history: [film(1)], leftOut: [7] }), expect.anything());
    const other = await ready({
      shortlist: () => {
        throw new MatineeError('no-shortlist', 'It cannot.', '');
      },
    });
    other.state().add(film(1));
    await vi.waitFor(() => expect(other.state().sasrec?.films[0]?.row).toBe(0));
    await other.state().findPlace();
    expect(other.wander().place).toMatchObject({ by: 'sasrec' });
  });
});

describe('search by meaning', () => {
  it('asks for what was typed, without films that no list shows', async () => {
    const meaning = vi.fn(alike);
    const { state, wander } = await ready({ meaning });
    await state().searchMeaning('  a heist \n in\u0000 space \ud800');
    expect(meaning).toHaveBeenCalledWith({ query: 'a heist in\u0000 space', limit: 20, leftOut: [7] }, expect.anything());
    expect(wander().meaning).toMatchObject({ kind: 'whole', films: alike() });
    await state().searchMeaning('   ');
    expect(wander().meaning).toEqual({ kind: 'none' });
  });

  it('waits for a model that is on its way, and shows the latest search alone', async () => {
    let arrived!: (value: unknown) => void;
    const { state, wander, asked } = await ready({ embed: () => new Promise((resolve) => (arrived = resolve)) });
    const busy = state().addOwn(mine, 'candidates');
    const first = state().searchMeaning('one');
    const second = state().searchMeaning('two');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(asked).not.toContain('meaning');
    arrived(embedded(mine));
    await Promise.all([busy, first, second]);
    expect(wander().meaning).toMatchObject({ kind: 'whole', query: 'two' });
    expect(asked.filter((name) => name === 'meaning')).toHaveLength(1);
  });

  it('does not wait for what the page does by itself', async () => {
    const never = (_: unknown, { signal }: { signal?: AbortSignal } = {}) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new MatineeError('stopped', 'Stopped.', ''))));
    const { state, wander } = await ready({ recommend: never, crowd: () => ({ scores: [], attention: [], milliseconds: 1 }) });
    state().add(film(1));
    const itself = state().answerByItself();
    await vi.waitFor(() => expect(state().automatic.kind).toBe('asking'));
    await state().searchMeaning('one');
    expect(wander().meaning).toMatchObject({ kind: 'whole', query: 'one' });
    await itself;
  });

  it('says why SBERT could not be loaded', async () => {
    const { state, wander } = await ready({
      meaning: () => {
        throw new MatineeError('file-missing', 'sbert.onnx is missing.', 'Export the bundle again.');
      },
    });
    await state().searchMeaning('a heist');
    expect(wander().meaning).toMatchObject({ kind: 'failed', query: 'a heist', error: { code: 'file-missing' } });
    expect(state().model.kind).toBe('ready');
  });
});

describe('an invented film', () => {
  it('is ranked among new films of the catalogue, the same each time; none of the history, and none that no list shows', async () => {
    const seen: Item[][] = [];
    const { state, wander } = await ready({
      ...unlisting(41),
      recommend: (args: { candidates: Item[] }) => (seen.push(args.candidates), recommend(args)),
    });
    state().add(film(1));
    state().add(film(42));
    await state().invent(mine);
    await state().invent(mine);
    expect(wander().invention).toMatchObject({ kind: 'whole', alike: alike(), standing: { place: 2 } });
    expect(seen[0]).toEqual(seen[1]);
    const rows = seen[0]!.flatMap((item) => (item.kind === 'film' ? [item.row] : []));
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.every((row) => row >= 40 && row !== 41 && row !== 42)).toBe(true);
    expect(seen[0]!.filter(({ kind }) => kind === 'own')).toHaveLength(1);
  });

  it('needs no history to be placed among texts', async () => {
    const { state, wander, asked } = await ready();
    await state().invent(mine);
    expect(wander().invention).toMatchObject({ kind: 'whole', standing: null, alike: alike() });
    expect(asked).not.toContain('recommend');
  });

  it('that cannot be read is refused with the reason', async () => {
    const { state, wander } = await ready({
      embed: () => {
        throw new MatineeError('film-invalid', 'It has no title.', 'Give it a title.');
      },
    });
    await state().invent({ ...mine, title: ' ' });
    expect(wander().invention).toMatchObject({ kind: 'failed', error: { message: 'It has no title.' } });
  });

  it('of a booth’s last visitor is not shown to the next, who finds no search either', async () => {
    let arrived!: (value: unknown) => void;
    const { state, wander } = await ready({ embed: () => new Promise((resolve) => (arrived = resolve)) });
    await state().searchMeaning('a heist');
    const inventing = state().invent(mine);
    await vi.waitFor(() => expect(arrived).toBeDefined());
    state().startOver([]);
    arrived(embedded(mine));
    await inventing;
    expect(wander()).toMatchObject({ meaning: { kind: 'none' }, invention: { kind: 'none' }, place: { kind: 'none' }, look: null });
  });
});
