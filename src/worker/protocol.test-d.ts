import { describe, expectTypeOf, it } from 'vitest';
import type { EvaluationReport } from '../engine/evaluation/evaluateUsers';
import type { GenreProgress } from '../engine/genre';
import type { Film, GenreAnswer, Recommendation } from '../engine/types';
import type { Client } from './client';
import type { FromWorker, LoadProgress, RequestName, Requests, ToWorker } from './protocol';

declare const client: Client;

describe('the worker protocol', () => {
  it('gives each request its own result', () => {
    expectTypeOf(client.request('open', { bundle: '' }))
      .resolves.toHaveProperty('films')
      .toEqualTypeOf<Film[]>();
    expectTypeOf(client.request('recommend', { history: [], candidates: [], decoding: 'free' })).resolves.toEqualTypeOf<Recommendation>();
    expectTypeOf(client.request('genre', { history: [] })).resolves.toEqualTypeOf<GenreAnswer>();
    expectTypeOf(client.request('evaluate', { text: '', limit: 1, seed: 1 })).resolves.toEqualTypeOf<EvaluationReport>();
  });

  it('gives each request its own progress', () => {
    void client.request('load', { bundle: '', device: 'auto' }, { onProgress: (progress) => expectTypeOf(progress).toEqualTypeOf<LoadProgress>() });
    void client.request('genre', { history: [] }, { onProgress: (progress) => expectTypeOf(progress).toEqualTypeOf<GenreProgress>() });
    void client.request('search', { query: '', limit: 1 }, { onProgress: (progress) => expectTypeOf(progress).toEqualTypeOf<never>() });
  });

  it('refuses arguments that are missing, of another request, or of another type', () => {
    // @ts-expect-error: no limit
    void client.request('search', { query: '' });
    // @ts-expect-error: of 'search'
    void client.request('sasrec', { query: '', limit: 1 });
    // @ts-expect-error: no such device
    void client.request('load', { bundle: '', device: 'cuda' });
    // @ts-expect-error: no such request
    void client.request('train', {});
  });

  it('has one message for each request, and stop', () => {
    expectTypeOf<ToWorker['name']>().toEqualTypeOf<RequestName | 'stop'>();
    expectTypeOf<Extract<ToWorker, { name: 'recommend' }>['args']>().toEqualTypeOf<Requests['recommend']['args']>();
    expectTypeOf<Extract<FromWorker, { name: 'embed'; kind: 'result' }>['value']>().toEqualTypeOf<Requests['embed']['result']>();
  });

  it('carries only what a structured clone can carry', () => {
    type Functions<T> = T extends (...args: never[]) => unknown
      ? T
      : T extends ArrayBufferView
        ? never
        : T extends readonly (infer E)[]
          ? Functions<E>
          : T extends object
            ? { [K in keyof T]-?: Functions<T[K]> }[keyof T]
            : never;
    expectTypeOf<Functions<Requests[RequestName]['args']>>().toBeNever();
  });
});
