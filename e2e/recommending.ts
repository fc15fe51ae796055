import { expect, fixtureFilms, type Matinee } from './matinee';

/** Builds a history of three films of the fixture bundle. */
export async function buildHistory(matinee: Matinee): Promise<void> {
  for (const title of fixtureFilms().titles.slice(0, 3)) await matinee.add(title);
}

/** Presses Recommend and checks what every recommendation has: an answer, a ranking that adds up, its timings. */
export async function recommendAndCheck(matinee: Matinee, { candidates = 20, timeout = 90_000 } = {}): Promise<void> {
  await matinee.recommend.click();
  const ranking = matinee.recommendation.getByRole('list').getByRole('listitem');
  await expect(ranking).toHaveCount(candidates, { timeout });
  const shares = (await ranking.allInnerTexts()).map((text) => Number(/(\d+(?:\.\d+)?)\s*%/.exec(text)?.[1] ?? NaN));
  // Each is rounded for display.
  expect(shares.reduce((a, b) => a + b, 0)).toBeGreaterThan(90);
  expect(shares.reduce((a, b) => a + b, 0)).toBeLessThan(110);
  expect(shares).toEqual([...shares].sort((a, b) => b - a));
  await expect(matinee.recommendation).toContainText(/first token/i);
  await expect(matinee.recommendation).toContainText(/tokens?\s*(\/|per)\s*s/i);
}
