import { listen } from '../../scripts/serve.mjs';
import { expect, test } from '../matinee';
import { ports } from '../ports';
import { altered, alteredApp, json, tensor, type Alteration } from './alteredBundle';

const at = `http://localhost:${ports.closing[0]}/`;
const bytes = (...values: number[]) => Buffer.from(values);
const random = (length: number) => Buffer.from(Array.from({ length }, (_, i) => (i * 7919 + 13) % 251));

/** Refused with a sentence, before any answer. */
const refused: Record<string, Alteration> = {
  'a manifest that is cut': { text: '{"format": "matinee-bundle", "ver' },
  'a manifest that is a page': { text: '<!doctype html><title>Log in</title>' },
  'a manifest that is null': { text: 'null' },
  'a manifest of five megabytes': { text: JSON.stringify({ format: 'matinee-bundle', version: 1, name: 'x'.repeat(5e6) }) },
  'a version of tomorrow': { manifest: (m) => (m.version = 2) },
  'a file outside the folder': { manifest: (m) => (m.files.llm.shards[0].path = '../fixture/opt.onnx') },
  'a file of another server': { manifest: (m) => (m.files.llm.shards[0].path = 'https://example.com/opt.onnx') },
  'a file without pieces': { manifest: (m) => (m.files.llm.shards = []) },
  'a file that is not named': { manifest: (m) => delete m.files.sasrec },
  'a hash that is another': { manifest: (m) => (m.files.sasrec.sha256 = m.files.sasrec.shards[0].sha256 = '0'.repeat(64)) },
  'a size that is another': { manifest: (m) => (m.files.sasrec.bytes = m.files.sasrec.shards[0].bytes = 10) },
  '1e8 layers': { manifest: (m) => (m.llm.layers = 1e8) },
  'no head': { manifest: (m) => (m.llm.heads = 0) },
  'three heads of a width of 64': { manifest: (m) => (m.llm.heads = 3) },
  'an epsilon below zero': { manifest: (m) => (m.sasrec.normEpsilon = -1e-3) },
  'one layer too many': { manifest: (m) => (m.llm.layers = 3) },
  'another width': { manifest: (m) => (m.llm.hiddenSize = 128) },
  'another vocabulary': { manifest: (m) => (m.llm.vocabularySize = 400) },
  'a prompt of a megabyte': { manifest: (m) => (m.prompt.recommend = [{ text: 'x'.repeat(1e6) }]) },
  'more films than the catalogue has': { manifest: (m) => (m.catalogue.films = 9999) },
  'a self-test that no device passes': { manifest: (m) => (m.llm.selfTest.logits = (m.llm.selfTest.logits as number[]).map((logit) => logit + 3)) },
  'NaN in SASRec': { files: { 'sasrec.safetensors': tensor('item_embedding', NaN) } },
  'one infinite number in SASRec': { files: { 'sasrec.safetensors': tensor('position_embedding', Infinity, 77) } },
  'NaN in the aligner': { files: { 'aligner.safetensors': tensor('item_encoder.weight', NaN) } },
  'one NaN in the token table': { files: { 'opt-embeddings.safetensors': tensor('token_embedding', NaN, 12) } },
  'a header that ends beyond the file': { files: { 'sasrec.safetensors': (b) => Buffer.concat([bytes(255, 255, 255, 255, 255, 255, 31, 0), b.subarray(8)]) } },
  'SASRec that is empty': { files: { 'sasrec.safetensors': () => Buffer.alloc(0) } },
  'SASRec that is cut': { files: { 'sasrec.safetensors': (b) => b.subarray(0, b.length >> 1) } },
  'text embeddings that are too short': { files: { 'sbert-embeddings.bin': (b) => b.subarray(0, b.length - 1) } },
  'a language model of random bytes': { files: { 'opt.onnx': (b) => random(b.length) } },
  'another network as the language model': { files: { 'opt.onnx': () => Buffer.from(altered({}).get('sbert.onnx')!) } },
  'a tokenizer of another model: ids beyond the vocabulary': {
    files: {
      'tokenizer.json': json((t) => {
        const vocabulary = t.model.vocab as Record<string, number>;
        for (const [token, id] of Object.entries(vocabulary)) if (id > 3) vocabulary[token] = id + 1000;
      }),
    },
  },
  'a tokenizer that is no JSON': { files: { 'tokenizer.json': () => Buffer.from('{') } },
  'a catalogue that is no JSON': { files: { 'catalogue.json': () => Buffer.from('<') } },
  'an id twice': { files: { 'catalogue.json': json((c) => (c.ids[2] = c.ids[0])) } },
  'an id beyond 2^31': { files: { 'catalogue.json': json((c) => (c.ids[2] = 2 ** 31 + 5)) } },
  'a title of a megabyte': { files: { 'catalogue.json': json((c) => (c.titles[2] = 'x'.repeat(1e6))) } },
  'the year 99999': { files: { 'catalogue.json': json((c) => (c.years[2] = 99_999)) } },
  'a column that is too short': { files: { 'catalogue.json': json((c) => (c.titles as string[]).pop()) } },
};

/** Odd, and right. */
const taken: Record<string, Alteration> = {
  'genres called __proto__ and constructor': { files: { 'catalogue.json': json((c) => (c.genreNames as string[]).splice(0, 2, '__proto__', 'constructor')) } },
  'a title called __proto__': { files: { 'catalogue.json': json((c) => (c.titles[0] = '__proto__')) } },
  'titles that are markup': {
    files: { 'catalogue.json': json((c) => (c.titles = (c.titles as string[]).map((title, i) => `<img src=x onerror="document.title='in'">${title} ${i}`))) },
  },
  'titles from right to left, in emoji, with joiners': {
    files: { 'catalogue.json': json((c) => (c.titles as string[]).splice(0, 3, 'שָׁלוֹם\u202e abc', '🎬👩‍👩‍👧', 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L')) },
  },
};

test.describe('bundles', () => {
  let close: (() => Promise<void>) | undefined;
  const serve = async (alteration: Alteration) => void (close = await listen(alteredApp(altered(alteration)).listener, ports.closing[0]));
  test.afterEach(() => close?.());

  for (const [name, alteration] of Object.entries(refused))
    test(`${name}: refused with a sentence`, async ({ matinee, page }) => {
      await serve(alteration);
      await page.goto(`${at}?bundle=models/altered/&device=wasm`);
      const alert = page.getByRole('alert').first();
      await expect(alert).toBeVisible({ timeout: 60_000 });
      const said = await alert.innerText();
      expect(said).toMatch(/[a-z]{3,} .*\./i);
      expect(said.length).toBeLessThan(900);
      expect(said).not.toMatch(/\[object|NaN%|TypeError|RangeError/);
      await expect(matinee.status).not.toContainText(/ready on/i);
    });

  for (const [name, alteration] of Object.entries(taken))
    test(`${name}: taken as any other`, async ({ matinee, page }) => {
      await serve(alteration);
      const { ids } = JSON.parse(altered(alteration).get('catalogue.json')!.toString()) as { ids: number[] };
      await page.goto(`${at}?bundle=models/altered/&device=wasm#h=${ids.slice(0, 3).join('.')}`);
      await matinee.ready('WASM');
      await matinee.recommend.click();
      await expect(matinee.recommendation).toContainText(/first token/i, { timeout: 60_000 });
      await expect(matinee.films).toHaveCount(3);
      await expect(page).not.toHaveTitle('in');
    });
});
