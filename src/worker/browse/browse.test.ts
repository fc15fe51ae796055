import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { BundleFile } from '../../bundle/manifest';
import { openNodeBundle } from '../../node/nodeBundle';
import type { WebBundle } from '../../bundle/webBundle';
import { Browse } from './browse';

const fixture = await openNodeBundle(fileURLToPath(new URL('../../../e2e/fixtures/bundle', import.meta.url)));
const { films } = fixture.manifest.catalogue;
const folder = fileURLToPath(new URL('../../../e2e/fixtures/bundle', import.meta.url));
const others = { gru4rec: await openNodeBundle(folder, 'gru4rec'), ncf: await openNodeBundle(folder, 'ncf') };
const none = Array.from({ length: films }, () => []);
const names = { countries: [], languages: [], subgenres: [], directors: [], franchises: [], kinds: [] };
const columns = { countries: none, languages: none, subgenres: none, directors: none, franchises: none, kinds: none };
const facts = { names, ...columns, others: { '0': ['매트릭스'] }, adult: [7, 8], imdb: { '0': 133093 }, tmdb: {} };

/** The fixture with a file of facts that comes when `come` is called. */
async function opened(file: unknown) {
  let come = () => {};
  const arrived = new Promise<void>((resolve) => (come = resolve));
  const files = { ...fixture.manifest.files, ...(file ? { facts: fixture.manifest.files.catalogue } : {}) };
  const read = async (name: BundleFile) => {
    if (name !== 'facts') return fixture.read(name);
    await arrived;
    return new TextEncoder().encode(JSON.stringify(file));
  };
  const manifest = { ...fixture.manifest, files };
  const common = { version: 'a', notice: null, last: null, download: async () => {}, forget: () => {} };
  const bundle: WebBundle = { ...common, manifest, read, withRecommender: (name) => ({ ...bundle, ...others[name as keyof typeof others] }) };
  const browse = new Browse(async () => bundle);
  await browse.open({ bundle: 'https://films.example/' }, {});
  return { browse, come };
}

it('searches before the facts have come, and by other titles when they have', async () => {
  const { browse, come } = await opened(facts);
  expect((await browse.search({ query: 'matrix', limit: 8 })).rows[0]).toBe(0);
  expect((await browse.search({ query: '매트릭스', limit: 8 })).rows).toEqual([]);
  come();
  expect((await browse.facts()).facts?.imdb[0]).toBe(133093);
  await browse.learnt();
  expect(await browse.search({ query: '매트릭스', limit: 8 })).toMatchObject({ rows: [0], others: ['매트릭스'] });
});

it("keeps pornography out of SASRec's list, which waits for the facts, and says what is never to be proposed", async () => {
  const { browse, come } = await opened(facts);
  let list: Awaited<ReturnType<Browse['sasrec']>> | undefined;
  const asked = browse.sasrec({ rows: [0], limit: films, watched: [0, 1], own: [{ title: 'Mine', year: 2024 }] }).then((result) => (list = result));
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(list).toBeUndefined();
  come();
  const { excluded, films: ranked } = await asked;
  expect(excluded).toEqual([0, 1, 7, 8]);
  expect(ranked.length).toBeGreaterThan(50);
  expect(ranked.filter(({ row }) => excluded.includes(row))).toEqual([]);
});

it('does without facts where the bundle has none', async () => {
  const { browse } = await opened(null);
  await browse.learnt();
  expect(await browse.facts()).toEqual({ facts: null });
  expect((await browse.sasrec({ rows: [0], limit: 20 })).excluded).toEqual([0]);
});

it('does without facts that are not right, and says why to whoever asks', async () => {
  const { browse, come } = await opened({ ...facts, adult: [films] });
  come();
  await expect(browse.facts()).rejects.toMatchObject({ code: 'file-invalid' });
  await browse.learnt();
  expect((await browse.sasrec({ rows: [0], limit: 20 })).films).toHaveLength(20);
});

it("gives another recommender's list when one is chosen, and the first one's again", async () => {
  const { browse, come } = await opened(facts);
  come();
  const list = async () => (await browse.sasrec({ rows: [1, 2, 3], limit: 20 })).films;
  const first = await list();
  expect(browse.crowd({ rows: [1, 2, 3], candidates: [5] }).attention).toHaveLength(3);
  const asked = list();
  await browse.recommender({ name: 'gru4rec' }, {});
  await asked; // whichever it was asked of, it is an answer
  expect(await list()).not.toEqual(first);
  expect(browse.crowd({ rows: [1, 2, 3], candidates: [5] }).attention).toEqual([]);
  await browse.recommender({ name: 'ncf' }, {});
  await browse.recommender({ name: null }, {});
  expect(await list()).toEqual(first);
});
