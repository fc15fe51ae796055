/** Stand-ins for tests: a page without workers, and the films that it knows. */
import type { Manifest } from '../bundle/manifest';
import type { Film } from '../engine/types';
import type { Settings } from '../store/state';
import { createMatinee } from '../store/store';
import type { Client, ClientEvent } from '../worker/client';

export const films: Film[] = Array.from({ length: 60 }, (_, row) => ({
  row,
  id: 100 + row,
  title: `Film ${row}`,
  year: 1990 + (row % 30),
  genres: ['Drama'],
  popularity: 60 - row,
  cold: row >= 40,
}));
export const manifest = {
  prompt: { maxHistory: 10 },
  sasrec: { maxLength: 50 },
  backbones: [],
  aligner: { textSize: 2 },
  files: { sbert: { sha256: 'now' } },
  words: { item: 'movie', items: 'movies', consumed: 'watched', consume: 'watch' },
} as unknown as Manifest;
export const device = { device: 'wasm', detail: '2 threads', fallbackReason: 'no adapter' } as const;
export const timings = {
  promptTokens: 9,
  reusedTokens: 0,
  generatedTokens: 1,
  forcedTokens: 0,
  forwardPasses: 1,
  timeToFirstTokenMs: 1,
  totalMs: 1,
  tokensPerSecond: 1,
};

export type Handlers = Partial<
  Record<string, (args: never, options?: { onProgress?: (value: never) => void; signal?: AbortSignal; rival?: boolean }) => unknown>
>;

/** A store whose workers are `handlers`; `asked` has the names of the requests in order and what became of a rival, `emit` is what happens unasked. */
export function page(handlers: Handlers = {}, settings: Partial<Settings> = {}) {
  const listeners: ((event: ClientEvent) => void)[] = [];
  const all: Handlers = {
    open: () => ({ manifest, films }),
    load: () => ({ device, loadMs: 5 }),
    sasrec: ({ rows, limit }: { rows: number[]; limit: number }) => ({
      films: films
        .filter(({ row }) => row < 40 && !rows.includes(row))
        .slice(0, limit)
        .map(({ row }) => ({ row, score: -row })),
      milliseconds: 1,
    }),
    recommend: () => ({ candidate: 0, text: 'Film 1', ranking: [], questions: 0, prompt: [], timings }),
    ...handlers,
  };
  const asked: string[] = [];
  const client = {
    request: async (name: string, args: never, options: never) => {
      asked.push(name);
      return all[name]!(args, options);
    },
    onEvent: (listener: (event: ClientEvent) => void) => {
      listeners.push(listener);
      return () => {};
    },
    promoteRival() {
      asked.push('promoted');
      return true;
    },
    endRival: () => void asked.push('ended'),
    restart() {},
    dispose() {},
  } as unknown as Client;
  const hashes: string[] = [];
  const store = createMatinee(client, {
    bundle: 'http://localhost/models/movies/',
    device: 'auto',
    kiosk: false,
    pin: '0000',
    hash: '',
    notices: [],
    keeper: { read: () => [], write: () => true },
    writeHash: (hash) => hashes.push(hash),
    ...settings,
  });
  return { store, asked, state: () => store.getState(), hashes, emit: (event: ClientEvent) => listeners.forEach((listener) => listener(event)) };
}

/** An item of the catalogue. */
export const film = (row: number) => ({ kind: 'film' as const, row });
