import { expect, test } from '../matinee';

const malformed = [
  { name: 'a bundle on another host', query: { bundle: 'https://example.com/models/' } },
  { name: 'a bundle that climbs out', query: { bundle: '../../etc/' } },
  { name: 'a bundle that is a script', query: { bundle: 'javascript:alert(1)' } },
  { name: 'a device that does not exist', query: { device: 'quantum' } },
];

for (const { name, query } of malformed) {
  test(`${name} is ignored, with a notice`, async ({ page, matinee }) => {
    await page.goto(`./?${new URLSearchParams({ bundle: 'models/fixture/', ...query })}`);
    await expect(matinee.search).toBeVisible();
    await expect(page.getByText(/ignored|not understood/i).first()).toBeVisible();
  });
}

for (const hash of ['#h=%E0%A4%A', '#h=<script>alert(1)</script>', '#h=999999999', `#h=${'9'.repeat(5000)}`]) {
  test(`a link with ${hash.slice(0, 24)} is ignored, with a notice`, async ({ page, matinee }) => {
    await matinee.visit({ device: 'wasm', hash });
    await expect(page.getByText(/ignored|not understood|not known/i).first()).toBeVisible();
    await expect(matinee.films).toHaveCount(0);
  });
}
