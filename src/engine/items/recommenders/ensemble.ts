/**
 * Several collaborative filters as one: what each says of a user, and of an item, stands side by side, so that the inner product is the sum of their scores
 * (training/recommender/networks/ensemble.py).
 */
import type { Weights } from '../layers';
import { Recommender, type Config } from './recommender';

export class Ensemble extends Recommender {
  readonly #members: readonly Recommender[];
  readonly #userScales: Float32Array;

  /** @param members in the order of the file; their widths add up to the config's. */
  constructor(config: Config, weights: Weights, members: readonly Recommender[]) {
    const { warm } = members[0]!;
    const scales = weights.values('item_scales', [members.length]);
    super(
      config,
      warm,
      weights,
      sideBySide(
        members.map((member, m) => ({ width: member.config.hiddenSize, values: member.itemEmbeddings, scale: scales[m]! })),
        warm,
      ),
    );
    this.#members = members;
    this.#userScales = weights.values('user_scales', [members.length]);
  }

  override represent(rows: readonly number[]): Float32Array {
    const parts = this.#members.map((member, m) => ({ width: member.config.hiddenSize, values: member.represent(rows), scale: this.#userScales[m]! }));
    return sideBySide(parts, 1);
  }

  /** That of the first member which has any. */
  override attention(rows: readonly number[]): { row: number; weight: number }[] {
    for (const member of this.#members) if (member.attention) return member.attention(rows);
    return [];
  }

  override dispose(): void {
    for (const member of this.#members) member.dispose();
    super.dispose();
  }
}

/** Tables of the same rows as one. [rows, width] each -> [rows, sum of the widths] */
function sideBySide(parts: readonly { width: number; values: Float32Array; scale: number }[], rows: number): Float32Array {
  const width = parts.reduce((sum, part) => sum + part.width, 0);
  const joined = new Float32Array(rows * width);
  let at = 0;
  for (const { width: own, values, scale } of parts) {
    for (let row = 0; row < rows; row++) for (let c = 0; c < own; c++) joined[row * width + at + c] = scale * values[row * own + c]!;
    at += own;
  }
  return joined;
}
