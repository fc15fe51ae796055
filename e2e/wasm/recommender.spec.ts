/** Another collaborative filter in SASRec's place (paper, table 11): the fixture carries GRU4Rec and NCF beside it. */
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { createApp, listen } from '../../scripts/serve.mjs';
import { expect, Matinee, test } from '../matinee';
import { ports } from '../ports';
import { buildHistory, keptForOffline } from '../recommending';

const crowd = (page: Page) => page.getByRole('region', { name: 'Collaborative filtering alone' });
const choice = (page: Page, name: string) => page.getByRole('region', { name: 'Stage', exact: true }).getByRole('radio', { name });
/** The films of a voice, first to last. */
const said = (page: Page, voice = 'Collaborative filtering alone') => page.getByRole('region', { name: voice }).locator('.place-title').allInnerTexts();
const asked = (page: Page) => {
  const names: string[] = [];
  page.on('request', (request) => names.push(new URL(request.url()).pathname.split('/').at(-1)!));
  return names;
};
const kept = (page: Page) => page.evaluate(async () => (await (await caches.open('matinee-bundles-1')).keys()).length);

const three = async (page: Page) => {
  for (const voice of ['Collaborative filtering alone', 'Language model alone', 'Both together'])
    await expect.poll(async () => (await said(page, voice)).length, { timeout: 60_000 }).toBeGreaterThan(0);
};

test('choosing GRU4Rec changes the list and the answer at once, says so, and choosing SASRec brings its own back', async ({ page, matinee }) => {
  const names = asked(page);
  await matinee.visit({ device: 'wasm', hash: '#h=1' });
  await matinee.clear.click();
  await buildHistory(matinee);
  await matinee.ready('WASM');
  await three(page);
  expect(names.filter((name) => /gru4rec|ncf/.test(name))).toEqual([]);
  await expect(choice(page, 'SASRec')).toBeChecked();
  const [first, both] = [await said(page), await said(page, 'Both together')];

  await choice(page, 'GRU4Rec').check();
  await expect(crowd(page)).toContainText('GRU4Rec', { timeout: 30_000 });
  await expect(page.locator('[data-said]')).toHaveText('GRU4Rec answers now.');
  await expect(page).toHaveURL(/recommender=gru4rec/);
  await three(page);
  await expect.poll(() => said(page), { timeout: 60_000 }).not.toEqual(first);
  await expect.poll(() => said(page, 'Both together'), { timeout: 60_000 }).not.toEqual(both);
  await expect(page.getByText('The history has changed since this answer')).toHaveCount(0);
  expect(names.filter((name) => name.includes('gru4rec')).length).toBeGreaterThan(0);
  expect(names.filter((name) => name.includes('ncf'))).toEqual([]);
  await expect(page.getByRole('region', { name: 'See it think' })).toContainText('GRU4Rec has no attention');

  await choice(page, 'SASRec').check();
  await expect.poll(() => said(page), { timeout: 60_000 }).toEqual(first);
  await expect.poll(() => said(page, 'Both together'), { timeout: 60_000 }).toEqual(both);
  await expect(page).not.toHaveURL(/recommender/);
});

test('a link chooses one, under the hood it is chosen, too, and one that is not known is said', async ({ page, matinee }) => {
  await matinee.visit({ device: 'wasm', query: { recommender: 'ncf' }, hash: '#h=1' });
  await matinee.ready('WASM');
  await expect(choice(page, 'NCF')).toBeChecked();
  await matinee.underTheHood(async (drawer) => {
    await expect(drawer.getByRole('radio', { name: 'NCF' })).toBeChecked();
    await expect(drawer).toContainText("NCF's list took");
    await expect(drawer).toContainText('NCF: a product and a perceptron');
    await expect(drawer).not.toContainText('Of 100 people'); // no test has counted it
    await drawer.getByRole('radio', { name: 'GRU4Rec' }).check();
    await expect(drawer.getByRole('radio', { name: 'GRU4Rec' })).toBeChecked();
  });
  await matinee.visit({ device: 'wasm', query: { recommender: 'bert' } });
  await expect(page.getByRole('log', { name: 'Notices' })).toContainText('recommender in the address was ignored');
  await matinee.visit({ device: 'wasm', query: { recommender: 'nextitnet' } });
  await expect(page.getByRole('log', { name: 'Notices' })).toContainText('has no recommender “nextitnet”. SASRec goes on.');
  await expect(choice(page, 'SASRec')).toBeChecked();
});

test('a file of it that is missing or damaged is said, and SASRec goes on', async ({ page, context, matinee }) => {
  for (const [what, answer] of [
    ['missing', { status: 404, body: 'Not found' }],
    ['damaged', { status: 200, contentType: 'application/octet-stream', body: Buffer.alloc(338_392) }],
  ] as const)
    await test.step(what, async () => {
      await context.route('**/gru4rec-aligner.safetensors', (route) => route.fulfill(answer));
      await matinee.visit({ device: 'wasm', query: { file: what }, hash: '#h=1' });
      await matinee.ready('WASM');
      await choice(page, 'GRU4Rec').click();
      await expect(page.getByRole('log', { name: 'Notices' })).toContainText(/gru4rec-aligner\.safetensors.*SASRec goes on\./);
      await expect(choice(page, 'SASRec')).toBeChecked();
      await matinee.recommend.click();
      await expect(matinee.recommendation.getByRole('list', { name: 'Candidates, first choice first' })).toBeVisible();
    });
});

test('what was chosen once is there without a network', async ({ context, page, matinee }) => {
  const port = ports.closing[0];
  const at = `http://localhost:${port}/`;
  const close = await listen(createApp({ base: '/', mounts: { 'models/fixture': fileURLToPath(new URL('../fixtures/bundle', import.meta.url)) } }), port);
  try {
    await matinee.visit({ device: 'wasm', at, hash: '#h=1' });
    await matinee.ready('WASM');
    const before = await kept(page);
    await choice(page, 'GRU4Rec').check();
    await expect(crowd(page)).toContainText('GRU4Rec');
    expect((await kept(page)) - before).toBe(2);
    await keptForOffline(matinee);
  } finally {
    await close();
  }
  await page.close();
  await context.setOffline(true);
  const second = await context.newPage();
  const again = new Matinee(second);
  await again.visit({ device: 'wasm', at, query: { recommender: 'gru4rec' }, hash: '#h=1' });
  await again.ready('WASM');
  await expect.poll(async () => (await said(second)).length).toBeGreaterThan(0);
  await expect(choice(second, 'GRU4Rec')).toBeChecked();
  await choice(second, 'NCF').click();
  await expect(second.getByRole('log', { name: 'Notices' })).toContainText('GRU4Rec goes on.');
  await expect(choice(second, 'GRU4Rec')).toBeChecked();
});

test("at a booth the next visitor has the booth's recommender again", async ({ page, matinee }) => {
  await page.clock.install();
  await matinee.visit({ device: 'wasm', query: { kiosk: '1' } });
  await matinee.ready('WASM');
  await buildHistory(matinee);
  await choice(page, 'NCF').check();
  await expect(choice(page, 'NCF')).toBeChecked();
  await expect(page).not.toHaveURL(/recommender/);
  await page.clock.fastForward(100_000);
  await page.clock.runFor(2000);
  await page.getByRole('button', { name: 'Touch to begin' }).click();
  await expect.poll(async () => (await page.clock.runFor(500), choice(page, 'SASRec').isChecked())).toBe(true);
});
