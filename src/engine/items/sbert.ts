/** SBERT (all-MiniLM-L6-v2, fine-tuned in Stage 1) in the tab: for films that a visitor describes. */
import type { InferenceSession } from 'onnxruntime-web';
import type { BundleReader } from '../../bundle/bundle';
import { createSession, readOutput, runSession, type OrtRuntime } from '../../onnx/session';
import { filmText, type Description } from './ownFilm';
import { Tokenizer } from '../llm/tokenizer';
import type { OwnFilm } from '../types';

export class Sbert {
  private constructor(
    private readonly runtime: OrtRuntime,
    private readonly session: InferenceSession,
    private readonly tokenizer: Tokenizer,
    private readonly textTemplate: string,
    private readonly maxTokens: number,
  ) {}

  /** @throws MatineeError of the bundle or of the session. */
  static async load(bundle: BundleReader, runtime: OrtRuntime): Promise<Sbert> {
    const tokenizer = new Tokenizer(await bundle.read('sbertTokenizer'), 'sbert-tokenizer.json', { keepSpecialTokens: true });
    const session = await createSession(runtime, await bundle.read('sbert'), { part: 'sentence model' });
    const { textTemplate, maxTokens } = bundle.manifest.sbert;
    return new Sbert(runtime, session, tokenizer, textTemplate, maxTokens);
  }

  /** A visitor's film with its embedding. @throws MatineeError 'film-invalid' when it has no usable title. */
  async ownFilm(description: Description): Promise<OwnFilm> {
    const { film, text } = filmText(description, this.textTemplate);
    return { ...film, embedding: await this.embed(text) };
  }

  /**
   * The mean-pooled, L2-normalised embedding of a text; what exceeds maxTokens is not read. [textSize]
   * @throws MatineeError 'device-wrong' when it is not finite, or the session's.
   */
  async embed(text: string): Promise<Float32Array> {
    const ids = this.tokenise(text);
    const { Tensor } = this.runtime.ort;
    const shape = [1, ids.length];
    const outputs = await runSession(
      this.session,
      {
        input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), shape),
        attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
      },
      'sentence model',
    );
    return readOutput(outputs.embedding, this.runtime, 'sentence model');
  }

  /** [CLS] ... [SEP]; a text that is too long keeps its last token, as in transformers' truncation. */
  tokenise(text: string): number[] {
    const ids = this.tokenizer.encode(text, { special: true });
    return ids.length > this.maxTokens ? [...ids.slice(0, this.maxTokens - 1), ids.at(-1)!] : ids;
  }

  async dispose(): Promise<void> {
    await this.session.release();
  }
}
