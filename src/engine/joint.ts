/** The joint embedding of an item (paper, section 4.1): collaborative where the CF model knows it, textual where it does not. */
import type { Aligner } from './aligner';
import type { SasRec } from './sasrec';
import type { TextEmbeddings } from './textEmbeddings';
import type { Film, Item, System } from './types';

export interface JointModels {
  films: readonly Film[];
  sasrec: SasRec;
  aligner: Aligner;
  textEmbeddings: TextEmbeddings;
}

/**
 * e_i = f_I(E_i) for a warm film; q_i = f_T(SBERT(text)) for a cold one and for a visitor's own, and for all items in
 * "A-LLMRec (SBERT)". -> [n, d']
 */
export function jointEmbeddings({ films, sasrec, aligner, textEmbeddings }: JointModels, items: readonly Item[], system: System): Float32Array {
  const isText = items.map((item) => item.kind === 'own' || films[item.row]!.cold || system === 'a-llmrec-sbert');
  const collaborative = items.flatMap((item, i) => (!isText[i] && item.kind === 'film' ? [row(sasrec.itemEmbeddings, item.row, aligner.cfSize)] : []));
  const textual = items.flatMap((item, i) => (isText[i] ? [item.kind === 'own' ? item.film.embedding : textEmbeddings.row(item.row)] : []));

  const e = aligner.itemEncoder(stack(collaborative)); // [warm items, d']
  const q = aligner.textEncoder(stack(textual)); // [the rest, d']

  let nextE = 0;
  let nextQ = 0;
  return stack(isText.map((text) => (text ? row(q, nextQ++, aligner.jointSize) : row(e, nextE++, aligner.jointSize))));
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
