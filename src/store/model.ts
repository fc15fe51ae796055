/** The language model: its loading, one request at a time, and its recovery from crashes and lost devices without a person. */
import { sayError, translate } from '../content/language';
import { MatineeError, throwIfStopped, type ErrorCode } from '../errors';
import type { DeviceChoice, DeviceReport, LoadProgress, WireError } from '../worker/protocol';
import { toWireError } from '../worker/wireError';
import { paced } from './pacing/latest';
import { watchSilence, type Silence } from './pacing/silence';
import { followChoice } from './recommender/follow';
import { statusOf, type Actions, type Context, type ModelStatus, type Task } from './state';

export interface ModelRunner extends Pick<Actions, 'load' | 'setDevice' | 'stop'> {
  /**
   * Runs one request of the model worker: status, Stop, and the state of the model afterwards. When the model is lost in the middle,
   * `work` is done again from its start as soon as the model is back.
   * @returns null when it failed, after `failed` was called.
   */
  run<T>(task: Task, work: (signal: AbortSignal, device: DeviceReport) => Promise<T>, failed: (error: WireError) => unknown): Promise<T | null>;
  /** The model is on another device now, loaded as it is there, or more is known of its own. */
  move(device: DeviceReport, loadMs: number): void;
}

/** What leaves nothing that could be asked: onnxruntime's WASM memory never shrinks, and is not to be used after it ran out. */
const LOSSES: readonly ErrorCode[] = ['device-wrong', 'device-lost', 'worker-failed', 'out-of-memory'];
/** What another device may mend. */
const OF_DEVICE: readonly ErrorCode[] = [...LOSSES, 'session-failed', 'webgpu-failed', 'webgpu-unavailable'];
/** How often one question is asked: what brings every model down is not asked for ever. */
const ASKS = 3;
/** Failures in a row before a page asks its visitor; a booth, which may have none, goes on. */
export const ATTEMPTS = 6;
/** A model that has been ready for so long starts a new row. */
const STEADY_MS = 60_000;

/** Lets the page answer before what follows. */
export const nextTask = (ms = 0) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** How long to wait after so many failures in a row: from two on 1, 2, 4 ... seconds, at most a minute. */
export const backoffMs = (failures: number): number => Math.min(60_000, 1000 * 2 ** (failures - 2));

/** SBERT on its way, or another part that a request waits for, shows in the model's status. */
export function pacedLoading<T>({ set }: Pick<Context, 'set'>, ask: (onProgress: (progress: LoadProgress) => void) => Promise<T>): Promise<T> {
  return paced((progress: LoadProgress) => set(({ model }) => (model.kind === 'running' ? { model: { ...model, progress } } : {})), ask);
}

