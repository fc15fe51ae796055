import { describe, expect, it } from 'vitest';
import { MatineeError } from '../errors';
import { film, films, manifest, page, timings } from '../testing/page';

const speaks = { ...manifest, prompt: { ...manifest.prompt, genre: [], taste: [], reason: [] } };
const sentence = (text: string | null) => ({ text, tries: 2, prompt: [], timings });

async function open(handlers: Parameters<typeof page>[0] = {}) {
  const about: unknown[] = [];
  const say = (args: unknown) => {
    about.push(args);
    return sentence('It is a drama.');
  };
  const opened = page({ open: () => ({ manifest: speaks, films }), genre: () => ({ text: 'drama', timings }), say, ...handlers }, { answersItself: false });
  await opened.store.getState().start();
  opened.store.getState().add(film(1));
  return { ...opened, about };
}

describe('a sentence beside an answer', () => {
  it('says why this film, and belongs to that recommendation', async () => {
    const { state, about } = await open();
    await state().recommend();
    const { recommendation, said } = state();
    expect(about).toEqual([{ history: [film(1)], film: state().candidates[0] }]);
    expect(said.reason).toMatchObject({ text: 'It is a drama.', tries: 2 });
    expect(recommendation.kind === 'whole' && said.reason?.of === recommendation.result).toBe(true);
    expect(said.taste).toBeNull();
  });

  it('says what the history has in common, with its genres', async () => {
    const { state, about } = await open();
    await state().favouriteGenre();
    expect(about).toEqual([{ history: [film(1)] }]);
    expect(state().said.taste).toMatchObject({ text: 'It is a drama.', tries: 2 });
  });

  it('is not asked of a model that was not taught to write one', async () => {
    const { state, about } = await open({ open: () => ({ manifest, films }) });
    await state().recommend();
    expect(about).toEqual([]);
    expect(state().recommendation.kind).toBe('whole');
  });

  it.each([
    ['went astray', () => sentence(null)],
    [
      'failed',
      () => {
        throw new MatineeError('unexpected', 'Something broke.', 'Try again.');
      },
    ],
  ])('that %s leaves the answer as it is', async (_, say) => {
    const { state } = await open({ say });
    await state().recommend();
    expect(state().recommendation.kind).toBe('whole');
    expect(state().said.reason?.text ?? null).toBeNull();
    expect(state().model.kind).toBe('ready');
  });
});
