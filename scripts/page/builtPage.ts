/** The build on localhost, and a Chromium that looks at it: what every script shares that measures the real page. */
import type { RequestListener } from 'node:http';
import { chromium, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { ensureBrowser, sandboxFlags } from '../browser.mjs';
import { ensureBuild } from '../prepare.mjs';
import { createApp, listen } from '../serve.mjs';

interface Site {
  /** Address of the page, with a slash at its end. */
  at: string;
  close: () => Promise<void>;
}

/**
 * Makes the build where it is missing or old, and serves it.
 * @param dist another build, which is served as it is
 * @param mounts folders served beside the build, by path
 * @param wrap what stands between the server and the build
 */
export async function serveBuild(
  port: number,
  { dist, mounts = {}, wrap }: { dist?: string | undefined; mounts?: Record<string, string>; wrap?: (app: RequestListener) => RequestListener } = {},
): Promise<Site> {
  if (dist === undefined) await ensureBuild();
  const app = createApp({ ...(dist === undefined ? {} : { dist }), mounts });
  const close = await listen(wrap ? wrap(app) : app, port);
  return { at: `http://localhost:${port}/`, close };
}

/** The mounts of `--mount models/mine/=FOLDER`. */
export const mountsOf = (given: readonly string[]): Record<string, string> => Object.fromEntries(given.map((mount) => mount.split('=') as [string, string]));

/** @param flags beside those that every machine needs */
export async function launchChromium(flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: await ensureBrowser(), args: [...sandboxFlags, ...flags] });
}

/** In a profile of its own. */
export async function newPage(browser: Browser, options?: BrowserContextOptions): Promise<Page> {
  const page = await browser.newPage(options);
  await page.addInitScript('globalThis.__name = (named) => named'); // tsx names functions through this helper
  return page;
}
