import { expect, fixtureFilms, test } from '../matinee';

const malformed = [
  { name: 'a bundle on another host', query: { bundle: 'https://example.com/models/' } },
  { name: 'a bundle that is a script', query: { bundle: 'javascript:alert(1)' } },
  { name: 'a device that does not exist', query: { device: 'quantum' } },
];

test('what is malformed in an address is ignored, with a notice', async ({ page, matinee }) => {
  for (const { name, query } of malformed)
    await test.step(name, async () => {
      await page.goto(`./?${new URLSearchParams({ bundle: 'models/fixture/', ...query })}`);
      await expect(matinee.search).toBeVisible();
      await expect(page.getByText(/ignored|not understood/i).first()).toBeVisible();
    });
  for (const [i, hash] of ['#h=%E0%A4%A', '#h=<script>alert(1)</script>', '#h=999999999', `#h=${'9'.repeat(5000)}`].entries())
    await test.step(`a link with ${hash.slice(0, 24)}`, async () => {
      // An address that differs in its hash alone would be no new visit.
      await matinee.visit({ device: 'wasm', query: { link: String(i) }, hash });
      await expect(page.getByText(/ignored|not understood|not known/i).first()).toBeVisible();
      await expect(matinee.films).toHaveCount(0);
    });
});

test('a bundle that is not there is said, with what to do', async ({ page, matinee }) => {
  await matinee.visit({ bundle: '../elsewhere', device: 'wasm' });
  await expect(
    page
      .getByRole('alert')
      .filter({ hasText: /no model at/i })
      .first(),
  ).toBeVisible();
});

test("a history in the address, at the next visit, and in a booth, which starts without anybody's and keeps none", async ({ page, matinee }) => {
  const { ids, titles } = fixtureFilms();
  await test.step('it is there when the page opens, and the address follows it', async () => {
    await matinee.visit({ device: 'wasm', hash: `#h=${ids[3]}.${ids[0]}` });
    await expect(matinee.films).toHaveCount(2);
    await expect(matinee.films.first()).toContainText(titles[3]!);
    await matinee.add(titles[5]!);
    await expect.poll(() => new URL(page.url()).hash).toBe(`#h=${ids[3]}.${ids[0]}.${ids[5]}`);
  });
  await test.step('it is there at the next visit', async () => {
    await matinee.visit({ device: 'wasm' });
    await expect(matinee.films).toHaveCount(3);
  });
  await test.step('a booth', async () => {
    for (let visit = 0; visit < 2; visit++) {
      await matinee.visit({ device: 'wasm', query: { kiosk: '1', visit: String(visit) } });
      await expect(matinee.search).toBeEnabled();
      await matinee.add(titles[1]!);
      await expect(matinee.films).toHaveCount(1);
    }
  });
});
