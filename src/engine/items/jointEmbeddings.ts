/** The joint embedding of an item (paper, section 4.1): collaborative where the CF model knows it, textual where it does not. */
import type { Manifest } from '../../bundle/manifest';
import type { Aligner } from './aligner';
import type { Recommender } from './recommenders/recommender';
import type { TextEmbeddings } from './textEmbeddings';
import type { Film, Item } from '../types';

/** Which halves of a joint embedding are used: as the method has it, or one alone. */
export type Halves = 'a-llmrec' | 'a-llmrec-sbert' | 'collaborative';

/** What joint embeddings are computed from: a part of `Models`. */
export interface JointEmbeddingSources {
  films: readonly Film[];
  sasrec: Recommender;
  aligner: Aligner;
  textEmbeddings: TextEmbeddings;
  manifest: { aligner: Pick<Manifest['aligner'], 'sparseLimit'> };
}

/** Whether a film's joint embedding needs its text: all but warm films that were watched often enough. */
export const needsText = ({ cold, popularity }: Film, { sparseLimit = -1 }: Pick<Manifest['aligner'], 'sparseLimit'>): boolean =>
  cold || popularity <= sparseLimit;

/**
 * e_i = f_I(E_i) for a warm film; q_i = f_T(SBERT(text)) for a cold one and for a visitor's own, and for all items in
 * "A-LLMRec (SBERT)"; for a warm film of at most `sparseLimit` training interactions, whose E_i is little more than noise, the
 * mean of both (a deviation from the paper). -> [n, d']
 * @param halves of 'collaborative' every item has to be warm.
 */
export function jointEmbeddings(models: JointEmbeddingSources, items: readonly Item[], halves: Halves): Float32Array {
  const { films, sasrec, aligner, textEmbeddings } = models;
  const film = (item: Item) => (item.kind === 'film' ? films[item.row]! : undefined);
  const hasItem = items.map((item) => halves !== 'a-llmrec-sbert' && film(item)?.cold === false);
  const hasText = items.map((item, i) => !hasItem[i] || (halves !== 'collaborative' && needsText(film(item)!, models.manifest.aligner)));

  const collaborative = items.flatMap((item, i) => (hasItem[i] && item.kind === 'film' ? [row(sasrec.itemEmbeddings, item.row, aligner.cfSize)] : []));
  const textual = items.flatMap((item, i) => (hasText[i] ? [item.kind === 'own' ? item.film.embedding : textEmbeddings.row(item.row)] : []));
  const e = aligner.itemEncoder(stack(collaborative)); // [items with e, d']
  const q = aligner.textEncoder(stack(textual)); // [items with q, d']

  let nextE = 0;
  let nextQ = 0;
  return stack(
    items.map((_, i) => {
      const item = hasItem[i] ? row(e, nextE++, aligner.jointSize) : undefined;
      const text = hasText[i] ? row(q, nextQ++, aligner.jointSize) : undefined;
      return item && text ? item.map((value, k) => (value + text[k]!) / 2) : (item ?? text)!;
    }),
  );
}

/** Row `index` of a matrix of `width` columns. */
export function row(matrix: Float32Array, index: number, width: number): Float32Array {
  return matrix.subarray(index * width, (index + 1) * width);
}

function stack(rows: readonly Float32Array[]): Float32Array {
  const width = rows[0]?.length ?? 0;
  const matrix = new Float32Array(rows.length * width);
  rows.forEach((values, i) => matrix.set(values, i * width));
  return matrix;
}
