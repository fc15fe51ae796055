/** The model worker's requests: it owns the networks of one bundle on one device, and does one thing at a time. */
import { evaluateUsers, type EvaluationReport } from '../../engine/evaluation/evaluateUsers';
import { favouriteGenre } from '../../engine/genre';
import { loadModels, type Models } from '../../engine/models';
import { recommend } from '../../engine/recommend';
import type { GenreAnswer, OwnFilm, Recommendation } from '../../engine/types';
import { deviceLost, withFallback } from '../../onnx/device';
import { MatineeError } from '../../errors';
import { throwIfStopped } from '../../bundle/download';
import { openBundle, type WebBundle } from '../../bundle/webBundle';
import type { Options } from '../browse/browse';
import type { LoadProgress, Requests, TokenProgress } from '../protocol';

/** What the model worker stands on; tests give their own. */
export interface Foundations {
  openBundle: typeof openBundle;
  withFallback: typeof withFallback;
  deviceLost: typeof deviceLost;
  loadModels: typeof loadModels;
}

interface Loaded {
  bundle: WebBundle;
  models: Models;
  hasSbert: boolean;
  /** Rejects when the device is lost, so that no request waits for a device that is gone. */
  lost: Promise<never>;
}

export class Model {
  #loaded: Loaded | undefined;
  #running: { stop: AbortController; done: Promise<unknown> } | undefined;

  constructor(
    private readonly onDeviceLost: (message: string) => void,
    private readonly use: Foundations = { openBundle, withFallback, deviceLost, loadModels },
  ) {}

  /** Stops what is running first: another device may be chosen in the middle of a load. */
  async load(args: Requests['load']['args'], options: Options<LoadProgress>): Promise<Requests['load']['result']> {
    while (this.#running) await this.#stopRunning();
    return this.#alone(options.signal, (signal) => this.#load(args, { ...options, signal }));
  }

  /** Loads SBERT at the first call. */
  embed(args: Requests['embed']['args'], { signal, onProgress }: Options<LoadProgress>): Promise<OwnFilm> {
    return this.#withModels(signal, async (loaded, signal) => {
      const { bundle, models } = loaded;
      if (!loaded.hasSbert) {
        await bundle.download(['sbertTokenizer', 'sbert'], { signal, onProgress: (progress) => onProgress({ step: 'downloading', ...progress }) });
        onProgress({ step: 'compiling', part: 'SBERT' });
        await models.sbert();
        bundle.forget();
        loaded.hasSbert = true;
      }
      return (await models.sbert()).describe(args);
    });
  }

  recommend(args: Requests['recommend']['args'], { signal, onProgress }: Options<TokenProgress>): Promise<Recommendation> {
    return this.#withModels(signal, ({ models }, signal) => recommend(models, args, { signal, onProgress }));
  }

  genre(args: Requests['genre']['args'], { signal, onProgress }: Options<TokenProgress>): Promise<GenreAnswer> {
    return this.#withModels(signal, ({ models }, signal) => favouriteGenre(models, args, { signal, onProgress }));
  }

  evaluate(args: Requests['evaluate']['args'], { signal, onProgress }: Options<EvaluationReport>): Promise<EvaluationReport> {
    return this.#withModels(signal, ({ models }, signal) => evaluateUsers(models, args, { signal, onProgress }));
  }

  /** Stops what is running, then frees everything. */
  async release(): Promise<null> {
    while (this.#running) await this.#stopRunning();
    await this.#dispose();
    return null;
  }

  async #stopRunning(): Promise<void> {
    this.#running?.stop.abort();
    await this.#running?.done.catch(() => undefined);
  }

  async #load({ bundle: url, device: choice }: Requests['load']['args'], { signal, onProgress }: Options<LoadProgress>): Promise<Requests['load']['result']> {
    const start = performance.now();
    onProgress({ step: 'checking' });
    await this.#dispose();
    let bundle: WebBundle | undefined;
    try {
      // The device first: a visitor without one should not download a model to hear so.
      const { result: models, device } = await this.use.withFallback(choice, async ({ runtime }) => {
        bundle ??= await this.use.openBundle(url, { signal, onProgress: (progress) => onProgress({ step: 'downloading', ...progress }) });
        throwIfStopped(signal);
        return this.use.loadModels(bundle, runtime, onProgress);
      });
      const loaded: Loaded = { bundle: bundle!, models, hasSbert: false, lost: new Promise<never>(() => undefined) };
      this.#loaded = loaded;
      loaded.lost = this.use.deviceLost(device.runtime).then((message) => this.#deviceIsLost(loaded, message));
      loaded.lost.catch(() => undefined);
      if (signal.aborted) {
        await this.#dispose();
        throwIfStopped(signal);
      }
      const { notice } = loaded.bundle;
      return { device: device.report, loadMs: performance.now() - start, notices: notice ? [notice] : [] };
    } finally {
      bundle?.forget();
    }
  }

  async #deviceIsLost(loaded: Loaded, message: string): Promise<never> {
    if (this.#loaded === loaded) {
      this.onDeviceLost(message ? `The graphics device was lost (${message.replace(/\.$/, '')}).` : 'The graphics device was lost.');
      await this.#dispose();
    }
    throw new MatineeError('device-lost', 'The graphics device was lost.', 'Load the model again; close other tabs that use the GPU if it happens often.');
  }

  #withModels<T>(signal: AbortSignal, work: (loaded: Loaded, signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.#alone(signal, (signal) => {
      const loaded = this.#loaded;
      if (!loaded) throw new MatineeError('not-loaded', 'The language model is not loaded.', 'Load the model first.');
      return Promise.race([work(loaded, signal), loaded.lost]);
    });
  }

  /** One request at a time: they share a KV cache. @throws MatineeError 'busy'. */
  async #alone<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#running) throw new MatineeError('busy', 'The model is still at work on another request.', 'Wait for it, or stop it.');
    const stop = new AbortController();
    const done = (async () => work(AbortSignal.any([signal, stop.signal])))();
    this.#running = { stop, done };
    try {
      return await done;
    } finally {
      this.#running = undefined;
    }
  }

  async #dispose(): Promise<void> {
    const loaded = this.#loaded;
    this.#loaded = undefined;
    loaded?.bundle.forget();
    // Releasing what belonged to a lost device may fail; it is gone in any case.
    await loaded?.models.dispose().catch((error: unknown) => console.warn('A session could not be released:', error));
  }
}
