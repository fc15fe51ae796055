/** The page's side of the workers: typed requests, progress, stop. A crash fails a worker's requests and is an event; the next request starts another. */
import type { RequestOptions } from '../engine/types';
import { MatineeError } from '../errors';
import { unpackFilms, type FilmTable } from './filmTable';
import type { FromWorker, RequestName, Requests, ToWorker } from './protocol';
import { fromWireError } from './wireError';

/** What happens without having been asked for, idle or not. A worker that has crashed is empty: `open` or `load` comes first. */
export type ClientEvent =
  | Extract<FromWorker, { kind: 'event' }>['event']
  | { type: 'worker-crashed'; worker: Exclude<Role, 'rival'>; message: string }
  | { type: 'waiting'; worker: Exclude<Role, 'rival'>; sentence: string };

export interface Client {
  /** Rejects with a MatineeError, and with nothing else. @param options.rival asks a second model worker, which begins with a `load` of its own; nothing of it is an event. */
  request<K extends RequestName>(
    name: K,
    args: Requests[K]['args'],
    options?: RequestOptions<Requests[K]['progress']> & { rival?: boolean },
  ): Promise<Requests[K]['result']>;
  /** Makes the rival, loaded as it is, the worker of the models. @returns false where there is none, or the models are at work: nothing changes then. */
  promoteRival(): boolean;
  endRival(): void;
  /** Ends a worker that does not answer any more, as if it had crashed. @param why "nothing was heard of it for 30 s" */
  restart(worker: Exclude<Role, 'rival'>, why: string): void;
  /** @returns a function that takes the listener away. */
  onEvent(listener: (event: ClientEvent) => void): () => void;
  /** Ends the workers and all that they hold. */
  dispose(): void;
}

