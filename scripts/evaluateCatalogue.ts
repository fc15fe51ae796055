/**
 * npm run evaluate:catalogue -- --sequences FILE.tsv [--shortlist 100] [--limit N] [--seed S] [--bundle DIR] [--json OUT]
 *
 * The page's own way to a recommendation, without sampled negatives: of the whole catalogue A-LLMRec takes the nearest films to the user's soft token,
 * and the language model ranks them; SASRec ranks all that it knows. HR@1, 5, 10 and NDCG@10 of the target, for warm and cold targets.
 * FILE as of `npm run evaluate`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import './explained';
import { commandLine, usageOf } from './commandLine.mjs';
import { bootstrap, gainAt10, mean } from '../src/engine/evaluation/rankingMetrics';
import { parseSequences } from '../src/engine/evaluation/sequences';
import { loadModels } from '../src/engine/models';
import { hasNativeRuntime, openNativeRuntime } from '../src/node/nativeRuntime';
import { openNodeBundle } from '../src/node/nodeBundle';
import { openWasmRuntime } from '../src/node/wasmRuntime';
import { cataloguePlaces, type CataloguePlaces } from './tables/catalogue';

const { values } = commandLine(usageOf(import.meta.url), {
  options: {
    sequences: { type: 'string' },
    shortlist: { type: 'string', default: '100' },
    limit: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    bundle: { type: 'string', default: 'public/models/movies' },
    json: { type: 'string' },
  },
});

interface Ranks extends CataloguePlaces {
  user: string;
  cold: boolean;
}

async function main(): Promise<void> {
  if (!values.sequences) throw new Error('Give the users: --sequences FILE.tsv');
  const count = Number(values.shortlist);
  if (!Number.isInteger(count) || count < 1) throw new Error(`--shortlist ${values.shortlist}: a whole number from 1 on is expected.`);
  const models = await loadModels(await openNodeBundle(values.bundle), (await hasNativeRuntime()) ? await openNativeRuntime() : await openWasmRuntime());
  const drawing = { candidates: 2, seed: Number(values.seed), limit: Number(values.limit) };
  const cases = parseSequences(readFileSync(values.sequences, 'utf8'), models.films, models.manifest.catalogue.warm, drawing, (what) => console.error(what));
  const found: Ranks[] = [];
  const started = performance.now();
  for (const { user, history, candidates, target } of cases) {
    const row = candidates[target]!;
    found.push({ user, cold: models.films[row]!.cold, ...(await cataloguePlaces(models, history, row, count)) });
    if (found.length % 200 === 0) console.error(`${found.length} of ${cases.length} users`);
  }
  const seconds = (performance.now() - started) / 1000;
  console.log(`${found.length} users, shortlist of ${count}, bundle ${models.manifest.name}, ${(seconds / found.length).toFixed(3)} seconds a user`);
  console.log('targets   users  system                        HR@1                      HR@5    HR@10   NDCG@10');
  for (const [name, group] of [
    ['all', found],
    ['warm', found.filter(({ cold }) => !cold)],
    ['cold', found.filter(({ cold }) => cold)],
  ] as const)
    if (group.length > 0)
      for (const [system, key] of [
        ['SASRec', 'sasrec'],
        ['A-LLMRec, soft tokens alone', 'nearest'],
        ['A-LLMRec', 'ranked'],
      ] as const) {
        const places = group.map((ranks) => ranks[key]);
        const hit = (most: number) => places.filter((place) => place <= most).length / places.length;
        const [low, high] = bootstrap(
          places.map((place) => Number(place === 1)),
          drawing.seed,
        );
        const ndcg = mean(places.map(gainAt10));
        const cells = [`${hit(1).toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`.padEnd(26), hit(5).toFixed(4), hit(10).toFixed(4), ndcg.toFixed(4)];
        console.log(`${name.padEnd(8)}  ${String(group.length).padEnd(5)}  ${system.padEnd(28)}  ${cells.join('  ')}`);
      }
  if (values.json) writeFileSync(values.json, found.map((ranks) => `${JSON.stringify(ranks)}\n`).join(''));
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
