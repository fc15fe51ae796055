/**
 * The prompt of A-LLMRec (paper, section 4.4 and figure 3) as token ids with holes for soft tokens. Its template is data: it
 * travels in the manifest, and training/prompt.py builds the same ids from it. Every text piece and every title is tokenised
 * by itself, so that a piece's ids never depend on its neighbours.
 */
import type { PromptTemplate } from '../../bundle/manifest';
import type { PromptPiece } from '../types';
import { CONSTANT, QUESTION, USER, type Sequence, type Token } from './sequence';

/** Where a soft token stands; `index` counts in the films of the prompt's history or candidates. */
export interface Slot {
  position: number;
  kind: 'user' | 'history' | 'candidate';
  index: number;
}

export interface Prompt {
  /** Token ids; at the slots' positions only a placeholder. */
  ids: number[];
  slots: Slot[];
  /** Where the titles stand, in order. */
  titles: { position: number; length: number }[];
  /** As in `Sequence`, one for each id. */
  blocks: number[];
  positions: number[];
}

export type PromptKind = 'recommend' | 'genre' | 'taste' | 'reason';

const PLACEHOLDER = 1; // <pad>; its embedding is never read

export class PromptBuilder {
  readonly #pieces = new Map<string, readonly number[]>();

  constructor(
    readonly template: PromptTemplate,
    private readonly bos: number,
    private readonly encode: (text: string) => number[],
  ) {}

  /** Ids of a text by itself. */
  ids(text: string): number[] {
    return this.encode(text);
  }

  /** Ids of a title, cut to maxTitleTokens. */
  title(text: string): number[] {
    return this.encode(text).slice(0, this.template.maxTitleTokens);
  }

