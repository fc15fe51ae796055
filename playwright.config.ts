import { defineConfig, type PlaywrightTestConfig } from '@playwright/test';
import { ensureBrowser, sandboxFlags, swiftShaderFlags } from './scripts/browser.mjs';
import { ports } from './e2e/ports';

const executablePath = await ensureBrowser();

/**
 * Every window of Chromium prepares a list for its address field, a page of its own that takes 0.6 s of a processor. Of two such flags the last
 * holds: what Playwright switches off and matters on localhost is here, too.
 */
const withoutAddressList = `--disable-features=${[
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'],
  ...['HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'PaintHolding', 'ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect'],
  ...['OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch', 'MediaRouter', 'LensOverlay'],
].join()}`;

const browser = (flags: string[]): PlaywrightTestConfig['use'] & object => ({
  launchOptions: { executablePath, args: [...sandboxFlags, withoutAddressList, ...flags] },
});

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  snapshotPathTemplate: 'e2e/snapshots/{arg}{ext}',
  // A test waits more than it computes: two files at a time fill two cores.
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  // On a machine that others use, a browser now and then draws nothing for a minute. What passes at the second try alone is told by name (scripts/test.mjs).
  retries: 1,
  timeout: 240_000,
  expect: { timeout: 60_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }], ...(process.env.MATINEE_ATTACKS ? [['./e2e/attacks/tally.ts'] as const] : [])],
  use: {
    baseURL: `http://localhost:${ports.root}/`,
    // A trace takes as long as the tests do: npx playwright test NAME --trace retain-on-failure
    trace: 'off',
    screenshot: 'only-on-failure',
    actionTimeout: 60_000,
    viewport: { width: 1280, height: 800 },
  },
  projects: [
    // The longest file first, so that nothing waits for it in the end.
    // The shaders of a GPU on a processor: a round of answers takes half a minute where two tests share a core.
    { name: 'webgpu', testDir: 'e2e/webgpu', timeout: 400_000, expect: { timeout: 180_000 }, use: browser(swiftShaderFlags) },
    { name: 'wasm', testDir: 'e2e/wasm', use: browser([]) },
    // Long, and it holds on a machine that does other things, too: npm test -- --only attacks
    ...(process.env.MATINEE_ATTACKS
      ? [{ name: 'attacks', testDir: 'e2e/attacks', retries: 0, timeout: 300_000, expect: { timeout: 60_000 }, use: browser([]) }]
      : []),
    { name: 'no-adapter', testDir: 'e2e/no-adapter', use: browser([]) },
  ],
  webServer: {
    command: 'node --import tsx e2e/server.ts',
    url: `http://localhost:${ports.root}/`,
    reuseExistingServer: false,
    timeout: 180_000,
    stdout: 'pipe',
  },
});
