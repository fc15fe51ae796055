import { describe, expect, it, vi } from 'vitest';
import type { Item } from '../../engine/types';
import { MatineeError } from '../../errors';
import { deferred } from '../../testing/deferred';
import { device, film, films, manifest, page } from '../../testing/page';
import type { Settings } from '../state';

interface Args {
  history: Item[];
  count: number;
  leftOut: number[];
}

const bundle = { ...manifest, aligner: { ...manifest.aligner, shortlistSize: 2 } };
/** The last of the catalogue, as from another thread. */
const nearest = vi.fn(async ({ count, leftOut }: Args) => {
  await Promise.resolve();
  return films
    .map(({ row }) => row)
    .filter((row) => !leftOut.includes(row))
    .reverse()
    .slice(0, count);
});
const answer = { candidate: 0, text: '', ranking: [], prompt: [], timings: {} };

async function visit(handlers: Parameters<typeof page>[0] = {}, settings: Partial<Settings> = {}) {
  nearest.mockClear();
  const all = page({ open: () => ({ manifest: bundle, films }), shortlist: nearest, recommend: () => answer, ...handlers }, settings);
  await all.state().start();
  return all;
}
const rows = (items: readonly Item[]) => items.flatMap((item) => (item.kind === 'film' ? [item.row] : [])).sort((a, b) => a - b);

