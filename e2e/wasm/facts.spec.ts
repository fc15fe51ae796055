import { createHash } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, fixtureFilms, test } from '../matinee';

/** Rows that are not for everybody. */
const [FIRST, LAST] = [3, 60];

/** The fixture bundle knows no facts: these are written for its first films. @param when 'later': they come when `come` is called. */
async function withFacts(page: Page, when: 'at once' | 'later' = 'at once') {
  const { ids, titles } = fixtureFilms();
  const none = ids.map(() => [] as number[]);
  const of = (rows: Record<number, number[]>) => none.map((list, row) => rows[row] ?? list);
  const facts = JSON.stringify({
    names: { countries: ['South Korea'], languages: [], subgenres: ['neo-noir'], directors: ['Somebody Sooner'], franchises: [], kinds: [] },
    countries: of({ 0: [0], 1: [0], 2: [0] }),
    languages: none,
    subgenres: of({ 0: [0], 1: [0] }),
    directors: of({ 0: [0] }),
    franchises: none,
    kinds: none,
    others: { '0': ['매트릭스', 'Ein ganz anderer Titel'] },
    adult: ids.map((_, row) => row).slice(FIRST, LAST),
    imdb: {},
    tmdb: {},
  });
  const sha256 = createHash('sha256').update(facts).digest('hex');
  const bytes = Buffer.byteLength(facts);
  await page.context().route('**/models/fixture/manifest.json', async (route) => {
    const response = await route.fetch();
    const manifest = (await response.json()) as { files: Record<string, unknown> };
    manifest.files.facts = { bytes, sha256, shards: [{ path: 'facts.json', bytes, sha256 }] };
    await route.fulfill({ response, json: manifest });
  });
  let come: () => void = () => undefined;
  const arrived = when === 'later' ? new Promise<void>((resolve) => (come = resolve)) : Promise.resolve();
  await page.context().route('**/models/fixture/facts.json', async (route) => {
    await arrived;
    await route.fulfill({ contentType: 'application/octet-stream', body: facts });
  });
  return { titles, adult: titles.slice(FIRST, LAST), come: () => come() };
}

test.use({ serviceWorkers: 'block' });

test('a film is found by its other title, its facts are counted, and what is not for everybody is never proposed', async ({ matinee, page }) => {
  const facts = await withFacts(page, 'later');
  const { titles, adult } = facts;
  // What is typed before the facts have come is searched for again by itself when they have, and is not said to be unknown until then.
  await matinee.visit({ device: 'wasm' });
  await expect(matinee.search).toHaveAttribute('placeholder', /Matrix|title/);
  await matinee.search.fill('매트릭스');
  await page.waitForTimeout(1000);
  await expect(page.getByText(/called anything like/)).toHaveCount(0);
  facts.come();
  await expect(matinee.options.first()).toContainText('also called 매트릭스');
  const option = matinee.options.first();
  await expect(option).toContainText(titles[0]!);
  await expect(option).toContainText('Somebody Sooner');
  await expect(option).toContainText('South Korea');
  await matinee.search.press('Enter');
  await expect(matinee.films).toHaveCount(1);

  await matinee.add(titles[1]!);
  await matinee.add(titles[2]!);
  const counts = matinee.genre.getByRole('list', { name: 'From the facts of your 3 movies' });
  for (const counted of ['2 neo-noir', '3 from South Korea']) await expect(counts.getByRole('listitem').filter({ hasText: counted })).toHaveCount(1);
  await expect(matinee.genre).toContainText('Counted, not said by the model.');

  const list = page.getByRole('region', { name: 'SASRec alone' });
  await expect(list.getByRole('listitem').first()).toBeVisible();
  const proposed = await list.getByRole('listitem').allTextContents();
  for (const title of adult) expect(proposed.filter((text) => text.startsWith(title) && /^\d{4}/.test(text.slice(title.length)))).toEqual([]);
});

test('without a right file of facts the page says so and goes on', async ({ matinee, page }) => {
  await withFacts(page);
  await page.context().route('**/models/fixture/facts.json', (route) => route.fulfill({ contentType: 'application/octet-stream', body: '{}' }));
  await matinee.visit({ device: 'wasm' });
  await expect(page.getByText(/The page goes on without them/)).toBeVisible();
  await matinee.add(fixtureFilms().titles[0]!);
  await expect(page.getByRole('region', { name: 'SASRec alone' }).getByRole('listitem').first()).toBeVisible();
});
