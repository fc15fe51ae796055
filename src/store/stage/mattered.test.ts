import { expect, test } from 'vitest';
import { film, page, timings } from '../../testing/page';

interface Asked {
  history: unknown[];
  candidates: unknown[];
  system?: string;
  without?: string;
}

async function answered() {
  const asked: Asked[] = [];
  const recommend = (args: Asked) => {
    asked.push(args);
    // Each film of the history is worth a tenth to the first candidate.
    const first = 0.1 * args.history.length;
    const ranking = args.candidates.map((_, candidate) => ({ candidate, probability: candidate === 0 ? first : 0 }));
    return { candidate: 0, text: 'Film 1', ranking, questions: 1, prompt: [], steps: [], timings };
  };
  const inside = { representation: new Float32Array(2), userToken: new Float32Array(2), films: [] };
  const opened = page({ recommend, inside: () => inside }, { answersItself: false });
  await opened.store.getState().start();
  for (const row of [1, 2, 3]) opened.store.getState().add(film(row));
  await opened.store.getState().recommend();
  asked.length = 0;
  return { ...opened, askedOf: asked, inside };
}

test('the same candidates are ranked without a film, without a part of the method, and without all soft tokens', async () => {
  const { state, askedOf } = await answered();
  await state().leaveOut({ kind: 'film', key: 'film 2' });
  for (const kind of ['user', 'items', 'collaborative', 'text', 'llm-only'] as const) await state().leaveOut({ kind });
  expect(askedOf.map(({ history, system, without }) => [history.length, system, without])).toEqual([
    [2, undefined, undefined],
    [3, undefined, 'user'],
    [3, undefined, 'items'],
    [3, undefined, 'collaborative'],
    [3, undefined, 'text'],
    [3, 'llm-only', undefined],
  ]);
  for (const { candidates } of askedOf) expect(candidates).toEqual(state().candidates);
  expect(state().mattered?.without?.what).toEqual({ kind: 'llm-only' });
});

test('each film left out in turn says by how much the first choice falls; a changed history begins anew', async () => {
  const { state } = await answered();
  await state().leaveOutEach();
  expect(state().mattered?.each.map(({ change }) => Math.round(100 * change))).toEqual([-10, -10, -10]);
  state().add(film(4));
  await state().leaveOut({ kind: 'user' });
  expect(state().mattered?.without).toBeNull();
});

test('what is pressed is seen to be asked until it is answered', async () => {
  const { state, store } = await answered();
  const seen: unknown[] = [];
  store.subscribe(({ mattered }) => seen.push(mattered?.asking?.kind));
  await state().leaveOut({ kind: 'user' });
  expect(seen).toContain('user');
  expect(state().mattered).toMatchObject({ asking: null, without: { what: { kind: 'user' } } });
});

test('the numbers behind the soft tokens are of the present history, and are asked for once', async () => {
  const { state, asked, inside } = await answered();
  await state().lookInside();
  await state().lookInside();
  expect(asked.filter((name) => name === 'inside')).toHaveLength(1);
  expect(state().inside).toEqual({ history: state().history, value: inside });
});
