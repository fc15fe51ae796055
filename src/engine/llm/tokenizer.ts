/**
 * Tokenizers, from the bytes of tokenizer.json and nothing else. The code is @huggingface/tokenizers, the part of
 * transformers.js that tokenises: importing it alone leaves the hub client and a second onnxruntime out of the page.
 */
import { Tokenizer as HubTokenizer } from '@huggingface/tokenizers';
import { MatineeError } from '../../errors';

interface TokenizerJson {
  added_tokens?: { id: number; content: string; special: boolean }[];
}

const REPLACEMENT = '\uFFFD';

export class Tokenizer {
  readonly #tokenizer: HubTokenizer;
  readonly #special: ReadonlySet<number>;

  /** @throws MatineeError 'file-invalid' when the bytes are no tokenizer. */
  constructor(bytes: Uint8Array, file: string, { keepSpecialTokens = false } = {}) {
    try {
      const json = JSON.parse(new TextDecoder().decode(bytes)) as TokenizerJson;
      const added = json.added_tokens ?? [];
      this.#special = new Set(added.filter((token) => token.special).map((token) => token.id));
      // A title that contains "</s>" must stay text: special tokens come from the prompt's template only.
      const plain = keepSpecialTokens ? json : { ...json, added_tokens: added.filter((token) => !token.special) };
      this.#tokenizer = new HubTokenizer(plain, { clean_up_tokenization_spaces: false });
    } catch (cause) {
      throw new MatineeError('file-invalid', `The tokenizer ${file} cannot be read.`, 'Export the bundle again, or load another one.', { cause });
    }
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
