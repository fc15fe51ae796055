import { defineConfig, type PlaywrightTestConfig } from '@playwright/test';
import { ensureBrowser, sandboxFlags, swiftShaderFlags } from './scripts/browser.mjs';
import { ports } from './e2e/ports';

const executablePath = await ensureBrowser();

const browser = (flags: string[]): PlaywrightTestConfig['use'] & object => ({
  launchOptions: { executablePath, args: [...sandboxFlags, ...flags] },
});

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // One at a time: the models want every core, and the machine may have two.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }], ...(process.env.MATINEE_ATTACKS ? [['./e2e/attacks/tally.ts'] as const] : [])],
  use: {
    baseURL: `http://localhost:${ports.root}/`,
    // A trace takes as long as the tests do: npx playwright test NAME --trace retain-on-failure
    trace: 'off',
    screenshot: 'only-on-failure',
    actionTimeout: 20_000,
    viewport: { width: 1280, height: 800 },
  },
  projects: [
    { name: 'wasm', testDir: 'e2e/wasm', use: browser([]) },
    { name: 'webgpu', testDir: 'e2e/webgpu', use: browser(swiftShaderFlags) },
    // Long, and it holds on a machine that does other things, too: npm test -- --only attacks
    ...(process.env.MATINEE_ATTACKS
      ? [{ name: 'attacks', testDir: 'e2e/attacks', timeout: 300_000, expect: { timeout: 60_000 }, use: { ...browser([]), actionTimeout: 60_000 } }]
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
