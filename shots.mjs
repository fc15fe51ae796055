import { chromium } from '@playwright/test';
const [, , what = 'attract', ...sizes] = process.argv;
const SIZES = { phone: [390, 844], desktop: [1440, 900], wall: [3840, 2160], small: [320, 640] };
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
page.on('console', (m) => m.type() === 'error' && console.log(m.text()));
page.on('pageerror', (e) => console.log('ERR', e.message));
const shot = async (name, full = false) => {
  for (const size of sizes.length ? sizes : ['phone', 'desktop', 'wall']) {
    await page.setViewportSize({ width: SIZES[size][0], height: SIZES[size][1] });
    await page.waitForTimeout(300);
    await page.screenshot({ path: `/tmp/shots/${name}-${size}.png`, fullPage: full, animations: 'disabled', timeout: 60000 });
  }
};
const url = process.env.URL ?? 'http://localhost:4328/?device=wasm';
await page.goto(url, { timeout: 120000 });
await page.waitForSelector('.card-button', { timeout: 120000 });
if (what === 'attract') {
  await page.getByRole('button', { name: 'Pause the show' }).click();
  await page.getByRole('button', { name: 'A history' }).click();
  await shot('history');
  await page.getByRole('button', { name: 'Three voices' }).click();
  await shot('voices');
  await page.getByRole('button', { name: 'A newcomer' }).click();
  await shot('newcomer');
}
if (what === 'live') {
  for (const i of [0, 2, 5]) await page.locator('.card-button').nth(i).click();
  await page.waitForFunction(() => document.querySelectorAll('.voice[data-there=true]').length === 3, null, { timeout: 300000 });
  await page.getByRole('button', { name: 'Pause the show' }).click();
  await page.getByRole('button', { name: 'Three voices' }).click();
  await shot('live');
  await shot('livefull', true);
  await page.getByRole('button', { name: 'Under the hood' }).click();
  await shot('drawer');
}
await browser.close();
