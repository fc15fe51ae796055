/** `npm run evaluate -- --table LIST`: the paper's tables, of the shipped bundle through the engine that the page runs. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as v from 'valibot';
import { parseCatalogue } from '../../src/engine/items/catalogue';
import type { Film, System } from '../../src/engine/types';
import { openNodeBundle } from '../../src/node/nodeBundle';
import { resultsSchema, type Results } from '../../src/bundle/results';
import { UsageError } from '../commandLine.mjs';
import { MLP_LLM, readPinned, type Measured as Asked, type Options, type Table } from '../evaluateOptions';
import type { Job } from '../evaluateWorker';
import { hasNativeRuntime } from '../../src/node/nativeRuntime';
import { doAll } from '../pool';
import { RECOMMENDER_LABELS, recommendersOf } from '../../src/bundle/backbones';
import type { RecommenderName } from '../../src/bundle/manifest';
import { backboneRows, checkSame, lessFirst, type Backbone } from './trainings/backbones';
import { calibrated } from './calibration';
import { catalogueRows } from './catalogue';
import { moved, withTarget, type Place } from './candidateOrder';
import { coldWarmRows } from './coldWarm';
import { genreRows, withoutGenre, type GenreCase } from './genre';
import { differenceText, markdown } from './markdown';
import { NEVER_SEEN, SHORTLIST, SYSTEMS } from '../../src/content/systems';
import { hitDifference } from '../../src/engine/evaluation/rankingMetrics';
import { measured, quantisation, systemRows, type Measure, type Measured } from './measured';
import { keep, saved } from './page';
import { withPaper } from './paper';
import { trainingSeedRows } from './trainings/trainingSeeds';
import { readVariants, stage2Minutes, variantRows, type Variant } from './trainings/variants';

const WORK = 'training/.work';
const ALL = ['a-llmrec', 'a-llmrec-sbert', 'sasrec', 'llm-only'] as const satisfies readonly System[];
const TWO = ['a-llmrec', 'sasrec'] as const satisfies readonly System[];
const THREE = ['a-llmrec', 'a-llmrec-sbert', 'sasrec'] as const satisfies readonly System[];
const BY_PYTORCH =
  "Trained and measured in PyTorch, with the frozen language model of the command's work folder in float: python3 -m training.evaluation variants. Every line had the same short Stage 2, so “A-LLMRec” here is the control, not the shipped bundle. One question orders each list.";

const genreSchema = v.object({
  users: v.array(v.object({ user: v.union([v.string(), v.number()]), history: v.array(v.number()), next: v.array(v.number()) })),
});

/** The work folder that a training run touched last, of those with users to evaluate. */
function newestWork(): string {
  const folders = existsSync(WORK)
    ? readdirSync(WORK)
        .map((name) => join(WORK, name))
        .filter((folder) => existsSync(join(folder, 'pinned-test.json')))
    : [];
  const newest = folders.sort((a, b) => statSync(join(b, 'pinned-test.json')).mtimeMs - statSync(join(a, 'pinned-test.json')).mtimeMs)[0];
  if (!newest) throw new UsageError(`No folder in ${WORK} has users to evaluate. Write them with: python3 -m training.evaluation users --work ${WORK}/tiny`);
  return newest;
}

/** The day before which a run with --before knows ratings. @throws UsageError where a run knows all. */
function dayOf(work: string): string {
  const { before } = v.parse(v.object({ before: v.optional(v.number()) }), JSON.parse(readFileSync(join(work, 'catalogue.json'), 'utf8')));
  if (before === undefined)
    throw new UsageError(`${work} knows all ratings: a temporal split needs a run of python3 -m training --before DAY, and its bundle as --bundle.`);
  return new Date(before * 1000).toISOString().slice(0, 10);
}

/** The hash of the aligner on a further filter of a bundle; null where it is the first, or none. */
async function alignerOf(path: string, name: RecommenderName): Promise<string | null> {
  const { manifest } = await openNodeBundle(path);
  const found = manifest.backbones.find(({ recommender }) => recommender.architecture === name);
  return found ? found.files.aligner.shards.map(({ sha256 }) => sha256).join() : null;
}

