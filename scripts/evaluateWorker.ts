/** One process of `npm run evaluate`: loads the bundle, then scores the cases that it is sent. */
import { loadModels, type Models } from '../src/engine/models';
import { recommend } from '../src/engine/recommend';
import type { System } from '../src/engine/types';
import { openNodeBundle } from '../src/runtime/nodeBundle';
import { openNodeRuntime } from '../src/runtime/session';
import type { Case } from './evaluateOptions';
import { openNativeRuntime } from './nativeRuntime';

export interface Work {
  index: number;
  systems: System[];
  case: Case;
}

export interface Scored {
  index: number;
  /** In the order of the systems asked for. */
  results: { scores: number[]; seconds: number; passes: number }[];
}

/** A score for each candidate: its probability, or x_u . E_i for SASRec, to which a cold film is unknown. */
async function score(models: Models, system: System, { history, candidates }: Case): Promise<{ scores: number[]; passes: number }> {
  if (system === 'sasrec') {
    const scores = models.sasrec.scores(models.sasrec.represent(history));
    return { scores: candidates.map((row) => scores[row] ?? -Infinity), passes: 0 };
  }
  const item = (row: number) => ({ kind: 'film', row }) as const;
  const request = { history: history.map(item), candidates: candidates.map(item), decoding: 'constrained', system } as const;
  const { ranking, timings } = await recommend(models, request);
  const scores = new Array<number>(candidates.length);
  for (const { candidate, probability } of ranking) scores[candidate] = probability;
  return { scores, passes: timings.forwardPasses };
}

const [bundle, backend] = process.argv.slice(2);
const runtime = backend === 'node' ? await openNativeRuntime() : await openNodeRuntime();
// Nobody stops a user's prompt halfway, so it is read in one pass.
const models = await loadModels(await openNodeBundle(bundle!), runtime, undefined, { chunk: Infinity });

process.on('message', async (work: Work) => {
  const results: Scored['results'] = [];
  for (const system of work.systems) {
    const start = performance.now();
    const { scores, passes } = await score(models, system, work.case);
    results.push({ scores, passes, seconds: (performance.now() - start) / 1000 });
  }
  process.send!({ index: work.index, results } satisfies Scored);
});
process.on('disconnect', () => process.exit(0));
process.send!('ready');
