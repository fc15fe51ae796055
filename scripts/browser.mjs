/** Finds a Chromium for the browser tests and the bench; installs one where there is none. */
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { run } from './prepare.mjs';

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The path of a Chromium, or null. CHROMIUM_PATH goes first; then Playwright's own; then the usual places. */
export function findBrowser() {
  const places = [process.env.CHROMIUM_PATH, chromium.executablePath(), ...usual];
  return places.find((path) => path && existsSync(path)) ?? null;
}

/** findBrowser, or an installed one: Debian's package when root, Playwright's download otherwise. */
export async function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  console.log('Installing Chromium ...');
  const asRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (asRoot) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { env });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env });
  }
  if (!findBrowser()) await run('npx', ['playwright', 'install', ...(asRoot ? ['--with-deps'] : []), 'chromium']);
  const installed = findBrowser();
  if (!installed) throw new Error('No Chromium was found or could be installed. Install one and set CHROMIUM_PATH to it.');
  return installed;
}

/** Chromium refuses its sandbox to root, as in a container. */
export const sandboxFlags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/**
 * What Chromium on Linux wants before it offers WebGPU on a graphics card, in the order in which to try: with a display; without one, by Vulkan alone
 * (developer.chrome.com/blog/supercharge-web-ai-testing); and with all else drawn by the processor.
 */
export const webGpuFlags = [
  ['--enable-unsafe-webgpu', '--enable-features=Vulkan'],
  ['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--use-angle=vulkan', '--disable-vulkan-surface', '--ignore-gpu-blocklist'],
  [
    '--enable-unsafe-webgpu',
    '--enable-features=Vulkan,VulkanFromANGLE,DefaultANGLEVulkan',
    '--use-angle=vulkan',
    '--use-vulkan=native',
    '--disable-vulkan-surface',
    '--ignore-gpu-blocklist',
    '--disable-gpu-sandbox',
  ],
  ['--enable-unsafe-webgpu', '--use-angle=swiftshader', '--ignore-gpu-blocklist', '--disable-gpu-sandbox'],
];

/** A WebGPU adapter on the CPU, for machines without a GPU: slow, but the same code path. */
export const swiftShaderFlags = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
