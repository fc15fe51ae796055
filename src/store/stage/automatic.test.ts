import { expect, test } from 'vitest';
import { MatineeError } from '../../errors';
import { deferred } from '../../testing/deferred';
import { film, films, manifest, page, timings } from '../../testing/page';
import { PARTS } from '../state';
import { amongNewcomers, newcomerFor, notNewcomers } from './newcomer';

const answer = (candidates: unknown[]) => ({
  candidate: 0,
  text: 'Film 1',
  ranking: candidates.map((_, candidate) => ({ candidate, probability: 1 / candidates.length })),
  prompt: [],
  steps: [],
  timings,
});
const crowd = ({ candidates }: { candidates: number[] }) => ({ scores: candidates.map((row) => (row < 40 ? -row : null)), attention: [], milliseconds: 1 });

async function open(handlers: Parameters<typeof page>[0] = {}, settings: Parameters<typeof page>[1] = {}) {
  const asked: { system: string; candidates: unknown[] }[] = [];
  const recommend = ({ system = 'a-llmrec', candidates }: { system?: string; candidates: unknown[] }) => {
    asked.push({ system, candidates });
    return answer(candidates);
  };
  const opened = page({ crowd, recommend, genre: () => ({ text: 'drama', timings }), ...handlers }, settings);
  await opened.store.getState().start();
  opened.store.getState().add(film(1));
  return { ...opened, systems: asked };
}

const knowsAll = { ...manifest, prompt: { ...manifest.prompt, genre: [], reason: [] } };
const say = () => ({ text: 'It is a drama.', tries: 1, prompt: [], timings });

test('a history is answered by itself: the crowd, both, the reader, why, then both voices on the newcomers, and the genres', async () => {
  const { store, state, systems, asked } = await open({ open: () => ({ manifest: knowsAll, films }), say });
  const lines: string[][] = [];
  store.subscribe(({ automatic: at }) => at.kind === 'asking' && at.done === 0 && lines.push([at.part, ...at.then]));
  await state().answerByItself();
  expect(systems.map(({ system }) => system)).toEqual(['a-llmrec', 'llm-only', 'llm-only', 'a-llmrec']);
  expect(asked.slice(asked.indexOf('recommend'))).toEqual(['recommend', 'recommend', 'say', 'recommend', 'recommend', 'genre']);
  expect(state().said.reason?.text).toBe('It is a drama.');
  // What is at work, and what stands in line behind it.
  expect([...new Set(lines.map((line) => line.join(' ')))]).toEqual(PARTS.map((_, at) => PARTS.slice(at).join(' ')));
  const { voices, recommendation, automatic } = state();
  expect(recommendation.kind).toBe('whole');
  expect(automatic).toEqual({ kind: 'none' });
  expect(voices).toMatchObject({ history: state().history, candidates: state().candidates });
  expect(voices!.newcomer!.both).toHaveLength(voices!.newcomer!.candidates.length);
  // Asked again, there is nothing left to ask.
  await state().answerByItself();
  expect(systems).toHaveLength(4);
});

test('what begins anew before the crowd has spoken asks it again', async () => {
  const late = deferred<ReturnType<typeof crowd>>();
  let times = 0;
  const { state } = await open({ crowd: (asked: { candidates: number[] }) => (times++ === 0 ? late.promise : crowd(asked)) });
  const first = state().answerByItself();
  await expect.poll(() => times).toBe(1);
  const second = state().answerByItself();
  late.resolve(crowd({ candidates: [] }));
  await Promise.all([first, second]);
  expect(state().voices!.crowd).toHaveLength(20);
  expect(state().voices!.newcomer).not.toBeNull();
});

test('switched off, the crowd alone answers; a press has the other voices, too', async () => {
  const { state, systems } = await open({}, { answersItself: false });
  await state().answerByItself();
  expect(state().voices!.crowd).toHaveLength(20);
  expect(systems).toEqual([]);
  await state().recommend();
  // As the page does, which sees that the model is free.
  void state().answerByItself();
  await expect.poll(() => state().voices?.newcomer?.both?.length).toBe(state().voices!.newcomer!.candidates.length);
});

