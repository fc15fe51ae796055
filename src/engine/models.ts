/** All networks of a bundle, and who releases them: whoever loads `Models` disposes of it, and that frees everything. */
import { firstRecommender } from '../bundle/backbones';
import type { BundleReader } from '../bundle/bundle';
import type { Manifest } from '../bundle/manifest';
import { readFacts, type Facts } from '../facts/facts';
import type { OrtRuntime } from '../onnx/session';
import { Aligner } from './items/aligner';
import { parseCatalogue } from './items/catalogue';
import { CatalogueTitles } from './llm/catalogueTitles';
import { LanguageModel } from './llm/languageModel';
import { PromptBuilder } from './llm/prompt';
import { selfTest } from './llm/selfTest';
import { ItemTokens } from './items/itemTokens';
import { loadRecommender } from './items/recommenders/load';
import type { Recommender } from './items/recommenders/recommender';
import { Sbert } from './items/sbert';
import { TextEmbeddings } from './items/textEmbeddings';
import { Tokenizer } from './llm/tokenizer';
import type { Film } from './types';
import { yieldToMessages } from '../yieldToMessages';

export type LoadStep = { step: 'compiling'; part: string } | { step: 'warming-up' };

/** What A-LLMRec stands on, and what was trained on it: another collaborative filter has another of each (paper, table 11). */
interface Backbone {
  /** As if the collaborative filter were the bundle's first. */
  readonly manifest: Manifest;
  readonly sasrec: Recommender;
  readonly aligner: Aligner;
  readonly itemTokens: ItemTokens;
}

/** Its backbone is the bundle's first until another one is chosen. */
export interface Models extends Backbone {
  readonly films: readonly Film[];
  readonly textEmbeddings: TextEmbeddings;
  readonly tokenizer: Tokenizer;
  readonly prompts: PromptBuilder;
  readonly languageModel: LanguageModel;
  readonly titles: CatalogueTitles;
  /** How far the device was off in the self-test, in logits; null of a bundle without one. */
  readonly selfTestDifference: number | null;
  /** What is known of the films beside the catalogue's columns, read at the first call; null for a bundle without facts. */
  facts(): Promise<Facts | null>;
  /** The sentence model, loaded at the first call: only a visitor's own film needs it. */
  sbert(): Promise<Sbert>;
  /**
   * Puts another backbone in the place of the present one, or the first one back; the language model stays, and with it what it keeps of films, which it knows
   * by their soft tokens. Not while a request runs.
   * @param bundle the same, read with that recommender (`WebBundle.withRecommender`)
   * @throws MatineeError of the bundle or 'file-invalid'; the present one stays then.
   */
  choose(bundle: BundleReader): Promise<void>;
  dispose(): Promise<void>;
}

/**
 * The models with MLP-LLM's projections in the place of A-LLMRec's (paper, table 1): 'a-llmrec' without 'text' asks it.
 * Disposing of them frees the projections, and nothing of the models.
 * @param bundle the same, read as `withMlpLlm` has its manifest
 * @throws as `Models.choose`
 */
export async function withMlpLlm(models: Models, bundle: BundleReader): Promise<Models> {
  const own = await loadBackbone(bundle, models.films, models.textEmbeddings);
  return { ...models, ...own, dispose: async () => own.dispose() };
}

async function loadBackbone(bundle: BundleReader, films: readonly Film[], textEmbeddings: TextEmbeddings): Promise<Backbone & { dispose(): void }> {
  const { manifest } = bundle;
  const sasrec = await loadRecommender(await bundle.read('sasrec'), manifest);
  try {
    const aligner = await Aligner.load(await bundle.read('aligner'), manifest);
    return {
      manifest,
      sasrec,
      aligner,
      itemTokens: new ItemTokens({ films, sasrec, aligner, textEmbeddings, manifest }),
      dispose() {
        sasrec.dispose();
        aligner.dispose();
      },
    };
  } catch (cause) {
    sasrec.dispose();
    throw cause;
  }
}

/**
 * Loads a bundle and runs its self-test on the device, so that a device that cannot run it, or computes it wrong, fails here.
 * @param limits of the language model: see `LanguageModel.load`.
 * @throws MatineeError of the bundle, 'file-invalid', 'session-failed', 'out-of-memory', 'device-lost' or 'device-wrong'; nothing stays loaded then.
 */
export async function loadModels(
  bundle: BundleReader,
  runtime: OrtRuntime,
  onProgress: (step: LoadStep) => void = () => undefined,
  { texts, ...limits }: { chunk?: number; keptBytes?: number; /** Where they are still being downloaded. */ texts?: Promise<Uint8Array> | undefined } = {},
): Promise<Models> {
  const { manifest } = bundle;
  const owned: { dispose(): void | Promise<void> }[] = [];
  const own = <T extends { dispose(): void | Promise<void> }>(part: T): T => {
    owned.push(part);
    return part;
  };
  const dispose = async () => {
    for (const part of owned.splice(0)) await part.dispose();
  };
  let compiling: Promise<LanguageModel> | undefined;
  try {
    // First, because the browser compiles onnxruntime beside this thread, which reads the other networks meanwhile.
    onProgress({ step: 'compiling', part: manifest.llm.name });
    const llm = [await bundle.read('llm'), await bundle.read('llmEmbeddings')] as const;
    compiling = LanguageModel.load(runtime, ...llm, manifest, limits).then(own);
    compiling.catch(() => undefined); // awaited below

    await yieldToMessages();
    const films = parseCatalogue(await bundle.read('catalogue'), manifest);
    await yieldToMessages();
    const textEmbeddings = new TextEmbeddings(texts ?? (await bundle.read('sbertEmbeddings')), manifest);
    const first = own(await loadBackbone(bundle, films, textEmbeddings));
    let chosen = first;
    await yieldToMessages();

    const tokenizer = new Tokenizer(await bundle.read('llmTokenizer'), 'tokenizer.json');
    tokenizer.checkVocabulary(manifest.llm.vocabularySize);
    const prompts = new PromptBuilder(manifest.prompt, manifest.llm.bos, (text) => tokenizer.encode(text));
    const languageModel = await compiling;

    onProgress({ step: 'warming-up' });
    const selfTestDifference = await selfTest(languageModel, manifest.llm, runtime.device);

    let sbert: Promise<Sbert> | undefined;
    let facts: Promise<Facts | null> | undefined;
    return {
      get manifest() {
        return chosen.manifest;
      },
      get sasrec() {
        return chosen.sasrec;
      },
      get aligner() {
        return chosen.aligner;
      },
      get itemTokens() {
        return chosen.itemTokens;
      },
      films,
      textEmbeddings,
      tokenizer,
      prompts,
      languageModel,
      titles: new CatalogueTitles(films, prompts),
      selfTestDifference,
      facts() {
        facts ??= readFacts(bundle);
        facts.catch(() => (facts = undefined));
        return facts;
      },
      sbert() {
        sbert ??= Sbert.load(bundle, runtime).then(own);
        // A failed download may be tried again.
        sbert.catch(() => (sbert = undefined));
        return sbert;
      },
      async choose(other) {
        const isFirst = firstRecommender(other.manifest) === firstRecommender(manifest);
        const next = isFirst ? first : own(await loadBackbone(other, films, textEmbeddings));
        const before = chosen;
        chosen = next;
        if (before === first || before === next) return;
        owned.splice(owned.indexOf(before), 1);
        before.dispose();
      },
      dispose,
    };
  } catch (cause) {
    await compiling?.catch(() => undefined);
    await dispose();
    throw cause;
  }
}
