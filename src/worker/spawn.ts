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

interface Check {
  /** Resolves when the script is what the build wrote. */
  done: Promise<unknown>;
  waiters: Set<(sentence: string, failures: number) => void>;
  ended: AbortController;
}
/** Both workers start at once, and one look at their script does for both. */
let checking: Check | undefined;

/** Resolves when the script is right, or `signal` is aborted. @throws MatineeError as `appFile` does. */
async function checked(url: string, expected: Expected, signal: AbortSignal, onWait: (sentence: string, failures: number) => void): Promise<void> {
  const mine = (checking ??= check(url, expected));
  mine.waiters.add(onWait);
  const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  try {
    await Promise.race([mine.done, aborted]);
  } finally {
    mine.waiters.delete(onWait);
    if (mine.waiters.size === 0) {
      mine.ended.abort();
      if (checking === mine) checking = undefined;
    }
  }
}

function check(url: string, expected: Expected): Check {
  const waiters: Check['waiters'] = new Set();
  const ended = new AbortController();
  const done = appFile(url, expected, {
    what: "the script of the page's workers",
    signal: ended.signal,
    onWait: (sentence, failures) => [...waiters].forEach((hear) => hear(sentence, failures)),
  });
  done.catch(() => undefined); // those who wait hear of it
  return { done, waiters, ended };
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
        await checked(url, expected, this.#ended.signal, (sentence, failures) => {
          this.onWait(sentence);
          if (failures === GONE && navigator.onLine) reloadOnce();
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
