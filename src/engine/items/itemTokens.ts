/**
 * Soft tokens of items: F_I of their joint embeddings (paper, sections 4.1 and 4.2). A film's depends on nothing but the film, so it is computed once.
 * h is the LLM width.
 */
import type { Aligner } from './aligner';
import { jointEmbeddings, row, type JointEmbeddingSources } from './jointEmbeddings';
import type { Item, OwnFilm, System } from '../types';

type Soft = Exclude<System, 'sasrec' | 'llm-only'>;

export class ItemTokens {
  readonly #films: Record<Soft, Map<number, Float32Array>> = { 'a-llmrec': new Map(), 'a-llmrec-sbert': new Map() };
  readonly #own: Record<Soft, WeakMap<OwnFilm, Float32Array>> = { 'a-llmrec': new WeakMap(), 'a-llmrec-sbert': new WeakMap() };

  constructor(private readonly sources: JointEmbeddingSources & { aligner: Aligner }) {}

  /** One for each item. [items][h] */
  of(items: readonly Item[], system: Soft): Float32Array[] {
    const missing = items.filter((item) => !this.#known(item, system));
    const { aligner } = this.sources;
    const tokens = aligner.itemProjection(jointEmbeddings(this.sources, missing, system)); // [missing, h]
    missing.forEach((item, i) => {
      const token = row(tokens, i, aligner.hiddenSize).slice();
      if (item.kind === 'own') this.#own[system].set(item.film, token);
      else this.#films[system].set(item.row, token);
    });
    return items.map((item) => this.#known(item, system)!);
  }

  #known(item: Item, system: Soft): Float32Array | undefined {
    return item.kind === 'own' ? this.#own[system].get(item.film) : this.#films[system].get(item.row);
  }
}
