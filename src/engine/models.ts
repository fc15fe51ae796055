/** All networks of a bundle, and who releases them: whoever loads `Models` disposes of it, and that frees everything. */
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

export type LoadStep = { step: 'compiling'; part: string } | { step: 'warming-up' };

export interface Models {
  readonly manifest: Manifest;
  readonly films: readonly Film[];
  readonly sasrec: Recommender;
  readonly aligner: Aligner;
  readonly textEmbeddings: TextEmbeddings;
  readonly itemTokens: ItemTokens;
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
  dispose(): Promise<void>;
}

/**
 * Loads a bundle and runs its self-test on the device, so that a device that cannot run it, or computes it wrong, fails here.
 * @throws MatineeError of the bundle, 'file-invalid', 'session-failed', 'out-of-memory', 'device-lost' or 'device-wrong'; nothing stays loaded then.
 */
export async function loadModels(
  bundle: BundleReader,
  runtime: OrtRuntime,
  onProgress: (step: LoadStep) => void = () => undefined,
  { chunk, texts }: { chunk?: number; /** Where they are still being downloaded. */ texts?: Promise<Uint8Array> | undefined } = {},
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
  try {
    onProgress({ step: 'compiling', part: 'SASRec' });
    const films = parseCatalogue(await bundle.read('catalogue'), manifest);
    const sasrec = own(await loadRecommender(await bundle.read('sasrec'), manifest));

    onProgress({ step: 'compiling', part: 'aligner' });
    const aligner = own(await Aligner.load(await bundle.read('aligner'), manifest));
    const textEmbeddings = new TextEmbeddings(texts ?? (await bundle.read('sbertEmbeddings')), manifest);

    onProgress({ step: 'compiling', part: manifest.llm.name });
    const tokenizer = new Tokenizer(await bundle.read('llmTokenizer'), 'tokenizer.json');
    tokenizer.checkVocabulary(manifest.llm.vocabularySize);
    const prompts = new PromptBuilder(manifest.prompt, manifest.llm.bos, (text) => tokenizer.encode(text));
    const languageModel = own(
      await LanguageModel.load(runtime, await bundle.read('llm'), await bundle.read('llmEmbeddings'), manifest, chunk ? { chunk } : {}),
    );

    onProgress({ step: 'warming-up' });
    const selfTestDifference = await selfTest(languageModel, manifest.llm, runtime.device);

    let sbert: Promise<Sbert> | undefined;
    let facts: Promise<Facts | null> | undefined;
    return {
      manifest,
      films,
      sasrec,
      aligner,
      textEmbeddings,
      itemTokens: new ItemTokens({ films, sasrec, aligner, textEmbeddings, manifest }),
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
      dispose,
    };
  } catch (cause) {
    await dispose();
    throw cause;
  }
}