  /** Ids that the language model has to produce to recommend a title. */
  answer(title: readonly number[]): number[] {
    return [...title, ...this.#piece(this.template.recommendEnd)];
  }

  /**
   * @param kind of a template that has it; `favouriteGenre` and `describeTaste` refuse others. The candidate of a reason is the film that it is asked of.
   * @param history title ids, oldest first; only the last maxHistory films are used, and their slots count from the first used.
   * @param soft which places carry a soft token, all unless it is said; false leaves all out: the prompt of LLM-Only.
   * @param facts ids of the films' facts, for the kinds that have them.
   */
  build(
    kind: PromptKind,
    history: readonly number[][],
    candidates: readonly number[][] = [],
    {
      soft = true,
      facts = { history: [], candidates: [] },
    }: { soft?: boolean | ((kind: Slot['kind'], index: number) => boolean); facts?: Record<'history' | 'candidates', readonly number[][]> } = {},
  ): Prompt {
    const segments = this.template[kind] ?? [];
    const item = this.#item(kind);
    const filmsAreBlocks = this.template.structure === 'blocks';
    const lastList = segments.findLastIndex((segment) => 'list' in segment);
    const { ids, slots, titles: spans, blocks, positions } = { ids: [], slots: [], titles: [], blocks: [], positions: [] } as Prompt;
    let block = QUESTION;
    let films = USER;
    let next = 0;
    const put = (more: readonly number[]) => {
      for (const id of more) {
        ids.push(id);
        blocks.push(block);
        positions.push(next++);
      }
    };
    const putSoft = (slotKind: Slot['kind'], index: number) => {
      if (!(typeof soft === 'function' ? soft(slotKind, index) : soft)) return;
      slots.push({ position: ids.length, kind: slotKind, index });
      put([PLACEHOLDER]);
    };
    const putList = (slotKind: 'history' | 'candidate', titles: readonly number[][], clauses: readonly number[][]) => {
      const first = next;
      titles.forEach((title, index) => {
        if (filmsAreBlocks) [block, next] = [++films, first];
        else if (index > 0) put(this.#piece(this.template.separator));
        for (const part of item) {
          if ('soft' in part) putSoft(slotKind, index);
          else if ('facts' in part) put(clauses[index] ?? []);
          else if ('title' in part) {
            spans.push({ position: ids.length, length: title.length });
            put(title);
          } else put(this.#piece(part.text));
        }
      });
      // What follows begins at the same place whatever the titles.
      if (filmsAreBlocks) next = first + this.#blockWidth(item);
    };
    segments.forEach((segment, place) => {
      if (filmsAreBlocks) block = place > lastList ? QUESTION : 'soft' in segment ? USER : CONSTANT;
      if ('special' in segment) put([this.bos]);
      else if ('soft' in segment) putSoft('user', 0);
      else if ('text' in segment) put(this.#piece(segment.text));
      else if (segment.list === 'history') {
        const [used, clauses] = [history, facts.history].map((films) => films.slice(-this.template.maxHistory));
        putList('history', used!, clauses!);
      } else putList('candidate', candidates, facts.candidates);
    });
    return { ids, slots, titles: spans, blocks, positions };
  }

  /** What a film's block is made of. */
  #item(kind: PromptKind): NonNullable<PromptTemplate['describedItem']> {
    return kind === 'taste' || kind === 'reason' ? (this.template.describedItem ?? []) : this.template.item;
  }

  /** Positions that a film's block may take. */
  #blockWidth(item: NonNullable<PromptTemplate['describedItem']>): number {
    const { maxTitleTokens, maxFactTokens = 0 } = this.template;
    return item.reduce((sum, part) => {
      if ('soft' in part) return sum + 1;
      if ('text' in part) return sum + this.#piece(part.text).length;
      return sum + ('title' in part ? maxTitleTokens : maxFactTokens);
    }, 0);
  }

  #piece(text: string): readonly number[] {
    let ids = this.#pieces.get(text);
    if (!ids) this.#pieces.set(text, (ids = this.encode(text)));
    return ids;
  }
}

/** Films of one prompt that share a title get " (year)" each; a year of 0 is unknown and adds nothing. */
export function disambiguate(films: readonly { title: string; year: number }[]): string[] {
  const seen = new Map<string, number>();
  for (const { title } of films) seen.set(title, (seen.get(title) ?? 0) + 1);
  return films.map(({ title, year }) => (seen.get(title)! > 1 && year ? `${title} (${year})` : title));
}

/**
 * The prompt for people: its ids as text, its titles apart, and the soft tokens at their places.
 * @param decode text of ids, without special tokens
 */
export function promptPieces({ ids, slots, titles }: Prompt, decode: (ids: readonly number[]) => string): PromptPiece[] {
  const soft = new Map(slots.map((slot) => [slot.position, slot]));
  const title = new Map(titles.map((span) => [span.position, span.length]));
  const pieces: PromptPiece[] = [];
  const put = (kind: 'text' | 'title', from: number, to: number) => {
    // A title cut to maxTitleTokens may end in the middle of a character.
    const text = decode(ids.slice(from, to)).replace(kind === 'title' ? /\uFFFD+$/ : '', '');
    if (text) pieces.push({ kind, text });
  };
  let from = 0;
  for (let at = 0; at <= ids.length; at++) {
    const slot = soft.get(at);
    const length = title.get(at) ?? 0;
    if (!slot && !length && at < ids.length) continue;
    if (from < at) put('text', from, at);
    if (slot) pieces.push({ kind: 'soft', of: slot.kind, index: slot.index });
    else if (length) put('title', at, at + length);
    from = at + (slot ? 1 : length);
    at = Math.max(at, from - 1);
  }
  return pieces;
}

/** Puts the soft tokens into the holes: what the language model reads. `vectors` gives one for each slot. [h] */
export function splice({ ids, slots, blocks, positions }: Prompt, vectors: (slot: Slot) => Float32Array): Sequence {
  const tokens: Token[] = [...ids];
  for (const slot of slots) tokens[slot.position] = vectors(slot);
  return { tokens, blocks, positions };
}