/** @param reopen opens the catalogue again, of the model's version. */
export function createModelRunner(context: Context, reopen: (version?: string) => Promise<void>): ModelRunner {
  const { client, settings, set, get, notify } = context;
  let running: AbortController | null = null;
  /** Counts loads and losses: what belongs to an earlier model is no longer of interest. */
  let current = 0;
  /** In a row. */
  let failures = 0;
  let readySince = Infinity;
  /** What the next load asks for: the visitor's choice, or WASM after WebGPU failed twice. */
  let choice: DeviceChoice = settings.device;
  let device: DeviceReport['device'] | null = null;
  /** Those who wait for the model to be back. */
  const waiting = new Set<{ resolve(): void; reject(error: MatineeError): void }>();

  let lostBy = '';
  const whatIsDone = (done: 'loaded' | 'loading') => translate()(`recovery.${done}`, { why: lostBy, how: how() });
  const onWasm = () => choice === 'wasm' && get().deviceChoice !== 'wasm';
  const how = () => (onWasm() ? translate()('recovery.onWasm') : '');

  const shownVersion = () => {
    const { catalogue } = get();
    return catalogue.kind === 'open' ? catalogue.version : undefined;
  };

  const heard = (mine: number, silence: Silence, show: (progress: LoadProgress) => void) => (progress: LoadProgress) => {
    if (mine !== current) return;
    show(progress);
    silence.heard(waitedFor(progress));
  };

  const attempt = async () => {
    const mine = ++current;
    set({ model: { kind: 'checking' } });
    const silence = watchSilence(
      (sentence) => mine === current && set({ recovery: sentence }),
      (message) => mine === current && recover({ code: 'worker-failed', message, nextStep: '' }),
    );
    silence.heard(translate()('recovery.worker'));
    try {
      const {
        device: report,
        loadMs,
        notices = [],
        version,
        lacksTexts = false,
      } = await paced(
        (progress: LoadProgress) => mine === current && set({ model: statusOf(progress) }),
        (show) =>
          client.request(
            'load',
            { bundle: settings.bundle, device: choice, version: shownVersion(), ...(settings.race ? { races: settings.race.keeper.read() } : {}) },
            {
              onProgress: heard(mine, silence, show),
            },
          ),
      );
      await paced(
        (progress: LoadProgress) => mine === current && set({ model: statusOf(progress) }),
        (show) => followChoice(context, (name) => client.request('backbone', { name }, { onProgress: heard(mine, silence, show) })),
      );
      silence.end();
      if (mine !== current) return;
      // A redeploy between the two, or a version that is not whole: the films that are shown are to be those that the model knows.
      if (version !== undefined) while (get().catalogue.kind === 'opening') await nextTask(20);
      if (version !== undefined && get().catalogue.kind === 'open' && shownVersion() !== version) await reopen(version);
      if (mine !== current) return;
      device = report.device;
      readySince = performance.now();
      set(({ recovery }) => ({
        model: {
          kind: 'ready',
          device: onWasm() ? { ...report, fallback: 'twice', fallbackReason: translate(undefined, 'en')('fallback.twice') } : report,
          loadMs,
        },
        recovery: lostBy && recovery ? whatIsDone('loaded') : null,
        lacksTexts,
      }));
      if (lacksTexts) void awaitTexts(mine);
      notices.forEach(notify);
      for (const each of waiting) each.resolve();
    } catch (cause) {
      if (mine !== current) return;
      const error = toWireError(cause);
      if (failures > 0 || settings.kiosk) recover(error);
      else set({ model: { kind: 'failed', error } });
    } finally {
      silence.end();
    }
  };

  /** Until they are there, the candidates are films that enough people have rated. What is not whole is no model: it is as if the load had failed. */
  const awaitTexts = async (mine: number) => {
    try {
      await client.request('texts', {});
      if (mine === current) set({ lacksTexts: false });
    } catch (cause) {
      if (mine !== current) return;
      const error = toWireError(cause);
      set({ lacksTexts: false });
      if (settings.kiosk) return recover(error);
      current++;
      set({ model: { kind: 'failed', error } });
    }
  };

  /** Loads the model again: at once; then on WASM, where it was on WebGPU; then after longer and longer pauses. */
  const recover = (error: WireError) => {
    const mine = ++current;
    if (performance.now() - readySince > STEADY_MS) failures = 0;
    readySince = Infinity;
    failures++;
    if (failures > ATTEMPTS && !settings.kiosk) {
      set({ model: { kind: 'failed', error }, recovery: null });
      for (const each of waiting) each.reject(new MatineeError(error.code, error.message, error.nextStep));
      return;
    }
    const leavesWebGpu = failures > 1 && OF_DEVICE.includes(error.code) && device !== 'wasm' && choice !== 'wasm';
    if (leavesWebGpu) choice = 'wasm';
    [lostBy] = sayError(error);
    const wait = failures === 1 || leavesWebGpu ? 0 : backoffMs(failures);
    const t = translate();
    const nextStep = wait ? t('recovery.againIn', { how: how(), seconds: Math.round(wait / 1000) }) : t('recovery.again', { how: how() });
    set({ model: { kind: 'lost', error: { ...error, nextStep } }, recovery: whatIsDone('loading') });
    if (wait) setTimeout(() => mine === current && void attempt(), wait);
    else void attempt();
  };

  const load = async () => {
    running?.abort();
    failures = 0;
    choice = get().deviceChoice;
    device = null;
    lostBy = '';
    set({ recovery: null });
    if (get().catalogue.kind === 'failed') void reopen();
    await attempt();
  };

  /** @throws MatineeError 'stopped', or why the model was given up. */
  const backAgain = async (signal: AbortSignal) => {
    const { promise, resolve, reject } = withResolvers();
    const waiter = { resolve, reject };
    waiting.add(waiter);
    signal.addEventListener('abort', resolve, { once: true });
    await promise.finally(() => waiting.delete(waiter));
    throwIfStopped(signal);
  };

  const run: ModelRunner['run'] = async (task, work, failed) => {
    if (get().model.kind !== 'ready') {
      failed(toWireError(notReady(get().model)));
      return null;
    }
    const controller = (running = new AbortController());
    const { signal } = controller;
    try {
      for (let asked = 1; ; asked++) {
        const { model } = get();
        if (model.kind !== 'ready') throw notReady(model);
        const mine = current;
        set({ model: { kind: 'running', device: model.device, loadMs: model.loadMs, task, progress: null } });
        try {
          const value = await work(signal, model.device);
          if (mine === current) failures = 0;
          return value;
        } catch (cause) {
          if (signal.aborted) throw cause;
          const error = toWireError(cause);
          if (mine === current && LOSSES.includes(error.code)) recover(error);
          if (mine === current) throw cause;
          if (asked === ASKS)
            throw new MatineeError(
              'worker-failed',
              'The model stopped every time it was asked this.',
              'Ask for something else, or choose another device; your history is kept.',
              { cause },
            );
          if (get().model.kind !== 'ready') await backAgain(signal);
          set(({ recovery }) => ({ recovery: recovery && translate()('recovery.asked', { before: recovery }) }));
        } finally {
          if (mine === current && get().model.kind === 'running') set({ model });
        }
      }
    } catch (cause) {
      failed(toWireError(cause));
      return null;
    } finally {
      if (running === controller) running = null;
    }
  };

  client.onEvent((event) => {
    if (event.type === 'waiting') {
      if (event.worker === 'browse') notify(event.sentence);
      else set({ model: { kind: 'waiting', sentence: event.sentence } });
      return;
    }
    if (event.type === 'worker-crashed' && event.worker !== 'model') return;
    // It is being dealt with, or has been given up.
    if (get().model.kind === 'lost' || get().model.kind === 'failed') return;
    recover({ code: event.type === 'device-lost' ? 'device-lost' : 'worker-failed', message: event.message, nextStep: '' });
  });

  return {
    load,
    run,
    move(report, loadMs) {
      device = report.device;
      set({ model: { kind: 'ready', device: report, loadMs } });
    },
    stop: () => running?.abort(),
    async setDevice(deviceChoice) {
      set({ deviceChoice });
      await load();
    },
  };
}

/** What the next sign of a load is to come from. */
function waitedFor(progress: LoadProgress): string {
  const t = translate();
  switch (progress.step) {
    case 'checking':
      return t('recovery.device');
    case 'waiting':
      return t('recovery.server');
    case 'downloading':
      return progress.file || t('recovery.model');
    case 'compiling':
      return t('recovery.preparing', { part: t.label(progress.part) });
    case 'warming-up':
      return t('recovery.testing');
  }
}

function notReady({ kind }: ModelStatus): MatineeError {
  return kind === 'running'
    ? new MatineeError('busy', 'The model is still answering.', 'Wait for it or press Stop.')
    : new MatineeError('not-loaded', 'The language model is not ready yet.', 'See the model status at the top of the page.');
}

function withResolvers(): { promise: Promise<void>; resolve(): void; reject(error: MatineeError): void } {
  let resolve!: () => void;
  let reject!: (error: MatineeError) => void;
  const promise = new Promise<void>((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
}
