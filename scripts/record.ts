/** Records what the stage plays before a model is there, with the shipped bundle through the engine: `npm run record -- --help`. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sayAndEnd, whole } from './explained';
import { format, resolveConfig } from 'prettier';
import { PRESETS } from '../src/content/presets';
import type { RecordedLists, RecordedPlace, RecordedRun, Recording } from '../src/content/recording';
import { SHORTLIST } from '../src/content/systems';
import { loadModels } from '../src/engine/models';
import { recommend, shortlist, type RecommendProgress } from '../src/engine/recommend';
import type { Item, Recommendation } from '../src/engine/types';
import { hasNativeRuntime, openNativeRuntime } from '../src/node/nativeRuntime';
import { firstRecommender } from '../src/bundle/backbones';
import { editionsOf } from '../src/facts/editions';
import { excludedRows } from '../src/facts/excluded';
import { areDifferent, readFacts } from '../src/facts/facts';
import { openNodeBundle } from '../src/node/nodeBundle';
import { openWasmRuntime } from '../src/node/wasmRuntime';
import { chooseCandidates } from '../src/store/candidates';
import { amongNewcomers, newcomerFor, notNewcomers } from '../src/store/stage/newcomer';
import { measuredOf, measuredOfNewcomers } from '../src/ui/stage/measured';
import { byRank, byScore, ROWS, shownPlaces, type Placed, type StageFilm } from '../src/ui/stage/story/scene';
import { commandLine } from './commandLine.mjs';

const HELP = `npm run record -- [--bundle public/models/movies] [--seed 1]

Writes src/content/recording.json: for each example history the first places of SASRec, of the language model without soft tokens and of A-LLMRec, over the same
100 candidates of the whole catalogue as the page has by itself, and all three over 20 films that nobody has rated. The page plays it, labelled "Recorded", for
this bundle and no other.`;

const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const item = (row: number): Item => ({ kind: 'film', row });
const rowOf = (of: Item): number => (of.kind === 'film' ? of.row : -1);

async function main(): Promise<void> {
  const { values } = commandLine(HELP, {
    options: {
      bundle: { type: 'string', default: join(root, 'public/models/movies') },
      seed: { type: 'string', default: '1' },
    },
  });
  const seed = whole('seed', values.seed, { least: 1 });
  const bundle = await openNodeBundle(values.bundle);
  const models = await loadModels(bundle, await ((await hasNativeRuntime()) ? openNativeRuntime() : openWasmRuntime()));
  const { films, sasrec } = models;
  const facts = await readFacts(bundle);
  const adult = facts?.adult ?? [];
  const editions = await editionsOf(films, facts ? areDifferent(facts) : undefined);
  const kept = new Map<number, number>();
  const film = (row: number): number => kept.get(row) ?? (kept.set(row, kept.size), kept.size - 1);
  const stageFilm = (item: Item): StageFilm => ({ key: String(rowOf(item)), ...films[rowOf(item)]! });
  const recorded = (list: readonly Placed[], seen: string | null = null): RecordedPlace[] =>
    shownPlaces(list, ROWS, seen).map(({ film: { key }, place, value }) => ({
      film: film(Number(key)),
      place,
      value: value === null ? null : Number(value.toFixed(5)),
    }));

  const runs: RecordedRun[] = [];
  for (const { name, ids } of PRESETS) {
    const rows = ids.flatMap((id) => films.find((one) => one.id === id)?.row ?? []);
    if (rows.length < 3) continue;
    const history = rows.map(item);
    const excluded = excludedRows({ rows }, editions, adult);
    const nearest = shortlist(models, history, SHORTLIST, [...rows, ...excluded]).map(rowOf);
    const candidates = chooseCandidates('catalogue', films, history, nearest, [], seed, [], excluded);
    const rank = async (of: readonly Item[], system: 'a-llmrec' | 'llm-only') =>
      recommend(models, { history, candidates: of, decoding: 'constrained', system });
    const scores = sasrec.scores(sasrec.represent(rows));
    const crowd = (of: readonly Item[]) => byScore(of.map(stageFilm), of.map((one) => scores[rowOf(one)] ?? null)); // prettier-ignore
    const listsOf = async (of: readonly Item[], both: Recommendation, seen: string | null = null): Promise<RecordedLists> => ({
      crowd: recorded(crowd(of), seen),
      reader: recorded(byRank(of.map(stageFilm), (await rank(of, 'llm-only')).ranking), seen),
      both: recorded(byRank(of.map(stageFilm), both.ranking), seen),
    });
    const tokens: string[] = [];
    const onProgress = (progress: RecommendProgress) => {
      if (progress.kind === 'token') tokens.push(progress.text);
    };
    const both = await recommend(models, { history, candidates, decoding: 'constrained' }, { onProgress });
    const lists = await listsOf(candidates, both);
    const leftOut = [...notNewcomers(films, history, candidates), ...excluded];
    const newcomer = newcomerFor(films, history, leftOut, seed)!;
    const others = amongNewcomers(films, leftOut, newcomer, seed);
    const key = String(rowOf(newcomer));
    const ofNewcomers = await listsOf(others, await rank(others, 'a-llmrec'), key);
    runs.push({ name, history: rows.map(film), lists, tokens, newcomer: { film: film(rowOf(newcomer)), of: others.length, lists: ofNewcomers } });
    const place = (list: readonly RecordedPlace[]) => list.find((placed) => placed.film === film(rowOf(newcomer)))?.place;
    console.log(
      `${name}: ${both.text}; newcomer: ${films[rowOf(newcomer)]!.title}, the reader ${place(ofNewcomers.reader)} and both ${place(ofNewcomers.both)} of ${others.length}`,
    );
  }
  await models.dispose();

  const recording: Recording = {
    bundle: basename(resolve(values.bundle)),
    version: createHash('sha256')
      .update(readFileSync(join(values.bundle, 'manifest.json')))
      .digest('hex'),
    command: `npm run record -- --seed ${seed}`,
    films: [...kept.keys()].map((row) => {
      const { title, year, genres, cold } = films[row]!;
      return { row, title, year, genres: [...genres], cold };
    }),
    measured: measuredOf(bundle.manifest, firstRecommender(bundle.manifest)),
    measuredOfNewcomers: measuredOfNewcomers(bundle.manifest),
    runs,
  };
  const file = join(root, 'src/content/recording.json');
  writeFileSync(file, await format(JSON.stringify(recording), { ...(await resolveConfig(file)), parser: 'json' }));
}

main().catch(sayAndEnd);
