/** Records what the stage plays before a model is there, with the shipped bundle through the engine: `npm run record -- --help`. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sayAndEnd, whole } from './explained';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { PRESETS } from '../src/content/presets';
import type { RecordedRun, Recording } from '../src/content/recording';
import { loadModels } from '../src/engine/models';
import { recommend, shortlist } from '../src/engine/recommend';
import type { Item, Recommendation } from '../src/engine/types';
import { hasNativeRuntime, openNativeRuntime } from '../src/node/nativeRuntime';
import { readFacts } from '../src/facts/facts';
import { openNodeBundle } from '../src/node/nodeBundle';
import { openWasmRuntime } from '../src/node/wasmRuntime';
import { chooseCandidates } from '../src/store/candidates';
import { amongNewcomers, notNewcomers } from '../src/store/stage/newcomer';

const HELP = `npm run record -- [--bundle public/models/movies] [--seed 1]

Writes src/content/recording.json: for each example history the scores of SASRec, the language model's ranking without soft tokens and A-LLMRec's, over
the same 20 candidates, and both over 20 films that nobody has rated. The page plays it, labelled "Recorded", for this bundle and no other.`;

const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const item = (row: number): Item => ({ kind: 'film', row });
const rowOf = (of: Item): number => (of.kind === 'film' ? of.row : -1);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      bundle: { type: 'string', default: join(root, 'public/models/movies') },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(HELP);
  const seed = whole('seed', values.seed, { least: 1 });
  const bundle = await openNodeBundle(values.bundle);
  const models = await loadModels(bundle, await ((await hasNativeRuntime()) ? openNativeRuntime() : openWasmRuntime()));
  const { films, sasrec } = models;
  const adult = (await readFacts(bundle))?.adult ?? [];
  const kept = new Map<number, number>();
  const film = (row: number): number => kept.get(row) ?? (kept.set(row, kept.size), kept.size - 1);
  const rounded = (ranking: Recommendation['ranking']) =>
    ranking.map(({ candidate, probability }) => ({ candidate, probability: Number(probability.toFixed(5)) }));

  const runs: RecordedRun[] = [];
  for (const { name, ids } of PRESETS) {
    const rows = ids.flatMap((id) => films.find((one) => one.id === id)?.row ?? []);
    if (rows.length < 3) continue;
    const history = rows.map(item);
    const list = sasrec.rank(rows, 20).map(({ row }) => row);
    const candidates = chooseCandidates('sasrec', films, history, list, [], seed);
    const ask = (of: readonly Item[], system: 'a-llmrec' | 'llm-only') => recommend(models, { history, candidates: of, decoding: 'constrained', system });
    const all = sasrec.scores(sasrec.represent(rows));
    const scores = candidates.map((one) => all[rowOf(one)] ?? null);
    const tokens: string[] = [];
    const both = await recommend(
      models,
      { history, candidates, decoding: 'constrained' },
      {
        onProgress(progress) {
          if (progress.kind === 'token') tokens.push(progress.text);
        },
      },
    );
    const reader = await ask(candidates, 'llm-only');
    const leftOut = [...notNewcomers(films, history, candidates), ...adult];
    const newcomer = shortlist(models, history, 1, leftOut)[0]!;
    const others = amongNewcomers(films, leftOut, newcomer, seed);
    runs.push({
      name,
      history: rows.map(film),
      candidates: candidates.map((one) => film(rowOf(one))),
      crowd: scores.map((score) => (score === null ? null : Number(score.toFixed(3)))),
      reader: rounded(reader.ranking),
      both: rounded(both.ranking),
      tokens,
      newcomer: {
        film: film(rowOf(newcomer)),
        candidates: others.map((one) => film(rowOf(one))),
        reader: rounded((await ask(others, 'llm-only')).ranking),
        both: rounded((await ask(others, 'a-llmrec')).ranking),
      },
    });
    const place = (ranking?: Recommendation['ranking']) => (ranking?.findIndex(({ candidate }) => rowOf(others[candidate]!) === rowOf(newcomer)) ?? -1) + 1;
    const last = runs.at(-1)!;
    console.log(
      `${name}: ${both.text}; alone: ${reader.text}; new: ${films[rowOf(newcomer)]!.title}, ${place(last.newcomer?.reader)} and ${place(last.newcomer?.both)}`,
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
    runs,
  };
  const file = join(root, 'src/content/recording.json');
  writeFileSync(file, await format(JSON.stringify(recording), { ...(await resolveConfig(file)), parser: 'json' }));
}

main().catch(sayAndEnd);
