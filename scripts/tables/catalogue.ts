/**
 * The page's own way to a recommendation, without sampled negatives: of the whole catalogue A-LLMRec takes the films nearest to the user's soft
 * token, and the language model ranks them; SASRec ranks all that it knows.
 */
import { bootstrap, gainAt10, mean, pairedDifference } from '../../src/engine/evaluation/rankingMetrics';
import type { Models } from '../../src/engine/models';
import { recommend, shortlist } from '../../src/engine/recommend';
import type { Row } from './measured';

/** Place of the target among the films that the user has not met, from 1; Infinity where a system does not list it. */
export interface CataloguePlaces {
  sasrec: number;
  /** By the soft tokens' cosine alone. */
  nearest: number;
  /** Of the shortlist, by the language model. */
  ranked: number;
}

/** @param count films that the language model ranks. */
export async function cataloguePlaces(models: Models, history: readonly number[], target: number, count: number): Promise<CataloguePlaces> {
  const items = history.map((row) => ({ kind: 'film' as const, row }));
  const nearest = shortlist(models, items, count);
  const place = nearest.findIndex((item) => item.kind === 'film' && item.row === target);
  const sasrec = placeOf(target, models.sasrec.scores(models.sasrec.represent([...history])), new Set(history));
  if (place < 0) return { sasrec, nearest: Infinity, ranked: Infinity };
  const { ranking } = await recommend(models, { history: items, candidates: nearest, decoding: 'constrained' });
  return { sasrec, nearest: place + 1, ranked: 1 + ranking.findIndex(({ candidate }) => candidate === place) };
}

function placeOf(target: number, scores: ArrayLike<number>, met: ReadonlySet<number>): number {
  const own = scores[target];
  if (own === undefined) return Infinity;
  let place = 1;
  for (let row = 0; row < scores.length; row++) if (scores[row]! > own && !met.has(row)) place++;
  return place;
}

const MEASURES: readonly (readonly [string, (place: number) => number])[] = [
  ...[1, 5, 10].map((most) => [`HR@${most}`, (place: number) => Number(place <= most)] as const),
  ['NDCG@10', gainAt10],
];
const SYSTEMS = [
  ['A-LLMRec', 'ranked'],
  ['A-LLMRec, soft tokens alone', 'nearest'],
  ['SASRec', 'sasrec'],
] as const;

/** Rows of HR@1, 5, 10 and NDCG@10, a group each; differences to SASRec are paired. */
export function catalogueRows(places: readonly CataloguePlaces[], targets: string, seed: number): Row[] {
  return MEASURES.flatMap(([measure, value]) =>
    SYSTEMS.map(([label, key]) => {
      const values = places.map((one) => value(one[key]));
      return {
        label,
        group: `${measure}, ${targets}`,
        users: places.length,
        value: mean(values),
        interval: bootstrap(values, seed),
        ...(key === 'sasrec'
          ? {}
          : {
              difference: pairedDifference(
                values,
                places.map(({ sasrec }) => value(sasrec)),
                seed,
              ),
            }),
      };
    }),
  );
}
