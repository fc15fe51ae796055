/** One process of `npm run evaluate`: loads the bundle, then does the jobs that it is sent. */
import { availableParallelism, freemem } from 'node:os';
import { sayAndEnd } from './explained';
import { favouriteGenre } from '../src/engine/genre';
import { loadModels, withMlpLlm, type Models } from '../src/engine/models';
import { RECOMMENDERS, type RecommenderName } from '../src/bundle/manifest';
import { firstRecommender } from '../src/bundle/backbones';
import { scoreByFilter, scoreCandidates, type Scored } from '../src/engine/evaluation/scoreCandidates';
import type { System } from '../src/engine/types';
import { openNodeBundle } from '../src/node/nodeBundle';
import { openWasmRuntime } from '../src/node/wasmRuntime';
import { loadRecommender } from '../src/engine/items/recommenders/load';
import type { Recommender } from '../src/engine/items/recommenders/recommender';
import { MLP_LLM, type Case, type Measured } from './evaluateOptions';
import { openNativeRuntime } from '../src/node/nativeRuntime';
import { cataloguePlaces, type CataloguePlaces } from './tables/catalogue';

/** Score the candidates of a case, find a target's places in the whole catalogue, or answer the genre question; histories are catalogue rows, oldest first. */
export type Job =
  | { systems: Measured[]; case: Pick<Case, 'history' | 'candidates'> }
  | { shortlist: number; history: number[]; target: number }
  | { genreSystems: Exclude<System, 'sasrec'>[]; history: number[] };

export interface Done {
  /** In the order of the job's systems. */
  results: (Scored & { seconds: number })[];
  /** The genre answers. */
  texts: string[];
  /** Of a shortlist's job. */
  places?: CataloguePlaces;
}

const [bundle, backend, recommender] = process.argv.slice(2);
const runtime = backend === 'node' ? await openNativeRuntime() : await openWasmRuntime();
// Nobody stops a user's prompt halfway, so it is read in one pass; and thousands of users share a few thousand items, each of which is read once where it can be kept.
const limits = { chunk: Infinity, keptBytes: freemem() / (2 * availableParallelism()) };
const models = await loadModels(await openNodeBundle(bundle!, recommender || undefined), runtime, undefined, limits);

/** Filters alone: that which A-LLMRec stands on, and others of the bundle, read when they are first asked. */
const filters = new Map<RecommenderName, Promise<Recommender>>([[firstRecommender(models.manifest), Promise.resolve(models.sasrec)]]);
const isFilter = (system: Measured): system is RecommenderName => (RECOMMENDERS as readonly string[]).includes(system);
const readFilter = async (name: RecommenderName) => {
  const reader = await openNodeBundle(bundle!, name);
  return loadRecommender(await reader.read('sasrec'), reader.manifest);
};
async function filter(name: RecommenderName): Promise<Recommender> {
  if (!filters.has(name)) filters.set(name, readFilter(name));
  return filters.get(name)!;
}

let withoutStage1: Promise<Models> | undefined;
const readMlpLlm = async () => withMlpLlm(models, await openNodeBundle(bundle!, MLP_LLM));

async function score(system: Measured, one: Pick<Case, 'history' | 'candidates'>): Promise<Scored> {
  if (system === MLP_LLM) return scoreCandidates(await (withoutStage1 ??= readMlpLlm()), 'a-llmrec', one, { without: 'text' });
  return isFilter(system) ? scoreByFilter(await filter(system), one) : scoreCandidates(models, system, one);
}

async function answer({ index, job }: { index: number; job: Job }): Promise<void> {
  const done: Done = { results: [], texts: [] };
  if ('case' in job) {
    for (const system of job.systems) {
      const start = performance.now();
      const scored = await score(system, job.case);
      done.results.push({ ...scored, seconds: (performance.now() - start) / 1000 });
    }
  } else if ('shortlist' in job) {
    done.places = await cataloguePlaces(models, job.history, job.target, job.shortlist);
  } else {
    const history = job.history.map((row) => ({ kind: 'film', row }) as const);
    for (const system of job.genreSystems) done.texts.push((await favouriteGenre(models, { history, system })).text);
  }
  process.send!({ index, done });
}

process.on('message', (request: { index: number; job: Job }) => {
  answer(request).catch(sayAndEnd);
});
process.on('disconnect', () => process.exit(0));
process.send!('ready');
