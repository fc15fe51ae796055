/**
 * Tokenizers, from the bytes of tokenizer.json and nothing else. The code is @huggingface/tokenizers, the part of
 * transformers.js that tokenises: importing it alone leaves the hub client and a second onnxruntime out of the page.
 */
import { Tokenizer as HubTokenizer } from '@huggingface/tokenizers';
import { MatineeError } from '../../errors';

interface TokenizerJson {
  /** Token to id, or tokens with a score each, in the order of their ids. */
  model?: { vocab?: Record<string, number> | unknown[] };
  added_tokens?: { id: number; content: string; special: boolean }[];
}

const REPLACEMENT = '\uFFFD';

export class Tokenizer {
  readonly #tokenizer: HubTokenizer;
  readonly #special: ReadonlySet<number>;
  readonly #greatest: number;

  /** @throws MatineeError 'file-invalid' when the bytes are no tokenizer. */
  constructor(
    bytes: Uint8Array,
    private readonly file: string,
    { keepSpecialTokens = false } = {},
  ) {
    try {
      const json = JSON.parse(new TextDecoder().decode(bytes)) as TokenizerJson;
      const added = json.added_tokens ?? [];
      this.#special = new Set(added.filter((token) => token.special).map((token) => token.id));
      // A title that contains "</s>" must stay text: special tokens come from the prompt's template only.
      const plain = keepSpecialTokens ? json : { ...json, added_tokens: added.filter((token) => !token.special) };
      const vocabulary = json.model?.vocab ?? {};
      const ids = Array.isArray(vocabulary) ? [vocabulary.length - 1] : Object.values(vocabulary);
      this.#greatest = [...ids, ...added.map(({ id }) => id)].reduce((greatest, id) => Math.max(greatest, Number.isInteger(id) && id >= 0 ? id : Infinity), -1);
      this.#tokenizer = new HubTokenizer(plain, { clean_up_tokenization_spaces: false });
    } catch (cause) {
      throw new MatineeError('file-invalid', `The tokenizer ${file} cannot be read.`, 'Export the bundle again, or load another one.', { cause });
    }
  }

  /** @throws MatineeError 'file-invalid' when an id has no row in a table of `size` embeddings: reading it would give NaN. */
  checkVocabulary(size: number): void {
    if (this.#greatest < size) return;
    throw new MatineeError(
      'file-invalid',
      `The tokenizer ${this.file} has the token id ${this.#greatest}, and the language model a vocabulary of ${size}.`,
      'Export the bundle again, or load another one.',
    );
  }

  /** Ids of `text`; special tokens are added only when asked for. */
  encode(text: string, { special = false } = {}): number[] {
    return this.#tokenizer.encode(text, { add_special_tokens: special }).ids;
  }

  /** Text of `ids`, without special tokens. Bytes that form no character give U+FFFD. */
  decode(ids: readonly number[]): string {
    const plain = ids.filter((id) => !this.#special.has(id));
    return plain.length === 0 ? '' : this.#tokenizer.decode(plain, { skip_special_tokens: false, clean_up_tokenization_spaces: false });
  }

  /** Decodes token by token: a character whose bytes are split over tokens appears when its last one arrives. */
  stream(): TokenStream {
    return new TokenStream((ids) => this.decode(ids));
  }
}

export class TokenStream {
  #pending: number[] = [];
  text = '';

  constructor(private readonly decode: (ids: readonly number[]) => string) {}

  /** What `id` adds to the text; empty while a character is incomplete. */
  push(id: number): string {
    this.#pending.push(id);
    const piece = this.decode(this.#pending);
    // A character has at most 4 bytes: a longer wait means that the bytes are no character.
    if (piece.endsWith(REPLACEMENT) && this.#pending.length < 4) return '';
    return this.#emit(piece);
  }

  /** What is left when no more tokens come. */
  end(): string {
    return this.#pending.length === 0 ? '' : this.#emit(this.decode(this.#pending));
  }

  #emit(piece: string): string {
    this.#pending = [];
    this.text += piece;
    return piece;
  }
}
