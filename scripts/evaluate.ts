/** Hit@1 and NDCG@10 of a bundle, through the engine that the page runs. Options: see HELP in evaluateOptions.ts. */
import { sayAndEnd } from './explained';
import { createWriteStream } from 'node:fs';
import { parseCatalogue } from '../src/engine/items/catalogue';
import { hitDifference, rankingMetrics } from '../src/engine/evaluation/rankingMetrics';
import { firstRecommender, RECOMMENDER_LABELS, recommendersOf } from '../src/bundle/backbones';
import { RECOMMENDERS, type RecommenderName } from '../src/bundle/manifest';
import { MatineeError } from '../src/errors';
import { openNodeBundle } from '../src/node/nodeBundle';
import { answerHelp, refuse, UsageError } from './commandLine.mjs';
import { checkWritable, HELP, parseOptions, readPinned, readSequences, type Case, type Measured } from './evaluateOptions';
import type { Done } from './evaluateWorker';
import { hasNativeRuntime } from '../src/node/nativeRuntime';
import { doAll } from './pool';
import { makeTables } from './tables/make';

const say = (line: string) => process.stderr.write(`${line}\n`);

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / Math.max(values.length, 1);
const isFilter = (system: Measured): system is RecommenderName => (RECOMMENDERS as readonly string[]).includes(system);
const best = (scores: readonly number[]) => scores.indexOf(Math.max(...scores));

/** Says the first `limit` things, and later how many more there were. */
function reporter(limit: number): (what: string) => void {
  let said = 0;
  process.once('exit', () => said > limit && say(`and ${said - limit} more lines or ids like these were skipped`));
  return (what) => ++said <= limit && say(what);
}

async function main(): Promise<void> {
  answerHelp(HELP);
  const options = parseOptions(process.argv.slice(2));
  if (options.json) checkWritable(options.json);
  if (options.tables) return makeTables({ ...options, tables: options.tables }, say);
  const bundle = await openNodeBundle(options.bundle, options.recommender);
  const carried = recommendersOf((await openNodeBundle(options.bundle)).manifest);
  const missing = options.systems.find((system) => isFilter(system) && !carried.includes(system));
  if (missing) throw new UsageError(`The bundle in ${options.bundle} does not carry ${missing}: it has ${carried.join(', ')}.`);
  const name = firstRecommender(bundle.manifest);
  const films = parseCatalogue(await bundle.read('catalogue'), bundle.manifest);
  const { warm } = bundle.manifest.catalogue;
  const cases = options.pinned ? readPinned(options.pinned, films, options) : readSequences(options.sequences!, films, warm, options, reporter(10));
  const backend = options.backend === 'auto' ? ((await hasNativeRuntime()) ? 'node' : 'wasm') : options.backend;
  const runtime = backend === 'node' ? 'onnxruntime-node, native' : 'onnxruntime-web, WASM';
  if (cases.length === 0) throw new UsageError(`No user of ${options.pinned ?? options.sequences} can be evaluated with this bundle.`);
  say(
    `${cases.length} users${options.shuffleHistory ? ' with shuffled histories' : ''}, ${options.systems.join(', ')}; bundle ${bundle.manifest.name} (${bundle.manifest.created}), ${RECOMMENDER_LABELS[name]}; ${runtime}`,
  );

  const started = performance.now();
  const { systems, workers } = options;
  const jobs = cases.map((one) => ({ systems, case: one }));
  const scored = await doAll(jobs, {
    bundle: options.bundle,
    recommender: options.recommender,
    backend,
    workers,
    progress: (done, of) => say(`${done} of ${of} users`),
  });
  const minutes = (performance.now() - started) / 60_000;

  const summary = options.systems.map((system, s) => {
    const ranks = scored.map(({ results }, i) => results[s]!.places[cases[i]!.target]!);
    const seconds = mean(scored.map(({ results }) => results[s]!.seconds));
    return { system, ...rankingMetrics(ranks, options.seed), secondsPerUser: seconds, passesPerUser: mean(scored.map(({ results }) => results[s]!.passes)) };
  });
  console.log('system          users  Hit@1   95% interval     NDCG@10  seconds/user  passes/user');
  for (const { system, users, hit1, interval, ndcg10, secondsPerUser, passesPerUser } of summary)
    console.log(
      `${system.padEnd(14)} ${String(users).padStart(6)}  ${hit1.toFixed(4)}  ${interval.map((n) => n.toFixed(4)).join(' - ')}  ` +
        `${ndcg10.toFixed(4)}   ${secondsPerUser.toFixed(4).padStart(11)}  ${passesPerUser.toFixed(2).padStart(11)}`,
    );
  const [own, alone] = [options.systems.indexOf('a-llmrec'), options.systems.indexOf(name)];
  if (own >= 0 && alone >= 0) {
    const ranks = (s: number) => scored.map(({ results }, i) => results[s]!.places[cases[i]!.target]!);
    const { value, interval } = hitDifference(ranks(own), ranks(alone), options.seed);
    console.log(
      `a-llmrec on ${name} less ${name}: ${[value, ...interval]
        .map((n) => (n < 0 ? '' : '+') + n.toFixed(4))
        .join(', ')
        .replace(', ', ' [')}]`,
    );
  }
  options.systems.forEach((system, s) => {
    const pairs = cases.flatMap(({ reference }, i) => (reference?.[system] ? [[scored[i]!.results[s]!.scores, reference[system]] as const] : []));
    if (pairs.length === 0) return;
    const apart = mean(pairs.map(([ours, theirs]) => mean(ours.map((score, i) => Math.abs(score - theirs[i]!)))));
    const agree = mean(pairs.map(([ours, theirs]) => Number(best(ours) === best(theirs))));
    console.log(`${system}: mean |score - reference| ${apart.toFixed(5)}, same top choice ${(100 * agree).toFixed(1)}% of ${pairs.length} users`);
  });
  say(`${minutes.toFixed(1)} minutes`);

  if (options.json) {
    const out = createWriteStream(options.json);
    const { name: bundleName, created } = bundle.manifest;
    const { seed, candidates, pinned, sequences, shuffleHistory } = options;
    out.write(
      `${JSON.stringify({ summary: { bundle: bundleName, recommender: name, created, backend, seed, candidates, shuffleHistory, source: pinned ?? sequences, systems: summary } })}\n`,
    );
    scored.forEach(({ results }, i) => out.write(`${JSON.stringify(line(cases[i]!, results))}\n`));
    await new Promise<void>((resolve, reject) => out.on('error', reject).end(resolve));
  }

  function line({ user, history, candidates, target }: Case, results: Done['results']) {
    const idOf = (row: number) => films[row]!.id;
    const systems = results.map(
      ({ scores, places }, s) =>
        [
          options.systems[s]!,
          {
            rank: places[target]!,
            // Best first, with the ids of the source data set.
            ranking: candidates
              .map((row, i) => ({ id: idOf(row), score: scores[i]!, place: places[i]!, i }))
              .sort((a, b) => a.place - b.place || a.i - b.i)
              .map(({ id, score }) => ({ id, score })),
          },
        ] as const,
    );
    return { user, target: idOf(candidates[target]!), history: history.map(idOf), candidates: candidates.map(idOf), systems: Object.fromEntries(systems) };
  }
}

main().catch((error: unknown) => {
  if (error instanceof UsageError) refuse(error.message);
  else if (error instanceof MatineeError) say(`${error.message} ${error.nextStep}`);
  else sayAndEnd(error);
  process.exitCode = 1;
});
