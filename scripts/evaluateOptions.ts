/** The command line and the input files of `npm run evaluate`. */
import { closeSync, openSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import * as v from 'valibot';
import { parseSequences, type Case } from '../src/engine/evaluation/sequences';
import { seededRandom, seedOf, shuffled } from '../src/random';
import { RECOMMENDERS, type RecommenderName } from '../src/bundle/manifest';
import type { Film, System } from '../src/engine/types';
import { readCommandLine, UsageError } from './commandLine.mjs';

export type { Case };

export const SYSTEMS = ['a-llmrec', 'a-llmrec-sbert', 'sasrec', 'llm-only'] as const satisfies readonly System[];
export const MLP_LLM = 'mlp-llm';
/** What can be measured: the systems, and MLP-LLM and every collaborative filter that the bundle carries. */
export type Measured = System | typeof MLP_LLM | RecommenderName;
const MEASURED = [...SYSTEMS, MLP_LLM, ...RECOMMENDERS.filter((name) => name !== 'sasrec')] as const;

export const TABLES = [
  'overall',
  'cold-warm',
  'cold-user',
  'few-shot',
  'ablation',
  'genre',
  'calibration',
  'catalogue',
  'many',
  'shuffled',
  'candidate-order',
  'temporal',
  'training-seeds',
  'backbones',
] as const;
export type Table = (typeof TABLES)[number];

export const HELP = `npm run evaluate -- --sequences FILE.tsv [options]

Leave-one-out evaluation of a model bundle with the TypeScript engine (paper, section 4.1).
FILE has a line per user: user<TAB>space-separated item ids of the bundle's source data set, oldest first; the last is the target.

  --systems LIST      comma-separated, of ${SYSTEMS.join(', ')} (default: these, with the recommender's in the place of
                      sasrec), and of what the bundle carries of these:
                      ${MLP_LLM}, and the collaborative filters ${RECOMMENDERS.join(', ')}
  --recommender NAME  the collaborative filter that A-LLMRec stands on (paper, table 11), of those that the bundle carries (default: its first)
  --candidates N      the target and N - 1 uniformly drawn warm films that the user has not met (default 20)
  --limit N           the first N users only
  --seed S            of the draws (default 1)
  --shuffle-history   each user's history in a random order (of the seed), for every system: how much the order of what was watched tells
  --json OUT          JSON lines: {"summary": ...} first, then a line per user with the ranked candidates of each system
  --bundle DIR        (default public/models/movies)
  --pinned FILE.json  instead of --sequences: {"users": [{"user", "history", "candidates", "target"}]} in catalogue rows, candidates in
                      the prompt's order, so that two implementations are compared on the same prompts; with "scores": {system:
                      [score of each candidate]} it also prints how far the scores are apart and how often the top choices agree
  --backend B         wasm: onnxruntime-web, what the page runs; node: onnxruntime-node, native, several times as fast, the same numbers;
                      auto (default): node where it is installed. The summary names the one that was used.
  --table LIST        instead of --sequences: the paper's tables, comma-separated, of ${TABLES.join(', ')}.
                      The users come from --work DIR, the work folder of a training run, where python3 -m training.evaluation users has written them
                      (default: the newest in training/.work); the ablations and few-shot lines from its variants
  --seed-bundles LIST  of the tables training-seeds and backbones: bundles of the same command with other seeds, comma-separated, beside --bundle
  --split S           test (default) or validation, of overall, calibration and genre: python3 -m training.evaluation users --split validation
  --save              writes each table into docs/results/ and all of them into docs/RESULTS.md (docs/results-NAME/ and
                      docs/RESULTS-NAME.md of another bundle than movies); of all test users only
  --add               with --save, of the table backbones: measures the filters that the saved table does not have, and keeps its rows
  --workers N         processes (default: one a core); the results do not depend on it`;

export interface Options {
  sequences?: string;
  pinned?: string;
  tables?: Table[];
  work?: string;
  seedBundles: string[];
  split: 'test' | 'validation';
  save: boolean;
  add: boolean;
  systems: Measured[];
  recommender?: RecommenderName;
  candidates: number;
  limit: number;
  seed: number;
  shuffleHistory: boolean;
  json?: string;
  bundle: string;
  backend: 'auto' | 'wasm' | 'node';
  workers: number;
}

const whole = (minimum: number) => v.pipe(v.string(), v.regex(/^\d+$/, 'a whole number is expected'), v.transform(Number), v.minValue(minimum));

const listOf = <const T extends readonly string[]>(names: T) =>
  v.pipe(
    v.string(),
    v.transform((list) => list.split(',').map((name) => name.trim())),
    v.array(v.picklist(names)),
  );
const flags = ['save', 'add', 'shuffle-history'];

const optionsSchema = v.object({
  table: v.optional(listOf(TABLES)),
  work: v.optional(v.string()),
  split: v.optional(v.picklist(['test', 'validation'])),
  save: v.optional(v.boolean()),
  add: v.optional(v.boolean()),
  'seed-bundles': v.optional(v.string()),
  sequences: v.optional(v.string()),
  pinned: v.optional(v.string()),
  systems: v.optional(listOf(MEASURED)),
  recommender: v.optional(v.picklist(RECOMMENDERS)),
  candidates: v.optional(whole(2)),
  limit: v.optional(whole(1)),
  seed: v.optional(whole(0)),
  'shuffle-history': v.optional(v.boolean()),
  json: v.optional(v.string()),
  bundle: v.optional(v.string()),
  backend: v.optional(v.picklist(['auto', 'wasm', 'node'])),
  workers: v.optional(whole(1)),
});

/** @throws UsageError with a sentence for the terminal. */
export function parseOptions(argv: string[]): Options {
  const names = Object.keys(optionsSchema.entries);
  const given = readCommandLine({
    args: argv,
    options: Object.fromEntries(names.map((name) => [name, { type: flags.includes(name) ? 'boolean' : 'string' } as const])),
  }).values;
  const parsed = v.safeParse(optionsSchema, given);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw new UsageError(`--${v.getDotPath(issue)?.split('.')[0] ?? 'options'}: ${issue.message}`);
  }
  const { sequences, pinned, json, table, work, ...rest } = parsed.output;
  if ([sequences, pinned, table].filter(Boolean).length !== 1) throw new UsageError('Give one of --sequences FILE.tsv, --pinned FILE.json and --table LIST.');
  if (table && rest.recommender) throw new UsageError('--recommender goes with --sequences or --pinned: the tables are of the bundle as it is.');
  if (table && rest['shuffle-history']) throw new UsageError('--shuffle-history goes with --sequences or --pinned: a table is of histories as they were.');
  if (rest.add && !(rest.save && table?.length === 1 && table[0] === 'backbones')) throw new UsageError('--add goes with --table backbones --save.');
  return {
    ...(sequences ? { sequences } : {}),
    ...(pinned ? { pinned } : {}),
    ...(json ? { json } : {}),
    ...(table ? { tables: table } : {}),
    ...(work ? { work } : {}),
    ...(rest.recommender ? { recommender: rest.recommender } : {}),
    seedBundles: rest['seed-bundles']?.split(',') ?? [],
    split: rest.split ?? 'test',
    save: rest.save ?? false,
    add: rest.add ?? false,
    systems: rest.systems ?? SYSTEMS.map((system) => (system === 'sasrec' ? (rest.recommender ?? system) : system)),
    candidates: rest.candidates ?? 20,
    limit: rest.limit ?? Infinity,
    seed: rest.seed ?? 1,
    shuffleHistory: rest['shuffle-history'] ?? false,
    bundle: rest.bundle ?? 'public/models/movies',
    backend: rest.backend ?? 'auto',
    workers: rest.workers ?? availableParallelism(),
  };
}

