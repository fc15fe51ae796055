import { expect, fixtureFilms, type Matinee } from './matinee';

/** Builds a history of three films of the fixture bundle. */
export async function buildHistory(matinee: Matinee): Promise<void> {
  for (const title of fixtureFilms().titles.slice(0, 3)) await matinee.add(title);
}

/**
 * Presses Recommend and checks what every recommendation has: an answer, a ranking that adds up, its timings.
 * @returns the candidates' shares in per cent, most probable first, by title and year
 */
export async function recommendAndCheck(matinee: Matinee, { candidates = 20, timeout = 90_000 } = {}): Promise<Map<string, number>> {
  await matinee.recommend.click();
  // The timings come with the whole answer.
  await expect(matinee.recommendation).toContainText(/first token/i, { timeout });
  await expect(matinee.recommendation).toContainText(/[\d.]+ tokens\/s/i);
  const ranking = matinee.recommendation.getByRole('list').getByRole('listitem');
  await expect(ranking).toHaveCount(candidates);
  const lines = (await ranking.allInnerTexts()).map((text) => text.split('\n').filter(Boolean));
  const shares = lines.map((line) => parseFloat(line.at(-1)!));
  expect(shares).toEqual([...shares].sort((a, b) => b - a));
  // Each is rounded for display.
  expect(shares.reduce((a, b) => a + b, 0)).toBeGreaterThan(95);
  expect(shares.reduce((a, b) => a + b, 0)).toBeLessThan(105);
  return new Map(lines.map((line, i) => [line.slice(0, 2).join(' '), shares[i]!]));
}
