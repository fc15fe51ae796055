/** One process of `npm run evaluate`: loads the bundle, then does the jobs that it is sent. */
import { sayAndEnd } from './explained';
import { favouriteGenre } from '../src/engine/genre';
import { loadModels } from '../src/engine/models';
import { scoreCandidates, type Scored } from '../src/engine/evaluation/scoreCandidates';
import type { System } from '../src/engine/types';
import { openNodeBundle } from '../src/node/nodeBundle';
import { openWasmRuntime } from '../src/node/wasmRuntime';
import type { Case } from './evaluateOptions';
import { openNativeRuntime } from '../src/node/nativeRuntime';

/** Score the candidates of a case, or answer the genre question about a history (catalogue rows, oldest first). */
export type Job = { systems: System[]; case: Pick<Case, 'history' | 'candidates'> } | { genreSystems: Exclude<System, 'sasrec'>[]; history: number[] };

export interface Done {
  /** In the order of the job's systems. */
  results: (Scored & { seconds: number })[];
  /** The genre answers. */
  texts: string[];
}

const [bundle, backend] = process.argv.slice(2);
const runtime = backend === 'node' ? await openNativeRuntime() : await openWasmRuntime();
// Nobody stops a user's prompt halfway, so it is read in one pass.
const models = await loadModels(await openNodeBundle(bundle!), runtime, undefined, { chunk: Infinity });

async function answer({ index, job }: { index: number; job: Job }): Promise<void> {
  const done: Done = { results: [], texts: [] };
  if ('case' in job) {
    for (const system of job.systems) {
      const start = performance.now();
      const scored = await scoreCandidates(models, system, job.case);
      done.results.push({ ...scored, seconds: (performance.now() - start) / 1000 });
    }
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