/** The cases of a sequences file. What cannot be used is passed to `report`, a sentence each, and left out. */
export function readSequences(path: string, films: readonly Film[], warm: number, options: Options, report: (what: string) => void): Case[] {
  return parseSequences(readText(path), films, warm, options, report).map((one) => inOrder(one, options));
}

/** A user's case with its history in the order that was asked for. */
function inOrder(one: Case, { shuffleHistory, seed }: Pick<Options, 'shuffleHistory' | 'seed'>): Case {
  // The candidates' draw has this user's seed, too: another one, so that the two have nothing to do with each other.
  return shuffleHistory ? { ...one, history: shuffled(one.history, seededRandom(seedOf(seed, `history of ${one.user}`))) } : one;
}

/** Text as spreadsheets save it: UTF-8, or UTF-16 with its mark; lines end in LF, CRLF or CR alone. */
function decode(bytes: Buffer): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes).replace(/\r\n?/g, '\n');
}

/** @throws UsageError when nothing could be written to `path`: before the work, not after it. */
export function checkWritable(path: string): void {
  try {
    closeSync(openSync(path, 'a'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'its folder does not exist' : code === 'EISDIR' ? 'it is a folder' : message;
    throw new UsageError(`--json: nothing can be written to ${path}: ${why}.`);
  }
}

function readText(path: string): string {
  try {
    return decode(readFileSync(path));
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

const row = v.pipe(v.number(), v.integer(), v.minValue(0));
const pinnedSchema = v.object({
  users: v.array(
    v.object({
      user: v.union([v.string(), v.number()]),
      history: v.array(row),
      candidates: v.array(row),
      target: row,
      scores: v.optional(v.record(v.string(), v.array(v.number()))),
    }),
  ),
});

/** @throws UsageError when the file is not as HELP says. */
export function readPinned(path: string, films: readonly Film[], options: Options): Case[] {
  let value: unknown;
  try {
    value = JSON.parse(readText(path));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path} is not JSON: --pinned takes {"users": [...]}, see --help.`);
  }
  const parsed = v.safeParse(pinnedSchema, value);
  if (!parsed.success) throw new UsageError(`${path}: ${v.getDotPath(parsed.issues[0]) ?? ''} ${parsed.issues[0].message}`);
  if (parsed.output.users.length === 0) throw new UsageError(`${path} has no users.`);
  return parsed.output.users.slice(0, options.limit).map(({ user, history, candidates, target, scores }) => {
    const index = candidates.indexOf(target);
    if (index < 0 || history.length === 0 || [...history, ...candidates].some((r) => !films[r]))
      throw new UsageError(`${path}: user ${user} has no history, a target that is no candidate, or a row that the catalogue lacks.`);
    for (const [system, values] of Object.entries(scores ?? {}))
      if (values.length !== candidates.length)
        throw new UsageError(`${path}: user ${user} has ${values.length} scores of ${system} for ${candidates.length} candidates.`);
    return inOrder({ user: String(user), history, candidates, target: index, ...(scores ? { reference: scores } : {}) }, options);
  });
}
