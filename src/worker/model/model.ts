/** The model worker's requests: it owns the networks of one bundle on one device, and does one thing at a time. */
import { evaluateUsers, type EvaluationReport } from '../../engine/evaluation/evaluateUsers';
import { guess, type Guess } from '../../engine/evaluation/guess';
import { favouriteGenre, type GenreProgress } from '../../engine/genre';
import { insideOf, type Inside } from '../../engine/inside';
import { needsText } from '../../engine/items/jointEmbeddings';
import type { Sbert } from '../../engine/items/sbert';
import type { TextEmbeddings } from '../../engine/items/textEmbeddings';
import { loadModels, type Models } from '../../engine/models';
import { previewPrompt, recommend, shortlist, type RecommendProgress } from '../../engine/recommend';
import { namedBy } from '../../engine/words/named';
import { sayOf, type SentenceProgress } from '../../engine/words/sentences';
import { whatToWatch, type WatchList, type WatchProgress } from '../../engine/whatToWatch';
import type { GenreAnswer, Item, OwnFilm, PromptPiece, Recommendation, RequestOptions, ScoredFilm, Sentence } from '../../engine/types';
import type { Facts } from '../../facts/facts';
import { deviceLost, withFallback } from '../../onnx/device';
import { MatineeError, throwIfStopped } from '../../errors';
import { pause, STOPPED } from '../../bundle/download';
import { BACKBONE_FILES, RECOMMENDER_LABELS } from '../../bundle/backbones';
import { hasCopy, openBundle, type WebBundle } from '../../bundle/webBundle';
import { yieldToMessages } from '../../yieldToMessages';
import type { LoadProgress, Requests } from '../protocol';
import { fetchOnnxruntime } from './onnxruntime';

/** What the model worker stands on; tests give their own. */
export interface Foundations {
  hasCopy: typeof hasCopy;
  openBundle: typeof openBundle;
  withFallback: typeof withFallback;
  deviceLost: typeof deviceLost;
  loadModels: typeof loadModels;
  fetchOnnxruntime: typeof fetchOnnxruntime;
}

const LONGEST_PAUSE_MS = 30_000;

/** Who asked, and may stop it. */
type Asked = Pick<RequestOptions<never>, 'signal'>;

interface Loaded {
  bundle: WebBundle;
  models: Models;
  hasSbert: boolean;
  /** Rejects when the device is lost, so that no request waits for a device that is gone. */
  lost: Promise<never>;
}

export class Model {
  #loaded: Loaded | undefined;
  #busy = false;
  /** Who hears how far the catalogue's texts are. */
  #onTexts: ((progress: LoadProgress) => void) | undefined;

  constructor(
    private readonly onDeviceLost: (message: string) => void,
    private readonly use: Foundations = { hasCopy, openBundle, withFallback, deviceLost, loadModels, fetchOnnxruntime },
  ) {}

  /** Once in a worker's life: the client gives each load a worker of its own, and ends the one before with all that it holds. */
  load(args: Requests['load']['args'], options: RequestOptions<LoadProgress>): Promise<Requests['load']['result']> {
    return this.#alone(() => this.#load(args, options));
  }

