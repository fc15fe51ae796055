/**
 * The built app's worker, asked without the app: the protocol of src/worker/protocol.ts, from an empty page of the same origin, so that nothing else takes
 * the device's time.
 */
import type { Page } from '@playwright/test';
import type { FromWorker, RequestName, Requests } from '../../src/worker/protocol';

export interface Answered<K extends RequestName> {
  result: Requests[K]['result'];
  ms: number;
  /** Until the first progress of the kind that was asked for; null where there was none. */
  firstMs: number | null;
}

export interface Asking {
  ask<K extends RequestName>(name: K, args: Requests[K]['args'], first?: string): Promise<Answered<K>>;
  /** Ends the worker, with all that it holds. */
  end(): Promise<void>;
}

/** @param origin of the app that is served, with a slash at its end */
export async function startWorker(page: Page, origin: string): Promise<Asking> {
  await page.goto(`${origin}icons/icon-192.png`); // has the app's headers and none of its scripts
  await page.evaluate(async (app) => {
    const html = new DOMParser().parseFromString(await (await fetch(app)).text(), 'text/html');
    const files = Object.keys(JSON.parse(html.getElementById('app-files')!.textContent) as object);
    const script = files.find((file) => /^worker-.*\.js$/.test(file))!;
    const worker = new Worker(`${app}assets/${script}`, { type: 'module' });
    let id = 0;
    const ask = (name: string, args: unknown, first: string | undefined) =>
      new Promise((fulfil, reject) => {
        const own = ++id;
        const started = performance.now();
        let firstMs: number | null = null;
        const hear = ({ data }: MessageEvent<FromWorker>) => {
          if (data.id !== own) return;
          if (data.kind === 'progress') {
            const { value } = data as { value: { kind?: string } };
            if (value.kind === first) firstMs ??= performance.now() - started;
            return;
          }
          worker.removeEventListener('message', hear);
          if (data.kind === 'error') reject(new Error(`${data.error.code}: ${data.error.message} ${data.error.detail ?? ''}`));
          else fulfil({ result: (data as { value: unknown }).value, ms: performance.now() - started, firstMs });
        };
        worker.addEventListener('message', hear);
        worker.addEventListener('error', (event) => reject(new Error(event.message || 'The worker stopped.')), { once: true });
        worker.postMessage({ id: own, name, args });
      });
    Object.assign(globalThis, { matineeAsk: ask, matineeEnd: () => worker.terminate() });
  }, origin);
  return {
    ask: <K extends RequestName>(name: K, args: Requests[K]['args'], first?: string) =>
      page.evaluate(([name, args, first]) => (globalThis as unknown as { matineeAsk(...all: unknown[]): unknown }).matineeAsk(name, args, first), [
        name,
        args,
        first,
      ] as const) as Promise<Answered<K>>,
    end: () => page.evaluate(() => (globalThis as unknown as { matineeEnd(): void }).matineeEnd()),
  };
}
