/** How often each voice ranks first what a person chose next, among so many candidates, as the bundle's manifest has it. */
import type { Measured } from '../../content/recording';
import { firstRecommender, RECOMMENDER_LABELS } from '../../store/recommender/names';
import type { Manifest, RecommenderName } from '../../bundle/manifest';
import { NEVER_SEEN, SYSTEMS } from '../../content/systems';
import type { Lists } from './story/scene';

type Metrics = Manifest['metrics'];

/** Of a test; where there was none, of validation. */
function of(metrics: Metrics, system: string): Measured | undefined {
  const found = metrics.filter((measured) => measured.system === system);
  const best = found.find(({ split }) => split === 'test') ?? found[0];
  return best && { hit1: best.hit1, candidates: best.candidates, split: best.split };
}

/** @param recommender the collaborative filter at work: one of the bundle's further ones has metrics of its own. */
export function measuredOf(manifest: Pick<Manifest, 'metrics' | 'backbones'>, recommender: RecommenderName): Partial<Record<keyof Lists, Measured>> {
  const { metrics } = manifest.backbones.find((backbone) => backbone.recommender.architecture === recommender) ?? manifest;
  const voices = { crowd: of(metrics, recommender), reader: of(manifest.metrics, 'llm-only'), both: of(metrics, 'a-llmrec') };
  return Object.fromEntries(Object.entries(voices).filter(([, measured]) => measured));
}

/** The same among those that nobody has rated, as far as it was measured: the crowd can only guess there. */
export function measuredOfNewcomers({ results = [] }: Pick<Manifest, 'results'>): Partial<Record<keyof Lists, Measured>> {
  for (const { rows, chance } of results) {
    const measured = (system: string): Measured | undefined => {
      const row = rows.find(({ label, group }) => label === SYSTEMS[system] && group?.startsWith(NEVER_SEEN));
      return row && chance ? { hit1: row.value, candidates: Math.round(1 / chance), split: 'test' } : undefined;
    };
    const [reader, both] = [measured('llm-only'), measured('a-llmrec')];
    if (both) return { ...(reader ? { reader } : {}), both };
  }
  return {};
}

/** Whether a test could not tell the crowd alone and both together apart: the interval of their difference holds nothing. */
export function notToldApart({ results = [], ...manifest }: Pick<Manifest, 'results' | 'sasrec'>, recommender: RecommenderName): boolean {
  const [both, filter] = [SYSTEMS['a-llmrec']!, RECOMMENDER_LABELS[recommender]];
  const [table, name] = recommender === firstRecommender(manifest) ? ['overall', both] : ['backbones', `${both} (${filter})`];
  const difference = results.find((one) => one.table === table)?.rows.find(({ label }) => label === name)?.difference;
  return difference !== undefined && difference.interval[0] <= 0 && difference.interval[1] >= 0;
}

/** Of a hundred. */
export const hundredth = (share: number): number => Math.round(100 * share);
