/** Every recommender gives PyTorch's numbers: small random networks, which training/export/checks/recommenders.py wrote with what PyTorch makes of a few histories. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../../bundle/manifest';
import { loadRecommender } from './load';

interface Reference {
  items: number;
  systems: Record<string, { manifest: Manifest['sasrec']; weights: string; users: { history: number[]; representation: number[]; scores: number[] }[] }>;
}

const { items, systems } = JSON.parse(readFileSync(new URL('../../fixtures/recommenders/parity.json', import.meta.url), 'utf8')) as Reference;
/** f32 in another order of additions; values are up to about 50. */
const CLOSE = 1e-4;

function close(found: Float32Array, expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(Math.abs(found[i]! - value), `place ${i}`).toBeLessThan(CLOSE * Math.max(1, Math.abs(value))));
}

const open = ({ manifest, weights }: Reference['systems'][string]) =>
  loadRecommender(new Uint8Array(Buffer.from(weights, 'base64')), {
    sasrec: manifest,
    catalogue: { films: items + 2, warm: items },
    files: { sasrec: { shards: [{ path: 'weights' }] } },
  } as unknown as Manifest);

describe.each(Object.entries(systems))('%s', (name, system) => {
  it("has PyTorch's user representations and scores", async () => {
    const recommender = await open(system);
    for (const { history, representation, scores } of system.users) {
      close(recommender.represent(history), representation);
      close(recommender.scores(Float32Array.from(representation)), scores);
    }
    recommender.dispose();
  });

  it('leaves cold films out of a history, and what was watched out of its list', async () => {
    const recommender = await open(system);
    expect(recommender.represent([items, 5, items + 1, 2, 9])).toEqual(recommender.represent([5, 2, 9]));
    const rows = recommender.rank([5, 2, 9], items).map(({ row }) => row);
    expect(rows.toSorted((a, b) => a - b)).toEqual(Array.from({ length: items }, (_, row) => row).filter((row) => ![5, 2, 9].includes(row)));
    recommender.dispose();
  });

  it('has something to say of nobody', async () => {
    const recommender = await open(system);
    expect(recommender.represent([]).every(Number.isFinite)).toBe(true);
    expect(recommender.rank([], 3)).toHaveLength(3);
    recommender.dispose();
  });

  it('says what it attends to, if it attends', async () => {
    const recommender = await open(system);
    const attention = recommender.attention?.([5, 2, 9]);
    expect(attention !== undefined).toBe(name.endsWith('sasrec') || name === 'ensemble');
    if (attention) {
      expect(attention.map(({ row }) => row)).toEqual([5, 2, 9]);
      expect(attention.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 5);
    }
    recommender.dispose();
  });
});
