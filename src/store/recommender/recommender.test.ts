import { expect, it, vi } from 'vitest';
import type { Manifest } from '../../bundle/manifest';
import { MatineeError } from '../../errors';
import { film, films, manifest, page, type Handlers } from '../../testing/page';
import type { Settings } from '../state';

const carrying = {
  ...manifest,
  title: 'Toy',
  sasrec: { maxLength: 50 },
  backbones: [{ recommender: { architecture: 'gru4rec', maxLength: 40 } }],
} as unknown as Manifest;

/** A page whose workers know which recommender they stand on, and answer by it. */
async function opened(handlers: Handlers = {}, settings: Partial<Settings> = {}) {
  const at: Record<'browse' | 'model', string | null> = { browse: null, model: null };
  const written: (string | null)[] = [];
  const found = page(
    {
      open: () => ({ manifest: carrying, films }),
      recommender: ({ name }: { name: string | null }) => void (at.browse = name),
      backbone: ({ name }: { name: string | null }) => void (at.model = name),
      sasrec: ({ rows }: { rows: number[] }) => ({
        films: films
          .filter(({ row }) => row < 40 && !rows.includes(row))
          .map(({ row }) => ({ row, score: at.browse === 'gru4rec' ? row : -row }))
          .sort((a, b) => b.score - a.score)
          .slice(0, 20),
        milliseconds: 1,
      }),
      crowd: ({ candidates }: { candidates: number[] }) => ({ scores: candidates.map(() => 0), attention: [], milliseconds: 1 }),
      ...handlers,
    },
    { writeRecommender: (name) => written.push(name), ...settings },
  );
  await found.store.getState().start();
  await vi.waitFor(() => expect(found.state().model.kind).toBe('ready'));
  return { ...found, at, written };
}
const fails = (code: 'file-missing' | 'file-altered') => () => {
  throw new MatineeError(code, 'gru4rec-aligner.safetensors is not there.', 'Again.');
};

it('puts both workers on another recommender: another list, the same history as another question, and the address says so', async () => {
  const { state, at, written } = await opened();
  state().add(film(1));
  await vi.waitFor(() => expect(state().sasrec?.films[0]?.row).toBe(0));
  const { history, past } = state();
  await state().chooseRecommender('gru4rec');
  expect(at).toEqual({ browse: 'gru4rec', model: 'gru4rec' });
  await vi.waitFor(() => expect(state().sasrec?.films[0]?.row).toBe(39));
  expect(state()).toMatchObject({ recommender: 'gru4rec', history, past });
  expect(state().history).not.toBe(history);
  await state().chooseRecommender('sasrec');
  await vi.waitFor(() => expect(state().sasrec?.films[0]?.row).toBe(0));
  expect([at, state().recommender, written]).toEqual([{ browse: null, model: null }, null, ['gru4rec', null]]);
});

it('an answer on the one before is stale', async () => {
  const { state } = await opened();
  state().add(film(1));
  await state().recommend();
  expect(state().recommendation).toMatchObject({ kind: 'whole', stale: false });
  await state().chooseRecommender('gru4rec');
  expect(state().recommendation).toMatchObject({ kind: 'whole', stale: true });
});

it.each(['backbone', 'recommender'] as const)('what cannot be had (%s) is said, and the present one goes on in both', async (request) => {
  const at: (string | null)[] = [];
  const { state, written } = await opened({ backbone: ({ name }: { name: string | null }) => void at.push(name), [request]: fails('file-missing') });
  state().add(film(1));
  await state().chooseRecommender('gru4rec');
  expect(state()).toMatchObject({ recommender: null, model: { kind: 'ready' } });
  expect(state().notices.map(({ text }) => text)).toEqual(['gru4rec-aligner.safetensors is not there. SASRec goes on.']);
  if (request === 'recommender') expect(at).toEqual(['gru4rec', null]);
  expect(written).toEqual([]);
});

it('one that the bundle does not carry is not asked for', async () => {
  const { state, asked } = await opened();
  await state().chooseRecommender('ncf');
  expect(asked).not.toContain('backbone');
});

it('the address chooses one from the start; a model that is loaded again follows', async () => {
  const { state, at, asked } = await opened({}, { recommender: 'gru4rec' });
  expect(at).toEqual({ browse: 'gru4rec', model: 'gru4rec' });
  expect(state().recommender).toBe('gru4rec');
  at.model = null;
  await state().load();
  expect(at.model).toBe('gru4rec');
  expect(asked.filter((name) => name === 'backbone')).toHaveLength(2);
});

it('one that the address names and the bundle lacks is said once, and the first goes on', async () => {
  const unknown = () => {
    throw new MatineeError('recommender-unknown', 'The bundle “Toy” has no recommender “ncf”.', 'Choose another.');
  };
  const { state } = await opened(
    { recommender: unknown, backbone: ({ name }: { name: string | null }) => (name === null ? null : unknown()) },
    { recommender: 'ncf' },
  );
  expect(state()).toMatchObject({ recommender: null, catalogue: { kind: 'open' }, model: { kind: 'ready' } });
  expect(state().notices.map(({ text }) => text)).toEqual(['The bundle “Toy” has no recommender “ncf”. SASRec goes on.']);
});

it("a booth's next visitor has the booth's recommender again, and the address stays", async () => {
  const { state, at, written } = await opened({}, { kiosk: true });
  await state().chooseRecommender('gru4rec');
  expect(at).toEqual({ browse: 'gru4rec', model: 'gru4rec' });
  state().startOver([]);
  await vi.waitFor(() => expect(at).toEqual({ browse: null, model: null }));
  expect(state().recommender).toBeNull();
  expect(written).toEqual([]);
});
