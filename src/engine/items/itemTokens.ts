/**
 * Soft tokens of items: F_I of their joint embeddings (paper, sections 4.1 and 4.2). A film's depends on nothing but the film, so it is computed once.
 * h is the LLM width.
 */
import type { Aligner } from './aligner';
import { jointEmbeddings, row, type Halves, type JointEmbeddingSources } from './jointEmbeddings';
import type { Item, OwnFilm } from '../types';

export class ItemTokens {
  readonly #films: Record<Halves, Map<number, Float32Array>> = { 'a-llmrec': new Map(), 'a-llmrec-sbert': new Map(), collaborative: new Map() };
  readonly #own: Record<Halves, WeakMap<OwnFilm, Float32Array>> = { 'a-llmrec': new WeakMap(), 'a-llmrec-sbert': new WeakMap(), collaborative: new WeakMap() };

  constructor(private readonly sources: JointEmbeddingSources & { aligner: Aligner }) {}

  /** One for each item; of 'collaborative' the items have to be warm. [items][h] */
  of(items: readonly Item[], halves: Halves): Float32Array[] {
    const missing = items.filter((item) => !this.#known(item, halves));
    const { aligner } = this.sources;
    const tokens = aligner.itemProjection(jointEmbeddings(this.sources, missing, halves)); // [missing, h]
    missing.forEach((item, i) => {
      const token = row(tokens, i, aligner.hiddenSize).slice();
      if (item.kind === 'own') this.#own[halves].set(item.film, token);
      else this.#films[halves].set(item.row, token);
    });
    return items.map((item) => this.#known(item, halves)!);
  }

  #known(item: Item, halves: Halves): Float32Array | undefined {
    return item.kind === 'own' ? this.#own[halves].get(item.film) : this.#films[halves].get(item.row);
  }
}