describe('the whole catalogue', () => {
  it('is where candidates come from where the bundle can find them, and is not in the link then', async () => {
    const { state, hashes } = await visit();
    expect(state().candidateKind).toBe('catalogue');
    state().add(film(3));
    await vi.waitFor(() => expect(rows(state().candidates)).toEqual(films.map(({ row }) => row).filter((row) => row !== 3)));
    expect(hashes.at(-1)).toBe('#h=103');
    state().chooseCandidateKind('sasrec');
    expect(state().candidates).toHaveLength(20);
    expect(hashes.at(-1)).toBe('#h=103&c=sasrec');
  });

  it('cannot be asked for of another bundle: a link that does is told', async () => {
    const { state } = await visit({ open: () => ({ manifest, films }) }, { hash: '#h=103&c=catalogue' });
    expect(state()).toMatchObject({ candidateKind: 'sasrec', notices: [{ text: expect.stringMatching(/whole catalogue/) as string }] });
    expect(nearest).not.toHaveBeenCalled();
  });

  it('has no newcomers where everything was rated: a link that asks for them is told', async () => {
    const rated = films.filter(({ cold }) => !cold);
    const { state } = await visit({ open: () => ({ manifest, films: rated }) }, { hash: '#h=103&c=newcomers' });
    expect(state()).toMatchObject({ candidateKind: 'sasrec', notices: [{ text: expect.stringMatching(/this catalogue has none/) as string }] });
  });

  it('is searched for the history that Recommend is pressed with, right after it has changed', async () => {
    const sent: { history: Item[]; candidates: Item[] }[] = [];
    const { state } = await visit({ recommend: (args: never) => (sent.push(args), answer) });
    state().add(film(59)); // the nearest
    await state().recommend();
    state().add(film(58));
    state().add(film(57));
    await state().recommend();
    expect(sent.map(({ history, candidates }) => [history.length, rows(candidates).slice(-1)[0]])).toEqual([
      [1, 58],
      [3, 56],
    ]);
    expect(state().recommendation).toMatchObject({ kind: 'whole', stale: false });
  });

  it('is asked once for a history, with all that was watched left out: what does not steer, too', async () => {
    const { state } = await visit({}, { keeper: { read: () => [{ id: 101, rating: 1, low: true }, 102], write: () => true } });
    await vi.waitFor(() => expect(state().candidates).toHaveLength(58));
    await state().recommend();
    state().reshuffle();
    expect(nearest).toHaveBeenCalledExactlyOnceWith({ history: [expect.objectContaining(film(2))], count: 100, leftOut: [1, 2] }, expect.anything());
  });

  it('leaves out what is never to be proposed for this history, and not what was for the one before', async () => {
    const sasrec = async ({ watched }: { watched: number[] }) => {
      await new Promise((resolve) => setTimeout(resolve));
      return { films: [], excluded: watched.map((row) => row - 10), milliseconds: 1 };
    };
    const { state } = await visit({ sasrec });
    for (const row of [59, 30]) {
      state().usePreset([100 + row]);
      await vi.waitFor(() => expect(state().candidates).toHaveLength(58));
      expect(rows(state().candidates)).toEqual(films.map((one) => one.row).filter((one) => one !== row && one !== row - 10));
    }
    expect(nearest.mock.calls.map(([{ leftOut }]) => leftOut)).toEqual([
      [59, 49],
      [30, 20],
    ]);
  });

  it('says why it cannot be searched when Recommend is pressed, and is searched again then', async () => {
    let broken = true;
    const { state } = await visit({
      shortlist: (args: Args) => {
        if (broken) throw new MatineeError('unexpected', 'The coordinates are gone.', '');
        return nearest(args);
      },
    });
    state().add(film(3));
    await state().recommend();
    expect(state().recommendation).toMatchObject({ kind: 'failed', error: { message: 'The coordinates are gone.' } });
    broken = false;
    await state().recommend();
    expect(state().recommendation.kind).toBe('whole');
    expect(state().candidates).toHaveLength(59);
  });

  it('is searched again when its texts have come: until then candidates are films that were rated, and the page says which it is', async () => {
    const texts = deferred<true>();
    let there = false;
    const all = await visit({
      load: () => ({ device, loadMs: 1, lacksTexts: true }),
      texts: () => texts.promise,
      shortlist: async (args: Args) => (await nearest(args)).filter((row) => there || row < 40),
    });
    const { state } = all;
    state().add(film(3));
    await vi.waitFor(() => expect(state().candidates).toHaveLength(39));
    expect(state().shortlist?.reach).toBe('rated');
    await state().recommend();
    expect(state().recommendation).toMatchObject({ kind: 'whole' });
    there = true;
    texts.resolve(true);
    await vi.waitFor(() => expect(state().candidates).toHaveLength(59));
    expect(state()).toMatchObject({ lacksTexts: false, shortlist: { reach: 'widened' } });
    state().add(film(4));
    await vi.waitFor(() => expect(state().shortlist).toMatchObject({ of: state().history }));
    expect(state().shortlist?.reach).toBeUndefined();
  });

  it('is searched again when its texts come while it is being searched', async () => {
    const texts = deferred<true>();
    const first = deferred<number[]>();
    let asked = 0;
    const { state } = await visit({
      load: () => ({ device, loadMs: 1, lacksTexts: true }),
      texts: () => texts.promise,
      shortlist: (args: Args) => (asked++ ? nearest(args) : first.promise),
    });
    state().add(film(3));
    await vi.waitFor(() => expect(asked).toBe(1));
    texts.resolve(true);
    await vi.waitFor(() => expect(state().lacksTexts).toBe(false));
    first.resolve([5, 6]);
    await vi.waitFor(() => expect(state().candidates).toHaveLength(59));
    expect(asked).toBe(2);
  });

  it('whose texts are refused is no catalogue of a model: it is as if the load had failed', async () => {
    const { state } = await visit({
      load: () => ({ device, loadMs: 1, lacksTexts: true }),
      texts: () => Promise.reject(new MatineeError('file-altered', 'sbert-embeddings.bin has been altered.', 'Tell whoever runs the server.')),
    });
    await vi.waitFor(() => expect(state().model).toMatchObject({ kind: 'failed', error: { code: 'file-altered' } }));
  });

  it('is not searched without a model, and is as soon as there is one', async () => {
    let loaded = () => {};
    const all = page({
      open: () => ({ manifest: bundle, films }),
      shortlist: nearest,
      load: () => new Promise((resolve) => (loaded = () => resolve({ device, loadMs: 1 }))),
    });
    void all.state().start();
    await vi.waitFor(() => expect(all.state().catalogue.kind).toBe('open'));
    await vi.waitFor(() => expect(all.state().candidateKind).toBe('catalogue'));
    all.state().add(film(3));
    await Promise.resolve();
    expect(all.state().candidates).toEqual([]);
    loaded();
    await vi.waitFor(() => expect(all.state().candidates).toHaveLength(59));
  });

  it('shows nothing of it to the next visitor of a booth', async () => {
    const { state } = await visit({}, { kiosk: true });
    state().add(film(3));
    await vi.waitFor(() => expect(state().candidates).toHaveLength(59));
    state().startOver([]);
    expect(state()).toMatchObject({ candidateKind: 'catalogue', shortlist: null, candidates: [] });
  });
});
