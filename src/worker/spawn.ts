/** Starts a worker whose script is what the build wrote: checked by its hash, and waited for when it is not. */
import workerUrl from './worker.ts?worker&url';
import { appFile } from '../bundle/appFile';
import type { Expected } from '../bundle/integrity';
import type { WorkerLike } from './client';
import type { FromWorker, ToWorker } from './protocol';

/** A script that is no longer on the server belongs to a version that has been replaced: the page is loaded again, once in so long. */
const RELOAD_MS = 60_000;
const GONE = 4;

/** The hash that the build wrote into the page; null on the development server. */
function expectedOf(url: string): Expected | null {
  const table = document.getElementById('app-files')?.textContent;
  return table ? ((JSON.parse(table) as Record<string, Expected>)[new URL(url).pathname.split('/').pop()!] ?? null) : null;
}

/** Takes messages at once and hands them on when the script is there. @param onWait a sentence for the visitor while it is not. */
export class VerifiedWorker implements WorkerLike {
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null = null;
  onmessageerror: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  #worker: Worker | undefined;
  readonly #queue: ToWorker[] = [];
  readonly #ended = new AbortController();

  constructor(
    private readonly name: string,
    private readonly onWait: (sentence: string) => void,
  ) {
    void this.#start();
  }

  postMessage(message: ToWorker): void {
    if (this.#worker) this.#worker.postMessage(message);
    else this.#queue.push(message);
  }

  terminate(): void {
    this.#ended.abort();
    this.#worker?.terminate();
  }

  async #start(): Promise<void> {
    const url = new URL(workerUrl, import.meta.url).href;
    const expected = expectedOf(url);
    try {
      if (expected)
        await appFile(url, expected, {
          what: `the script of the page's ${this.name} worker`,
          signal: this.#ended.signal,
          onWait: (sentence, failures) => {
            this.onWait(sentence);
            if (failures === GONE && navigator.onLine) reloadOnce();
          },
        });
    } catch (cause) {
      if (!this.#ended.signal.aborted) this.onerror?.(new ErrorEvent('error', { message: cause instanceof Error ? cause.message : String(cause) }));
      return;
    }
    if (this.#ended.signal.aborted) return;
    const worker = (this.#worker = new Worker(url, { type: 'module', name: this.name }));
    worker.onmessage = (event: MessageEvent<FromWorker>) => this.onmessage?.(event);
    worker.onmessageerror = (event) => this.onmessageerror?.(event);
    worker.onerror = (event) => this.onerror?.(event);
    for (const message of this.#queue.splice(0)) worker.postMessage(message);
  }
}

function reloadOnce(): void {
  try {
    const last = Number(sessionStorage.getItem('matinee.reload'));
    if (Date.now() - last < RELOAD_MS) return;
    sessionStorage.setItem('matinee.reload', String(Date.now()));
  } catch {
    return; // without a memory the page would reload for ever
  }
  location.reload();
}