/** What the client needs of a Worker. */
export interface WorkerLike {
  postMessage(message: ToWorker, transfer?: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

const WORKERS = {
  open: 'browse',
  facts: 'browse',
  learnt: 'browse',
  search: 'browse',
  sasrec: 'browse',
  recommender: 'browse',
  deal: 'browse',
  crowd: 'browse',
  import: 'browse',
  map: 'browse',
  load: 'model',
  backbone: 'model',
  texts: 'model',
  embed: 'model',
  meaning: 'model',
  alike: 'model',
  recommend: 'model',
  shortlist: 'model',
  titles: 'model',
  inside: 'model',
  prompt: 'model',
  genre: 'model',
  say: 'model',
  watch: 'model',
  guess: 'model',
  evaluate: 'model',
} as const satisfies Record<RequestName, string>;
/** rival: a second worker of the models, to compare devices. */
export type Role = (typeof WORKERS)[RequestName] | 'rival';

export const workerOf = (name: RequestName): Exclude<Role, 'rival'> => WORKERS[name];

interface Pending {
  worker: Role;
  onProgress: ((value: never) => void) | undefined;
  resolve: (value: never) => void;
  reject: (error: MatineeError) => void;
}

export function createClient(spawn: (name: Role, onWait: (sentence: string) => void) => WorkerLike): Client {
  const workers = new Map<Role, WorkerLike>();
  const pending = new Map<number, Pending>();
  const listeners = new Set<(event: ClientEvent) => void>();
  let lastId = 0;
  let disposed = false;

  function worker(name: Role): WorkerLike {
    const existing = workers.get(name);
    if (existing) return existing;
    /** What it is now: a rival may have become the model's, and what a worker sent before it was ended may still arrive. */
    const role = () => [...workers].find(([, each]) => each === created)?.[0];
    const created = spawn(name, (sentence) => {
      const now = role();
      if (now && now !== 'rival') tell({ type: 'waiting', worker: now, sentence });
    });
    created.onmessage = ({ data }) => {
      const now = role();
      if (now && !(now === 'rival' && data.kind === 'event')) receive(data);
    };
    created.onmessageerror = () => crashed(role(), created, 'a message could not be read');
    created.onerror = (event) => crashed(role(), created, event.message || 'its script could not be loaded');
    workers.set(name, created);
    return created;
  }

  function receive(message: FromWorker): void {
    if (message.kind === 'event') return tell(message.event);
    const request = pending.get(message.id);
    if (!request) return;
    if (message.kind === 'progress') return request.onProgress?.(message.value as never);
    pending.delete(message.id);
    if (message.kind === 'error') return request.reject(fromWireError(message.error));
    const value = message.name === 'open' ? { ...message.value, films: unpackFilms(message.value.films satisfies FilmTable) } : message.value;
    request.resolve(value as never);
    if (message.name === 'load') keepStorage();
  }

  function tell(event: ClientEvent): void {
    for (const listener of [...listeners]) listener(event);
  }

  /** Its state is unknown, so it is ended. Listeners hear of it before the requests' promises do. */
  function crashed(name: Role | undefined, which: WorkerLike, why: string): void {
    if (!name) return;
    workers.delete(name);
    which.terminate();
    const next = name === 'browse' ? 'Press "Try again", or reload the page.' : 'Load the model again.';
    const message = `The part of the page that ${name === 'browse' ? 'searches the catalogue' : 'runs the models'} stopped: ${why.replace(/\.$/, '')}.`;
    failAll(name, new MatineeError('worker-failed', message, next));
    if (name !== 'rival') tell({ type: 'worker-crashed', worker: name, message });
  }

  /**
   * Each load has a worker of its own: WASM memory never shrinks, and onnxruntime makes no WebGPU session after one that failed
   * ("another WebGPU EP inference session is being created", 1.30).
   */
  function retire(name: Role): void {
    workers.get(name)?.terminate();
    workers.delete(name);
    failAll(name, new MatineeError('stopped', 'Stopped, because the model is loaded anew.', 'Press the button again when the model is ready.'));
  }

  function failAll(name: Role, error: MatineeError): void {
    for (const [id, request] of pending)
      if (request.worker === name) {
        pending.delete(id);
        request.reject(error);
      }
  }

  return {
    request<K extends RequestName>(
      name: K,
      args: Requests[K]['args'],
      { onProgress, signal, rival = false }: RequestOptions<Requests[K]['progress']> & { rival?: boolean } = {},
    ): Promise<Requests[K]['result']> {
      if (disposed) return Promise.reject(new MatineeError('stopped', 'Stopped.', 'Reload the page to start again.'));
      if (signal?.aborted) return Promise.reject(new MatineeError('stopped', 'Stopped.', 'Press the button again to start over.'));
      const role = rival ? 'rival' : WORKERS[name];
      if (name === 'load') retire(role);
      const id = ++lastId;
      const stop = () => workers.get(role)?.postMessage({ id: ++lastId, name: 'stop', target: id });
      return new Promise<Requests[K]['result']>((resolve, reject) => {
        pending.set(id, { worker: role, onProgress, resolve, reject });
        signal?.addEventListener('abort', stop);
        try {
          const message = { id, name, args } as ToWorker;
          // A file is given away, not copied.
          worker(role).postMessage(message, message.name === 'import' ? [message.args.bytes.buffer] : []);
        } catch (cause) {
          pending.delete(id);
          reject(new MatineeError('worker-failed', 'The part of the page that runs the models could not be asked.', 'Reload the page.', { cause }));
        }
      }).finally(() => signal?.removeEventListener('abort', stop));
    },
    promoteRival() {
      const rival = workers.get('rival');
      if (!rival || [...pending.values()].some((request) => request.worker !== 'browse')) return false;
      retire('model');
      workers.delete('rival');
      workers.set('model', rival);
      return true;
    },
    endRival: () => retire('rival'),
    restart(name, why) {
      const stuck = workers.get(name);
      if (stuck) crashed(name, stuck, why);
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      disposed = true;
      for (const name of [...workers.keys()]) retire(name);
      listeners.clear();
    },
  };
}

/** Asks the browser not to evict the model; it may refuse, and workers cannot ask. */
function keepStorage(): void {
  void (globalThis as { navigator?: { storage?: Partial<StorageManager> } }).navigator?.storage?.persist?.().catch(() => false);
}