/** @throws UsageError when a table's users have not been written. */
export async function makeTables(options: Options & { tables: Table[] }, say: (line: string) => void): Promise<void> {
  const work = options.work ?? newestWork();
  const bundle = await openNodeBundle(options.bundle);
  const { manifest } = bundle;
  const films: Film[] = parseCatalogue(await bundle.read('catalogue'), manifest);
  const { warm } = manifest.catalogue;
  const hasUnseen = films.length > warm;
  const backend = options.backend === 'auto' ? ((await hasNativeRuntime()) ? 'node' : 'wasm') : options.backend;
  const { seed } = options;
  if (options.save && (options.split !== 'test' || Number.isFinite(options.limit)))
    throw new UsageError('--save keeps the tables of all test users: leave --limit and --split away, or --save.');
  const chance = 0.05;
  const all: readonly Exclude<Measure, 'popularity'>[] = [...ALL, ...(manifest.mlpLlm ? ([MLP_LLM] as const) : [])];
  const measures: readonly Measure[] = [...all, 'popularity'];

  const file = (name: string) => {
    const path = join(work, name);
    if (!existsSync(path)) throw new UsageError(`${path} is missing: write it with python3 -m training.evaluation users --work ${work}`);
    return path;
  };
  const doJobs = (what: string, jobs: Job[], from = options.bundle, recommender?: RecommenderName) => {
    say(`${what}: ${jobs.length} users`);
    return doAll(jobs, { bundle: from, recommender, backend, workers: options.workers, progress: (done, of) => say(`${what}: ${done} of ${of} users`) });
  };
  const rank = async (
    name: string,
    systems: readonly Exclude<Measure, 'popularity'>[],
    given: Partial<Options> & { target?: Place } = {},
  ): Promise<Measured> => {
    const { target } = given;
    const read = readPinned(file(`${name}.json`), films, { ...options, ...given });
    const cases = target ? read.map((one) => withTarget(target, one)) : read;
    if (cases.length === 0)
      throw new UsageError(`${file(`${name}.json`)} has no users: write it again with python3 -m training.evaluation users --work ${work}`);
    return measured(
      cases,
      systems,
      await doJobs(
        name,
        cases.map((one) => ({ systems: [...systems], case: one })),
        given.bundle,
      ),
      films,
    );
  };
  // Several tables are views of one run; two of them need systems that the others do not ask for.
  const asked = options.tables.some((table) => table === 'overall' || table === 'cold-warm') ? all : TWO;
  let run: Promise<Measured> | undefined;
  const everyone = () => (run ??= rank(`pinned-${options.split}`, asked));
  const variants = readVariants(work);
  const needVariants = (chosen: Variant[]) => {
    if (chosen.length === 0) throw new UsageError(`${work} has no measured variants: run python3 -m training.evaluation variants --work ${work} --test`);
    return chosen;
  };

  /** earlier: the command of the rows that were kept. */
  type Made = Omit<Results, 'table' | 'seed' | 'date' | 'command' | 'metric'> & { metric?: string; earlier?: string };
  const make: Record<Table, () => Promise<Made>> = {
    overall: async () => ({
      title: options.split === 'test' ? 'Overall' : 'Overall, validation',
      chance,
      rows: systemRows(await everyone(), measures, seed),
      note: [
        ...quantisation(await everyone(), ALL).map(
          ({ label, points, same }) =>
            `${label}, shipped weights less float PyTorch on the same prompts: ${points.toFixed(2)} points of Hit@1, the same first choice for ${(100 * same).toFixed(1)}% of the users.`,
        ),
        ...(variants.some(({ name }) => name === MLP_LLM) ? ['MLP-LLM is in the table of ablations, beside a control of the same short training.'] : []),
      ].join(' '),
    }),
    'cold-warm': async () => {
      const rows = coldWarmRows(await everyone(), measures, films, warm, seed);
      if (hasUnseen) {
        const unseen = await rank('pinned-unseen', ['a-llmrec', 'llm-only']);
        rows.push(...systemRows(unseen, ['a-llmrec', 'llm-only'], seed, { group: `${NEVER_SEEN}, among 19 others of them` }));
      }
      return {
        title: 'Cold and warm items',
        chance,
        rows,
        note: hasUnseen
          ? 'SASRec cannot rank items that it never saw: it would be right by chance, 0.050. There every joint embedding comes from the text encoder.'
          : 'This catalogue has no item that SASRec never saw.',
      };
    },
    'cold-user': async () => ({
      title: 'Cold users',
      chance,
      rows: systemRows(await rank('pinned-cold-user', THREE), THREE, seed),
      note: 'Every test user, of whom only the three interactions before the target are known to the systems. The paper takes users who have no more, and trains without them.',
    }),
    'few-shot': () =>
      Promise.resolve({
        title: 'Few-shot training',
        chance,
        rows: variantRows(needVariants(variants.filter(({ table }) => table === 'few-shot')), ({ row }) => row, manifest.name),
        note: `SASRec, Stage 1 and Stage 2 see the training parts of that many users; SBERT is not fine-tuned. Evaluated on all users. ${BY_PYTORCH}`,
      }),
    ablation: () =>
      Promise.resolve({
        title: 'Ablations',
        chance,
        rows: variantRows(
          needVariants(variants.filter(({ table }) => table !== 'few-shot')),
          ({ name, table }) => (name === 'full' ? 'the control' : `as in the paper's ${table}`),
          manifest.name,
        ),
        baseline: 'the control',
        note: [BY_PYTORCH, ...stage2Minutes(variants)].join(' '),
      }),
    genre: async () => {
      const parsed = v.parse(genreSchema, JSON.parse(readFileSync(file(`pinned-genre${options.split === 'test' ? '' : '-validation'}.json`), 'utf8')));
      const cases: GenreCase[] = parsed.users.slice(0, options.limit).map(({ user, ...rest }) => ({ user: String(user), ...rest }));
      const done = await doJobs(
        'genre',
        cases.map(({ history }) => ({ genreSystems: ['a-llmrec', 'llm-only'], history })),
      );
      const answers = { 'A-LLMRec': done.map(({ texts }) => texts[0]!), 'LLM-Only': done.map(({ texts }) => texts[1]!) };
      return {
        title: 'Favourite genre',
        metric: 'share of the named genres',
        rows: genreRows(cases, answers, films, warm, seed),
        note: `The model reads a history without its last 10 films; the prompt tells the last 10 of what is left. Answers that name no genre: ${Object.entries(
          answers,
        )
          .map(([label, texts]) => `${label} ${(100 * withoutGenre(texts, films)).toFixed(1)}%`)
          .join(', ')}.`,
      };
    },
    calibration: async () => {
      const { cases, scores } = await everyone();
      const { shipped, before } = calibrated(cases, scores['a-llmrec']!, manifest.calibration?.temperature ?? 1);
      return {
        title: 'Calibration',
        metric: 'expected calibration error',
        rows: [
          { label: 'A-LLMRec, as shipped', users: cases.length, value: shipped.ece },
          { label: 'before the temperature', users: cases.length, value: before.ece },
          { label: 'all 20 candidates, as shipped', users: cases.length, value: shipped.eceAll },
          { label: 'all 20 candidates, before the temperature', users: cases.length, value: before.eceAll },
        ],
        note: `Temperature ${manifest.calibration?.temperature ?? 1}, chosen on validation. Negative log-likelihood of the target ${shipped.nll.toFixed(3)}, before ${before.nll.toFixed(3)}; Brier score ${shipped.brier.toFixed(3)}, before ${before.brier.toFixed(3)}.`,
        reliability: { users: cases.length, ece: shipped.ece, eceBefore: before.ece, bins: shipped.bins, binsBefore: before.bins },
      };
    },
    catalogue: async () => {
      const rows = async (name: string, targets: string) => {
        const cases = readPinned(file(`${name}.json`), films, options);
        const jobs = cases.map(({ history, candidates, target }) => ({ shortlist: SHORTLIST, history, target: candidates[target]! }));
        const done = await doJobs(`catalogue, ${name}`, jobs);
        return catalogueRows(
          done.map(({ places }) => places!),
          targets,
          seed,
        );
      };
      return {
        title: 'The whole catalogue',
        metric: 'what the group names',
        rows: [
          ...(await rows(`pinned-${options.split}`, 'targets that SASRec knows')),
          ...(options.split === 'test' && hasUnseen ? await rows('pinned-unseen', 'targets that SASRec never saw') : []),
        ],
        note: `No negatives are drawn: the target is sought among all ${films.length} films, without those of the history. A-LLMRec takes the ${SHORTLIST} films nearest to the user's soft token, and the language model ranks them, as in the page; SASRec ranks the ${warm} that it knows.`,
      };
    },
    many: async () => {
      const found = await rank('pinned-many', TWO);
      const others = found.cases[0]!.candidates.length - 1;
      return {
        title: `Among ${others} others`,
        chance: 1 / (others + 1),
        rows: systemRows(found, [...TWO, 'popularity'], seed, { group: `Hit@1 among ${others} others` }),
        note: 'The same users and targets as in the paper’s protocol, with five times as many others.',
      };
    },
    'candidate-order': async () => {
      const [first, last] = [await rank(`pinned-${options.split}`, TWO, { target: 'first' }), await rank(`pinned-${options.split}`, TWO, { target: 'last' })];
      const { changed, most, difference } = moved(first, last, seed);
      return {
        title: 'The order of the candidates',
        chance,
        rows: [...systemRows(first, TWO, seed, { group: 'the target is named first' }), ...systemRows(last, TWO, seed, { group: 'the target is named last' })],
        note: `Large language models prefer some places of a list. The same users and candidates with the target moved: A-LLMRec’s first choice is another one for ${changed} of ${first.cases.length} users, and no probability changes by more than ${most.toPrecision(1)}, for every candidate stands at the same positions and sees no other. Last less first: ${differenceText(difference)}.`,
      };
    },
    shuffled: async () => {
      const [ordered, drawn] = [await everyone(), await rank(`pinned-${options.split}`, TWO, { shuffleHistory: true })];
      const lost = TWO.map((system) => `${SYSTEMS[system]} ${differenceText(hitDifference(drawn.ranks[system]!, ordered.ranks[system]!, seed))}`);
      return {
        title: 'Shuffled histories',
        chance,
        rows: [
          ...systemRows(ordered, TWO, seed, { group: 'histories in their order' }),
          ...systemRows(drawn, TWO, seed, { group: 'histories in a random order' }),
        ],
        note: `What the order of a history is worth (as LLM-SRec asks, KDD 2025): the same models, users and candidates. Hit@1 in a random order less that in the right one: ${lost.join('; ')}.`,
      };
    },
    temporal: async () => ({
      title: 'A temporal split',
      chance,
      rows: systemRows(await rank('pinned-temporal', ALL), [...ALL, 'popularity'], seed),
      note: `SASRec, Stage 1 and Stage 2 were trained anew, with ratings of before ${dayOf(work)} alone. The users are those who rated since: the last film that the models know is the target, what was rated before it the history. Leave-one-out lets a model learn from what others did after the target; this does not.`,
    }),
    'training-seeds': async () => {
      const runs = [{ run: manifest.run, found: await everyone() }];
      for (const other of options.seedBundles)
        runs.push({ run: (await openNodeBundle(other)).manifest.run, found: await rank(`pinned-${options.split}`, ['a-llmrec'], { bundle: other }) });
      return {
        title: `${runs.length} seeds of Stage 2`,
        chance,
        rows: trainingSeedRows(runs, seed),
        note: 'Stage 2 from nothing by one command with each seed, on the same SASRec, Stage 1 and language model. What ships is none of them: it has gone on from its forerunners’ aligner.',
      };
    },
    backbones: async () => {
      const cases = readPinned(file(`pinned-${options.split}.json`), films, options);
      const names = recommendersOf(manifest);
      const first = names[0]!;
      const earlier = options.add ? saved('backbones', manifest.name) : undefined;
      const has = (name: RecommenderName) => earlier?.rows.some(({ group }) => group === RECOMMENDER_LABELS[name]) ?? false;
      /** Places of the targets, of the run of one bundle with one filter. */
      const placesOf = async (name: RecommenderName, systems: readonly Asked[], from = options.bundle): Promise<number[][]> => {
        const jobs = cases.map((one) => ({ systems: [...systems], case: one }));
        const done = await doJobs(`A-LLMRec (${RECOMMENDER_LABELS[name]})`, jobs, from, name);
        return systems.map((_, s) => done.map(({ results }, i) => results[s]!.places[cases[i]!.target]!));
      };
      // First, so that nothing is measured in vain.
      const before = earlier && (await placesOf(first, [first]))[0]!;
      if (before) checkSame(earlier, RECOMMENDER_LABELS[first], before);
      const found: Backbone[] = [];
      for (const name of names.filter((name) => !has(name))) {
        // A bundle of another seed tells of the further filters that it carries with another aligner: the first one's seeds are the table training-seeds.
        const own = await alignerOf(options.bundle, name);
        const [together, alone] = await placesOf(name, ['a-llmrec', name]);
        const runs = [together!];
        for (const other of options.seedBundles) {
          const theirs = await alignerOf(other, name);
          if (theirs !== null && theirs !== own) runs.push(...(await placesOf(name, ['a-llmrec'], other)));
        }
        found.push({ label: RECOMMENDER_LABELS[name], alone: alone!, together: runs });
      }
      const baseline = before ?? found[0]!.alone;
      const said = lessFirst(found, baseline, seed).map(({ label, differences }) => `on ${label} ${differences.map(differenceText).join(', ')}`);
      return {
        title: 'Backbones: other collaborative filters in the place of the first',
        chance,
        baseline: 'its backbone',
        rows: [...(earlier?.rows ?? []), ...backboneRows(found, seed)],
        note: earlier
          ? `${[earlier.note!.replace(/\.$/, ''), ...said].join('; ')}.`
          : `Stage 1's linear layers and Stage 2 were trained anew on each. A-LLMRec less ${RECOMMENDER_LABELS[first]}, where there are several the mean of the training seeds and then each: ${said.join('; ')}.`,
        ...(earlier ? { earlier: earlier.command } : {}),
      };
    },
  };

  const date = new Date().toISOString().slice(0, 10);
  const limited = Number.isFinite(options.limit) ? ` --limit ${options.limit}` : '';
  for (const table of options.tables) {
    const { note, metric, earlier, ...made } = await make[table]();
    const command = `npm run evaluate -- --table ${table} --work ${relative('', work)} --seed ${seed}${options.bundle === 'public/models/movies' ? '' : ` --bundle ${relative('', options.bundle)}`}${options.split === 'test' ? '' : ' --split validation'}${options.seedBundles.length > 0 && (table === 'training-seeds' || table === 'backbones') ? ` --seed-bundles ${options.seedBundles.map((path) => relative('', path)).join(',')}` : ''}${options.add ? ' --add' : ''}${limited}`;
    const results = withPaper(
      v.parse(resultsSchema, {
        table,
        metric: metric ?? 'Hit@1',
        seed,
        date,
        command: !earlier ? command : earlier.endsWith(command) ? earlier : `${earlier}; then ${command}`, // each of --add says the same
        ...(note ? { note } : {}),
        ...made,
      }),
      manifest.name,
    );
    console.log(markdown([results]).slice(markdown([]).length));
    if (options.save) keep(results, manifest.name);
  }
}