  /** @throws MatineeError of the bundle, 'recommender-unknown', 'file-invalid' or 'stopped'; the present backbone stays then. */
  backbone({ name }: Requests['backbone']['args'], { signal, onProgress }: RequestOptions<LoadProgress>): Promise<void> {
    return this.#withModels(async ({ bundle, models }) => {
      if (name === null) return models.choose(bundle);
      const other = bundle.withRecommender(name);
      await other.download(BACKBONE_FILES, { signal, onProgress: (progress) => onProgress?.({ step: 'downloading', ...progress }) });
      onProgress?.({ step: 'compiling', part: RECOMMENDER_LABELS[name] });
      try {
        await models.choose(other);
      } finally {
        other.forget();
      }
    });
  }

  /** Loads SBERT at the first call. */
  embed(args: Requests['embed']['args'], options: RequestOptions<LoadProgress>): Promise<OwnFilm> {
    return this.#withSbert(options, (sbert) => sbert.ownFilm(args));
  }

  /** Loads SBERT at the first call. */
  meaning({ query, limit, leftOut }: Requests['meaning']['args'], options: RequestOptions<LoadProgress>): Promise<ScoredFilm[]> {
    return this.#withSbert(options, async (sbert, loaded) => {
      const { textEmbeddings, manifest, films } = loaded.models;
      await arrived(textEmbeddings, options);
      const { factWords } = manifest.prompt;
      const facts = await factsOf(loaded, options);
      return textEmbeddings.nearest(await sbert.embed(query), limit, new Set(leftOut), factWords && facts ? namedBy(query, factWords, facts, films) : null);
    });
  }

  async alike({ film, limit, leftOut }: Requests['alike']['args'], asked: Asked): Promise<ScoredFilm[]> {
    const { textEmbeddings } = this.#ready().models;
    await arrived(textEmbeddings, asked);
    return textEmbeddings.nearest(film.embedding, limit, new Set(leftOut));
  }

  recommend(args: Requests['recommend']['args'], options: RequestOptions<RecommendProgress>): Promise<Recommendation> {
    const { history, candidates, decoding, system = 'a-llmrec', without } = args;
    const needsAll = decoding === 'free' || system === 'a-llmrec-sbert' || without !== undefined;
    return this.#withModels(async ({ models }) => {
      if (needsAll || system !== 'llm-only') await textsOf(models, needsAll ? 'all' : [...history, ...candidates], options);
      return recommend(models, args, options);
    });
  }

  async shortlist({ history, count, leftOut, whole }: Requests['shortlist']['args'], asked: Asked): Promise<number[]> {
    const { models } = this.#ready();
    await textsOf(models, whole ? 'all' : history, asked);
    return shortlist(models, history, count, leftOut).flatMap((item) => (item.kind === 'film' ? [item.row] : []));
  }

  async texts({ onProgress }: RequestOptions<LoadProgress>): Promise<true> {
    this.#onTexts = onProgress;
    await this.#ready().models.textEmbeddings.arrived;
    return true;
  }

  async titles({ signal }: RequestOptions<never>): Promise<number> {
    const { titles, films } = this.#ready().models;
    await titles.index(signal);
    return films.length;
  }

  async inside({ history }: Requests['inside']['args'], asked: Asked): Promise<Inside> {
    const { models } = this.#ready();
    await textsOf(models, 'all', asked);
    return insideOf(models, history);
  }

  async prompt(args: Requests['prompt']['args'], asked: Asked): Promise<PromptPiece[]> {
    const { models } = this.#ready();
    await textsOf(models, [...args.history, ...args.candidates], asked);
    return previewPrompt(models, args);
  }

  genre(args: Requests['genre']['args'], options: RequestOptions<GenreProgress>): Promise<GenreAnswer> {
    return this.#withModels(async ({ models }) => {
      await textsOf(models, args.history, options);
      return favouriteGenre(models, args, options);
    });
  }

  say(args: Requests['say']['args'], { signal, onProgress }: RequestOptions<SentenceProgress>): Promise<Sentence> {
    return this.#withModels(async (loaded) => {
      await textsOf(loaded.models, args.film ? [...args.history, args.film] : args.history, { signal });
      await factsOf(loaded, { signal });
      return sayOf(loaded.models, args, { signal, onProgress });
    });
  }

  watch(args: Requests['watch']['args'], options: RequestOptions<WatchProgress>): Promise<WatchList> {
    return this.#withAll(options, (models) => whatToWatch(models, args, options));
  }

  guess(args: Requests['guess']['args'], options: RequestOptions<Guess>): Promise<Guess[]> {
    return this.#withAll(options, (models) => guess(models, args, options));
  }

  evaluate(args: Requests['evaluate']['args'], options: RequestOptions<EvaluationReport>): Promise<EvaluationReport> {
    return this.#withAll(options, (models) => evaluateUsers(models, args, options));
  }

  async #load(
    { bundle: url, device: choice, version, races }: Requests['load']['args'],
    { signal, onProgress }: RequestOptions<LoadProgress>,
  ): Promise<Requests['load']['result']> {
    const start = performance.now();
    onProgress?.({ step: 'checking' });
    let bundle: WebBundle | undefined;
    let texts: Promise<Uint8Array> | undefined;
    let isDevice = false;
    const open = () => this.use.openBundle(url, { version, signal, onProgress: (progress) => isDevice && onProgress?.({ step: 'downloading', ...progress }) });
    try {
      // A copy in store is read and checked while onnxruntime is.
      const reading = choice !== 'webgpu' && (await this.use.hasCopy(url)) ? open() : undefined;
      reading?.catch(() => undefined); // awaited below
      // Else the device first: a visitor without one should not download a model to hear so.
      const { result: models, device } = await this.use.withFallback(
        choice,
        async ({ runtime }) => {
          isDevice = true;
          bundle ??= await (reading ?? open());
          throwIfStopped(signal, STOPPED);
          if (bundle.last) texts ??= this.#untilThere(bundle.last);
          return this.use.loadModels(bundle, runtime, onProgress, { texts });
        },
        (build) => this.use.fetchOnnxruntime(build, { signal, onProgress }),
        races,
      );
      const loaded: Loaded = { bundle: bundle!, models, hasSbert: false, lost: new Promise<never>(() => undefined) };
      this.#loaded = loaded;
      loaded.lost = this.use.deviceLost(device.runtime).then((message) => this.#deviceIsLost(loaded, message));
      loaded.lost.catch(() => undefined);
      if (signal?.aborted) {
        await this.#dispose();
        throwIfStopped(signal, STOPPED);
      }
      const { notice } = loaded.bundle;
      const { selfTestDifference } = models;
      return {
        device: { ...device.report, ...(typeof selfTestDifference === 'number' ? { selfTestDifference } : {}) },
        loadMs: performance.now() - start,
        notices: notice ? [notice] : [],
        version: loaded.bundle.version,
        ...(texts ? { lacksTexts: true } : {}),
      };
    } finally {
      texts?.catch(() => undefined); // `texts` tells of it
      bundle?.forget();
    }
  }

  /** What lacks the network is asked for until it comes: the model answers without it. */
  async #untilThere(last: NonNullable<WebBundle['last']>): Promise<Uint8Array> {
    for (let failures = 0; ; failures++) {
      try {
        return await last({ onProgress: (progress) => this.#onTexts?.({ step: 'downloading', ...progress }) });
      } catch (cause) {
        if (!(cause instanceof MatineeError) || cause.code !== 'network') throw cause;
        await pause(Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** failures), undefined);
      }
    }
  }

  async #deviceIsLost(loaded: Loaded, message: string): Promise<never> {
    if (this.#loaded === loaded) {
      this.onDeviceLost(message ? `The graphics device was lost (${message.replace(/\.$/, '')}).` : 'The graphics device was lost.');
      await this.#dispose();
    }
    throw new MatineeError('device-lost', 'The graphics device was lost.', 'Load the model again; close other tabs that use the GPU if it happens often.');
  }

  #withSbert<T>({ signal, onProgress }: RequestOptions<LoadProgress>, work: (sbert: Sbert, loaded: Loaded) => Promise<T>): Promise<T> {
    return this.#withModels(async (loaded) => {
      const { bundle, models } = loaded;
      if (!loaded.hasSbert) {
        await bundle.download(['sbertTokenizer', 'sbert'], { signal, onProgress: (progress) => onProgress?.({ step: 'downloading', ...progress }) });
        onProgress?.({ step: 'compiling', part: 'SBERT' });
        await models.sbert();
        bundle.forget();
        loaded.hasSbert = true;
        await yieldToMessages(); // compiling holds this thread: a stop has waited
      }
      throwIfStopped(signal);
      const result = await work(await models.sbert(), loaded);
      throwIfStopped(signal);
      return result;
    });
  }

  #withModels<T>(work: (loaded: Loaded) => Promise<T>): Promise<T> {
    return this.#alone(() => {
      const loaded = this.#ready();
      return Promise.race([work(loaded), loaded.lost]);
    });
  }

  /** With all that a first answer does without. */
  #withAll<T>(asked: Asked, work: (models: Models) => Promise<T>): Promise<T> {
    return this.#withModels(async ({ models }) => {
      await textsOf(models, 'all', asked);
      return work(models);
    });
  }

  #ready(): Loaded {
    if (!this.#loaded) throw new MatineeError('not-loaded', 'The language model is not loaded.', 'Load the model first.');
    return this.#loaded;
  }

  /** One request at a time: they share a KV cache. @throws MatineeError 'busy'. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy) throw new MatineeError('busy', 'The model is still at work on another request.', 'Wait for it, or stop it.');
    this.#busy = true;
    try {
      return await work();
    } finally {
      this.#busy = false;
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

/** Resolves when what the items' soft tokens are made of is there. @throws MatineeError 'stopped', or why it does not come. */
async function textsOf({ films, textEmbeddings, manifest }: Models, items: readonly Item[] | 'all', asked: Asked): Promise<void> {
  const needsNone = (item: Item) => item.kind === 'own' || !films[item.row] || !needsText(films[item.row]!, manifest.aligner);
  if (items === 'all' || !items.every(needsNone)) await arrived(textEmbeddings, asked);
}

/** Fetched at the first call: the page has them in store by then. Null for a bundle without. */
async function factsOf({ bundle, models }: Loaded, { signal }: Asked): Promise<Facts | null> {
  if (!models.manifest.files.facts) return null;
  await bundle.download(['facts'], { signal });
  try {
    return await models.facts();
  } finally {
    bundle.forget();
  }
}

async function arrived(textEmbeddings: TextEmbeddings, { signal }: Asked): Promise<void> {
  if (textEmbeddings.there) return;
  const stopped = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
  throwIfStopped(signal);
  await Promise.race([textEmbeddings.arrived, stopped]);
  throwIfStopped(signal);
}