test('a press takes the place of what runs by itself, and a Stop is not undone', async () => {
  let begun = 0;
  const recommend = (_: unknown, options?: { signal?: AbortSignal }) =>
    begun++ === 0
      ? new Promise((_, reject) => options!.signal!.addEventListener('abort', () => reject(new MatineeError('stopped', 'Stopped.', 'Ask again.'))))
      : answer(Array.from({ length: 20 }));
  const { state } = await open({ recommend });
  const itself = state().answerByItself();
  await expect.poll(() => begun).toBe(1);
  await state().recommend();
  await itself;
  expect(begun).toBe(2);
  expect(state().recommendation).toMatchObject({ kind: 'whole', stale: false });
  state().stop();
  await state().answerByItself();
  expect(begun).toBe(2);
  expect(state().automatic.kind).toBe('stopped');
  // Asked again, the others follow.
  await state().recommend();
  await state().answerByItself();
  expect(state().voices?.reader).not.toBeNull();
});

test('what is at work tells how much it has read; a press jumps the queue, and the rest goes on where it was', async () => {
  const held = deferred<undefined>();
  const recommend = async (
    { system = 'a-llmrec', candidates }: { system?: string; candidates: unknown[] },
    { onProgress, signal }: { onProgress?: (value: unknown) => void; signal?: AbortSignal } = {},
  ) => {
    onProgress?.({ kind: 'prefill', doneTokens: 3, totalTokens: 12 });
    if (system === 'llm-only' && !signal!.aborted) {
      const stopped = new Promise((_, reject) => signal!.addEventListener('abort', () => reject(new MatineeError('stopped', 'Stopped.', 'Ask again.'))));
      await Promise.race([held.promise, stopped]);
    }
    return answer(candidates);
  };
  const { state, asked } = await open({ open: () => ({ manifest: knowsAll, films }), recommend: recommend as never, say });
  const itself = state().answerByItself();
  await expect.poll(() => state().automatic).toMatchObject({ kind: 'asking', part: 'reader', done: 3, of: 12 });
  await state().favouriteGenre();
  await itself;
  expect(asked.at(-1)).toBe('genre');
  expect(state()).toMatchObject({ genre: { kind: 'whole', stale: false }, recommendation: { kind: 'whole', stale: false }, automatic: { kind: 'none' } });
  expect(state().voices).toMatchObject({ reader: null });
  const before = asked.filter((name) => name === 'recommend').length;
  held.resolve(undefined);
  await state().answerByItself();
  // The reader, and both on the newcomers: what has been answered is not asked again.
  expect(asked.filter((name) => name === 'recommend').length - before).toBe(3);
  expect(asked.filter((name) => name === 'genre')).toHaveLength(1);
});

test('the newcomer is a film that SASRec does not know, and stands among others that nobody has rated', () => {
  const leftOut = notNewcomers(films, [film(1)], [film(2)]);
  const newcomer = newcomerFor(films, [film(1)], leftOut, 1);
  expect(newcomer).toEqual(newcomerFor(films, [film(1)], leftOut, 1));
  expect(newcomer?.kind === 'film' && films[newcomer.row]!.cold).toBe(true);
  const warm = films.slice(0, 40);
  expect(newcomerFor(warm, [film(1)], notNewcomers(warm, [film(1)], []), 1)).toBeNull();
  const others = amongNewcomers(films, leftOut, newcomer!, 1);
  expect(others).toEqual(amongNewcomers(films, leftOut, newcomer!, 1));
  expect(others.filter((item) => item.kind === 'film' && item.row === (newcomer as { row: number }).row)).toHaveLength(1);
  expect(others.every((item) => item.kind === 'film' && films[item.row]!.cold)).toBe(true);
});
