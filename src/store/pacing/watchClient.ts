/**
 * No request waits for ever: a worker of which nothing is heard is ended as if it had crashed, and the page recovers as it does from that. What counts is
 * the time since the last sign, never the whole: a slow device that gets on is waited for.
 */
import { translate } from '../../content/language';
import { workerOf, type Client } from '../../worker/client';
import type { LoadProgress, RequestName } from '../../worker/protocol';

/** Without a sign for so long, the visitor is told. */
export const TOLD_MS = 10_000;
/** Without a sign for so long, the worker is given up. */
export const BOUND_MS = 30_000;
/** For requests that may compile, read a large file or rank without a word. */
export const LONG_BOUND_MS = 120_000;
const SHORT: readonly RequestName[] = ['search', 'sasrec', 'recommend', 'genre', 'say', 'prompt'];
/** They have no progress. */
const AT_ONCE: readonly RequestName[] = ['search', 'sasrec', 'prompt'];
/** A device that once was silent for a while, and went on, is waited for as many times as long. */
const SLOWER = 4;
const TICK_MS = 1000;

type Role = ReturnType<typeof workerOf>;
const NAMES = { browse: 'recovery.browsing', model: 'recovery.modelling' } as const satisfies Record<Role, string>;

interface Watch {
  /** How long each request that has not been answered may be silent. */
  bounds: Map<symbol, number>;
  silentMs: number;
  /** The longest silence after which something came. */
  longestMs: number;
  told: boolean;
}

/** The same client, watched. `load` and a rival have bounds of their own. @param tell takes a sentence, and null when something was heard again. */
export function watchClient(client: Client, tell: (sentence: string | null) => void): Client {
  const watches: Record<Role, Watch> = { browse: fresh(), model: fresh() };
  let timer: ReturnType<typeof setInterval> | undefined;
  let last = 0;

  const heard = (role: Role) => {
    const watch = watches[role];
    watch.longestMs = Math.max(watch.longestMs, watch.silentMs);
    watch.silentMs = 0;
    if (watch.told) tell(null);
    watch.told = false;
  };

  const look = (role: Role, elapsed: number) => {
    const watch = watches[role];
    if (watch.bounds.size === 0) return;
    watch.silentMs += elapsed;
    const limit = Math.max(...watch.bounds.values(), SLOWER * watch.longestMs);
    if (watch.silentMs >= limit) {
      const seconds = Math.round(watch.silentMs / 1000);
      watch.silentMs = 0;
      watch.told = false;
      client.restart(role, `nothing was heard of it for ${seconds} s`);
    } else if (watch.silentMs >= TOLD_MS && !watch.told) {
      watch.told = true;
      const t = translate();
      tell(t('recovery.silentWorker', { what: t(NAMES[role]), seconds: TOLD_MS / 1000 }));
    }
  };

  const tick = () => {
    const now = performance.now();
    // A machine that slept, or a tab that was held back, was silent as a whole: that is no sign of a stuck worker.
    const elapsed = Math.min(now - last, 2 * TICK_MS);
    last = now;
    look('browse', elapsed);
    look('model', elapsed);
  };

  const begin = (role: Role, bound: number): symbol => {
    const id = Symbol();
    const { bounds } = watches[role];
    if (bounds.size === 0) watches[role].silentMs = 0;
    bounds.set(id, bound);
    if (timer === undefined) {
      last = performance.now();
      timer = setInterval(tick, TICK_MS);
    }
    return id;
  };

  const end = (role: Role, id: symbol) => {
    watches[role].bounds.delete(id);
    heard(role);
    if (watches.browse.bounds.size + watches.model.bounds.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };

  // What waits for a file of the app says so, and goes on by itself.
  client.onEvent((event) => event.type === 'waiting' && heard(event.worker));

  return {
    ...client,
    request(name, args, options) {
      if (options?.rival) return client.request(name, args, options);
      const role = workerOf(name);
      if (name === 'load') {
        // The self-test shows how long a pass of this device takes.
        let testing = NaN;
        return client
          .request(name, args, {
            ...options,
            onProgress: (progress) => {
              testing = (progress as LoadProgress).step === 'warming-up' ? performance.now() : NaN;
              options?.onProgress?.(progress);
            },
          })
          .then((result) => {
            if (!Number.isNaN(testing)) watches[role].longestMs = performance.now() - testing;
            return result;
          });
      }
      const id = begin(role, SHORT.includes(name) ? BOUND_MS : LONG_BOUND_MS);
      const listening: typeof options = {
        ...options,
        onProgress: (progress) => {
          heard(role);
          options?.onProgress?.(progress);
        },
      };
      return client.request(name, args, AT_ONCE.includes(name) ? options : listening).finally(() => end(role, id));
    },
  };
}

const fresh = (): Watch => ({ bounds: new Map(), silentMs: 0, longestMs: 0, told: false });
