import { expect, fixtureFilms, type Matinee } from '../matinee';

/** The page is there after an attack: it takes a film where it has none, and recommends in numbers. */
export async function answers(matinee: Matinee): Promise<void> {
  await expect(matinee.page.getByText(/this page failed/i)).toHaveCount(0);
  await matinee.ready('WASM');
  if ((await matinee.films.count()) === 0) await matinee.add(fixtureFilms().titles[0]!);
  await matinee.recommend.click();
  await expect(matinee.recommendation).toContainText(/first token/i, { timeout: 60_000 });
  await expect(matinee.recommendation).not.toContainText(/NaN|undefined|\[object/);
}
