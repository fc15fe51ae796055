/**
 * The prompt of A-LLMRec (paper, section 4.4 and figure 3) as token ids with holes for soft tokens. Its template is data: it
 * travels in the manifest, and training/prompts/prompt.py builds the same ids from it. Every text piece and every title is tokenised
 * by itself, so that a piece's ids never depend on its neighbours.
 */
import type { PromptTemplate } from '../runtime/manifest';

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
}

/** A token id, or a soft token: a vector in the language model's embedding space. [h] */
export type Position = number | Float32Array;

const PLACEHOLDER = 1; // <pad>; its embedding is never read

export class PromptBuilder {
  readonly #pieces = new Map<string, readonly number[]>();

  constructor(
    readonly template: PromptTemplate,
    private readonly bos: number,
    private readonly encode: (text: string) => number[],
  ) {}

  /** Ids of a title, cut to maxTitleTokens. */
  title(text: string): number[] {
    return this.encode(text).slice(0, this.template.maxTitleTokens);
  }

  /** Ids that the language model has to produce to recommend a title. */
  answer(title: readonly number[]): number[] {
    return [...title, ...this.#piece(this.template.recommendEnd)];
  }

  /**
   * @param kind 'genre' of a template that has it; `favouriteGenre` refuses others.
   * @param history title ids, oldest first; only the last maxHistory films are used, and their slots count from the first used.
   * @param soft false leaves the soft tokens out: the prompt of LLM-Only.
   */
  build(kind: 'recommend' | 'genre', history: readonly number[][], candidates: readonly number[][] = [], { soft = true } = {}): Prompt {
    const ids: number[] = [];
    const slots: Slot[] = [];
    const putSoft = (slotKind: Slot['kind'], index: number) => {
      if (!soft) return;
      slots.push({ position: ids.length, kind: slotKind, index });
      ids.push(PLACEHOLDER);
    };
    const putList = (slotKind: 'history' | 'candidate', titles: readonly number[][]) => {
      titles.forEach((title, index) => {
        if (index > 0) ids.push(...this.#piece(this.template.separator));
        for (const part of this.template.item) {
          if ('soft' in part) putSoft(slotKind, index);
          else if ('title' in part) ids.push(...title);
          else ids.push(...this.#piece(part.text));
        }
      });
    };
    for (const segment of this.template[kind] ?? []) {
      if ('special' in segment) ids.push(this.bos);
      else if ('soft' in segment) putSoft('user', 0);
      else if ('text' in segment) ids.push(...this.#piece(segment.text));
      else if (segment.list === 'history') putList('history', history.slice(-this.template.maxHistory));
      else putList('candidate', candidates);
    }
    return { ids, slots };
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

/** Puts the soft tokens into the holes: what the language model reads. `vectors` gives one for each slot. [h] */
export function splice(prompt: Prompt, vectors: (slot: Slot) => Float32Array): Position[] {
  const positions: Position[] = [...prompt.ids];
  for (const slot of prompt.slots) positions[slot.position] = vectors(slot);
  return positions;
}
