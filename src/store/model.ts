/** The language model: its loading, and one request at a time. */
import type { Actions } from './actions';
import { type Context } from './context';
import { toWireError } from '../worker/wireError';
import { statusOf, type Task } from './state';
import type { WireError } from '../worker/protocol';

export interface ModelRunner extends Pick<Actions, 'load' | 'setDevice' | 'stop'> {
  /**
   * Runs one request of the model worker: status, Stop, and the state of the model afterwards.
   * @returns null when it failed, after `failed` was called.
   */
  run<T>(task: Task, work: (signal: AbortSignal) => Promise<T>, failed: (error: WireError) => unknown): Promise<T | null>;
}

/** @param reopen opens the catalogue again. */
export function createModelRunner({ client, settings, set, get, notify }: Context, reopen: () => Promise<void>): ModelRunner {
  let running: AbortController | null = null;
  let loading: AbortController | null = null;

  const load = async () => {
    running?.abort();
    loading?.abort();
    const attempt = (loading = new AbortController());
    if (get().catalogue.kind === 'failed') void reopen();
    set({ model: { kind: 'checking' } });
    try {
      const { device, loadMs, ...rest } = await client.request(
        'load',
        { bundle: settings.bundle, device: get().deviceChoice },
        { signal: attempt.signal, onProgress: (progress) => attempt === loading && set({ model: statusOf(progress) }) },
      );
      if (attempt !== loading) return;
      set({ model: { kind: 'ready', device, loadMs } });
      for (const notice of (rest as { notices?: string[] }).notices ?? []) notify(notice);
    } catch (error) {
      if (attempt === loading) set({ model: { kind: 'failed', error: toWireError(error) } });
    }
  };

  const run = async <T>(task: Task, work: (signal: AbortSignal) => Promise<T>, failed: (error: WireError) => unknown): Promise<T | null> => {
    const { model } = get();
    if (model.kind !== 'ready') {
      failed({ code: model.kind === 'running' ? 'busy' : 'not-loaded', message: model.kind === 'running' ? 'The model is still answering.' : 'The language model is not ready yet.', nextStep: model.kind === 'running' ? 'Wait for it or press Stop.' : 'See the model status at the top of the page.' });
      return null;
    }
    const { device, loadMs } = model;
    const controller = (running = new AbortController());
    set({ model: { kind: 'running', device, loadMs, task, progress: null } });
    try {
      return await work(controller.signal);
    } catch (error) {
      failed(toWireError(error));
      return null;
    } finally {
      if (running === controller) running = null;
      // A lost device has changed the status already.
      if (get().model.kind === 'running') set({ model: { kind: 'ready', device, loadMs } });
    }
  };

  client.onEvent((event) => {
    if (event.type !== 'device-lost') return;
    running?.abort();
    set({ model: { kind: 'lost', error: { code: 'device-lost', message: event.message, nextStep: 'Press Try again to load the model anew; your history is kept.' } } });
  });

  return {
    load,
    run,
    stop: () => running?.abort(),
    async setDevice(deviceChoice) {
      set({ deviceChoice });
      await load();
    },
  };
}
