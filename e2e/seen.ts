import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect } from './matinee';

/** A pixel of a kept picture is so many of the page's, each way: letters become grey, so that how a machine smooths them is not compared. */
const shrinkBy = (width: number) => (width > 2000 ? 8 : 4);
const font = readFileSync(new URL(import.meta.resolve('@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff2'))).toString('base64');

/** The same letters on every machine: which the page has else is the system's to say. And without the cards, which are drawn by lot. */
async function sameEverywhere(page: Page): Promise<void> {
  await page.evaluate(async (base64) => {
    const face = new FontFace(
      'Seen',
      Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)),
    );
    document.fonts.add(await face.load());
    const style = new CSSStyleSheet();
    style.replaceSync(':root { --serif: Seen, serif !important; --sans: Seen, sans-serif !important; } .turn .card { visibility: hidden; }');
    document.adoptedStyleSheets = [style];
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
  }, font);
}

/** What the window shows, shrunk. */
async function seen(page: Page): Promise<Buffer> {
  const png = await page.screenshot({ animations: 'disabled', scale: 'css' });
  const small = await page.evaluate(
    async ({ base64, by }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const whole = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const size = { width: Math.round(whole.width / by), height: Math.round(whole.height / by) };
      const canvas = Object.assign(document.createElement('canvas'), size);
      const image = await createImageBitmap(whole, { resizeWidth: size.width, resizeHeight: size.height, resizeQuality: 'high' });
      canvas.getContext('2d')!.drawImage(image, 0, 0);
      return canvas.toDataURL('image/png').split(',')[1]!;
    },
    { base64: png.toString('base64'), by: shrinkBy(page.viewportSize()!.width) },
  );
  return Buffer.from(small, 'base64');
}

/**
 * What the window comes to show is what a kept picture (e2e/snapshots) shows: what stands where, in which colours. Numbers of one run (seconds, shares) are
 * too small to matter. After a change that is meant: npx playwright test layout --update-snapshots
 */
export async function expectSeen(page: Page, name: string): Promise<void> {
  await sameEverywhere(page);
  await expect(async () => {
    expect(await seen(page), `${name}, seen`).toMatchSnapshot(`${name.replaceAll(' ', '-')}.png`, { threshold: 0.1, maxDiffPixelRatio: 0.01 });
  }).toPass({ timeout: 15_000 });
  await page.evaluate(() => (document.adoptedStyleSheets = []));
}
