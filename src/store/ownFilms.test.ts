import { describe, expect, it, vi } from 'vitest';
import type { Item, OwnFilm } from '../engine/types';
import { film, page, timings } from '../testing/page';
import { itemKey } from './state';
import type { StoredItem } from './storage';

const text = { title: 'Mine', year: 2024, description: 'A quiet drama.' };
const read = (description: object, value = 0.5) => ({ ...description, embedding: new Float32Array(2).fill(value) }) as OwnFilm;
const kept = (more: object = {}): StoredItem => ({ ...text, sbert: 'now', embedding: [0.25, 0.25], ...more });

async function ready(handlers: Parameters<typeof page>[0] = {}, stored: StoredItem[] = []) {
  const embed = vi.fn((description: object) => read(description));
  const written: StoredItem[][] = [];
  const sent: { history: Item[]; candidates: Item[] }[] = [];
  const recommend = (args: { history: Item[]; candidates: Item[] }) => (sent.push(args), { candidate: 0, text: '', ranking: [], prompt: [], timings });
  const all = page({ embed: embed as never, recommend: recommend as never, ...handlers }, { keeper: { read: () => stored, write: (items) => written.push(items) > 0 } });
  await all.state().start();
  return { ...all, embed, written, sent };
}

describe('a film of one\'s own that is added twice', () => {
  it('is one film: in the history it is refused as any other, and what was typed stays', async () => {
    const { state } = await ready();
    expect(await state().addOwn(text, 'history')).toBe(true);
    expect(await state().addOwn(text, 'history')).toBe(false);
    expect(state().history).toHaveLength(1);
    expect(state().notices[0]?.text).toMatch(/Mine.*already/);
    expect(await state().addOwn({ ...text, description: 'Another.' }, 'history')).toBe(true);
  });

  it('stands once among the candidates, and not there when it is in the history', async () => {
    const { state } = await ready();
    state().add(film(1));
    await state().addOwn(text, 'candidates');
    await state().addOwn(text, 'candidates');
    expect(state().candidates.filter((item) => item.kind === 'own')).toHaveLength(1);
    await state().addOwn(text, 'history');
    expect(state().candidates.filter((item) => item.kind === 'own')).toHaveLength(0);
  });

  it('leaves no two entries of one key, whatever is moved, undone or kept', async () => {
    const { state } = await ready({}, [104, kept(), 104, kept({ embedding: [0.1, 0.1] }), kept({ year: 1999 })]);
    const keysAreUnique = () => expect(new Set(state().history.map(itemKey)).size).toBe(state().history.length);
    expect(state().history).toHaveLength(3);
    keysAreUnique();
    await state().addOwn(text, 'history');
    state().move(0, 2);
    state().undo();
    state().undo();
    keysAreUnique();
    expect(state().history).toHaveLength(3);
  });
});

describe('a film of one\'s own from an earlier visit', () => {
  it('is used as it was kept while SBERT is the same', async () => {
    const { state, embed, sent } = await ready({}, [kept()]);
    await state().recommend();
    expect(embed).not.toHaveBeenCalled();
    expect(sent[0]!.history).toEqual([{ kind: 'own', film: { ...text, embedding: Float32Array.of(0.25, 0.25) } }]);
  });

  it.each([
    ['another SBERT', { sbert: 'before' }],
    ['a page that kept no hash', { sbert: undefined }],
    ['an SBERT of another width', { embedding: [1, 2, 3] }],
  ])('read by %s is shown at once and read again before the model is asked, once', async (_, more) => {
    const { state, embed, sent, written } = await ready({}, [kept(more), 104]);
    expect(state().history).toMatchObject([{ kind: 'own', film: text }, film(4)]);
    await state().recommend();
    expect(embed).toHaveBeenCalledExactlyOnceWith(text, expect.anything());
    expect(sent[0]!.history[0]).toEqual({ kind: 'own', film: read(text) });
    expect(state().recommendation).toMatchObject({ kind: 'whole', stale: false });
    expect(written.at(-1)).toEqual([{ ...text, sbert: 'now', embedding: [0.5, 0.5] }, 104]);
    await state().favouriteGenre();
    expect(embed).toHaveBeenCalledTimes(1);
  });

  it('keeps its text and is unread for ever, if need be, where nothing is asked', async () => {
    const { state, written } = await ready({}, [kept({ sbert: 'before' })]);
    state().add(film(3));
    expect(written.at(-1)).toEqual([{ ...text, sbert: 'now', embedding: [] }, 103]);
  });

  it('is replaced by what SBERT made of its text, and stands once where two texts become one', async () => {
    const clean = (film: { title: string }) => read({ ...film, title: film.title.trim() });
    const { state, sent } = await ready({ embed: clean as never }, [kept({ title: 'Mine ', sbert: 'before' }), 104, kept()]);
    await state().recommend();
    expect(sent[0]!.history).toEqual([{ kind: 'own', film: read(text) }, film(4)]);
    expect(state().ownFilms).toEqual([read(text)]);
  });

  it('is read among the candidates, too', async () => {
    const { state, sent } = await ready({}, [kept({ sbert: 'before' }), 104]);
    state().remove(0);
    await state().recommend();
    expect(sent[0]!.candidates.filter((item) => item.kind === 'own')).toEqual([{ kind: 'own', film: read(text) }]);
  });
});

describe('Stop while SBERT is at work', () => {
  it('adds no film, however late it comes', async () => {
    let finish: (film: OwnFilm) => void = () => undefined;
    const { state } = await ready({ embed: () => new Promise((resolve) => (finish = resolve as never)) });
    const added = state().addOwn(text, 'history');
    await Promise.resolve();
    state().stop();
    finish(read(text)); // the worker's answer was on its way
    expect(await added).toBe(false);
    expect(state()).toMatchObject({ history: [], ownFilms: [], model: { kind: 'ready' } });
  });
});
