import { expect, fixtureFilms, type Matinee } from './matinee';

/** Builds a history of three films of the fixture bundle. */
export async function buildHistory(matinee: Matinee): Promise<void> {
  for (const title of fixtureFilms().titles.slice(0, 3)) await matinee.add(title);
}

/**
 * Presses Recommend and checks what every recommendation has: an answer, a list whose shares add up, its timings.
 * @param candidates of the fixture bundle's whole catalogue, unless another kind is chosen
 * @returns the candidates' shares in per cent, first choice first, by title and year
 */
export async function recommendAndCheck(matinee: Matinee, { candidates = 100, timeout = 90_000 } = {}): Promise<Map<string, number>> {
  await matinee.recommend.click();
  // The timings come with the whole answer.
  await expect(matinee.recommendation).toContainText(/first token/i, { timeout });
  await expect(matinee.recommendation).toContainText(/[\d.]+ tokens\/s/i);
  const seeShares = matinee.recommendation.getByRole('button', { name: 'Shares at the first look' });
  if ((await seeShares.getAttribute('aria-pressed')) === 'false') await seeShares.click();
  const ranking = matinee.recommendation.getByRole('list').getByRole('listitem');
  if (candidates > 20) {
    await expect(ranking).toHaveCount(10);
    await matinee.recommendation.getByRole('button', { name: new RegExp(`^Show all ${candidates} `) }).click();
  }
  await expect(ranking).toHaveCount(candidates);
  const lines = (await ranking.allInnerTexts()).map((text) => text.split('\n').filter(Boolean));
  const shares = lines.map((line) => parseFloat(line.at(-1)!));
  // Of the later places one may have a larger share: each is the choice when those before it are out.
  expect(shares[0]).toBe(Math.max(...shares));
  // Each is rounded for display.
  expect(shares.reduce((a, b) => a + b, 0)).toBeGreaterThan(95);
  expect(shares.reduce((a, b) => a + b, 0)).toBeLessThan(105);
  return new Map(lines.map((line, i) => [line.slice(1, 3).join(' '), shares[i]!]));
}

/** The service worker has the app, and the WASM file, which is stored after the model is ready, is there too. */
export async function keptForOffline({ page }: Matinee): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect.poll(() => page.evaluate(async () => (await (await caches.open('matinee-onnxruntime')).keys()).length), { timeout: 30_000 }).toBeGreaterThan(0);
}
