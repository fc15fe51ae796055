import type { Page } from '@playwright/test';

/** Throws where nobody catches it, in the worker of that name. onnxruntime's threads, which are workers too, answer nobody. */
export async function crash(page: Page, role: 'browse' | 'model'): Promise<void> {
  for (const worker of page.workers()) {
    const name = await Promise.race([worker.evaluate(() => self.name), new Promise<string>((resolve) => setTimeout(resolve, 2_000, ''))]);
    if (name !== role) continue;
    await worker.evaluate(() => {
      setTimeout(() => {
        throw new Error('crashed by the test');
      });
    });
    return;
  }
  throw new Error(`There is no worker ${role}.`);
}
