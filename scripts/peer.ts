/**
 * npm run bench -- --peer [--bundle models/movies/ --json OUT]
 *
 * The same opt-mini weights, run by this app's engine, by transformers.js's text generation (in the layout that it wants) and by PyTorch, one after
 * the other on one thread. All three read the same token ids: a history of 10 films and 20 candidates, without soft tokens for the other two, which cannot take them. The
 * other two rank as is usual, by the likelihood of each title behind the prompt. Seconds are the processor's, so that what else the machine does hardly counts. The engine and
 * transformers.js both run on onnxruntime's native build.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { collaborativePrompt, recommend, shortlist } from '../src/engine/recommend';
import { generate } from '../src/engine/llm/decode';
import { loadModels, type Models } from '../src/engine/models';
import type { Item } from '../src/engine/types';
import { openNativeRuntime } from '../src/node/nativeRuntime';
import { openNodeBundle } from '../src/node/nodeBundle';
import { root } from './prepare.mjs';

interface Tasks {
  prompt: number[];
  titles: number[][];
  /** Tokens of a title. */
  answer: number;
  /** Further tokens, for the speed of decoding. */
  tokens: number;
}

/** Seconds of the processor, but for tokens and memory. */
interface Measured {
  recommendation: number;
  ranking20: number;
  ranking200: number;
  tokensPerSecond: number;
  memoryMB: number;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const memoryMB = () => process.resourceUsage().maxRSS / 1000;

function usersOf({ films }: Models): { history: Item[]; again: Item[] } {
  const known = [...films].sort((a, b) => b.popularity - a.popularity);
  const asItems = (from: number) => known.slice(from, from + 10).map(({ row }): Item => ({ kind: 'film', row }));
  return { history: asItems(0), again: asItems(10) };
}

async function engine(folder: string, tasksFile: string): Promise<Measured> {
  const models = await loadModels(await openNodeBundle(folder), await openNativeRuntime());
  const { history, again } = usersOf(models);
  const ask = (of: Item[], candidates: Item[]) => recommend(models, { history: of, candidates, decoding: 'constrained' });
  const among = (of: Item[], count: number) => shortlist(models, of, count);

  const candidates = among(history, 20);
  const { sequence, answers } = collaborativePrompt(models, 'recommend', history, candidates, 'llm-only');
  const tasks: Tasks = { prompt: sequence.tokens as number[], titles: answers, answer: Math.max(...answers.map(({ length }) => length)), tokens: 32 };
  writeFileSync(tasksFile, JSON.stringify(tasks));

  await ask(again, among(again, 20)); // what is compiled at the first run is not counted for anybody
  let first = 0;
  const begun = process.cpuUsage();
  const whole = await seconds(() =>
    recommend(
      models,
      { history, candidates, decoding: 'constrained' },
      {
        onProgress: ({ kind }) => {
          const { user, system } = process.cpuUsage(begun);
          if (kind === 'ranking') first ||= (user + system) / 1e6;
        },
      },
    ),
  );
  const ranking200 = await seconds(async () => ask(history, among(history, 200)));
  const [logits] = await models.languageModel.logits(sequence);
  const options = { tokenizer: models.tokenizer, end: '\u0000', eos: -1, limit: tasks.tokens };
  const decoding = await seconds(() => generate(models.languageModel, sequence, logits!, options, () => undefined));
  return { recommendation: first, ranking20: whole, ranking200, tokensPerSecond: tasks.tokens / decoding, memoryMB: memoryMB() };
}

async function transformers(folder: string, tasksFile: string): Promise<Measured> {
  const { AutoModelForCausalLM, Tensor, env } = await import('@xenova/transformers');
  env.allowRemoteModels = false;
  env.localModelPath = `${folder}/..`;
  const tasks = JSON.parse(readFileSync(tasksFile, 'utf8')) as Tasks;
  const model = await AutoModelForCausalLM.from_pretrained(folder.split('/').pop()!, {
    dtype: 'fp32', // the file as it is
    device: 'cpu',
    session_options: { intraOpNumThreads: 1, interOpNumThreads: 1 },
  });
  const read = (ids: number[]) => ({
    input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
    attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), [1, ids.length]),
  });
  const write = (count: number) => model.generate({ ...read(tasks.prompt), max_new_tokens: count, min_new_tokens: count, do_sample: false });
  await write(1);
  const recommendation = await seconds(() => write(tasks.answer));
  const longer = await seconds(() => write(tasks.answer + tasks.tokens));
  const ranking20 = await seconds(async () => {
    for (const title of tasks.titles) await model(read([...tasks.prompt, ...title]));
  });
  return { recommendation, ranking20, ranking200: NaN, tokensPerSecond: tasks.tokens / (longer - recommendation), memoryMB: memoryMB() };
}

/** Another process, so that each has its own memory and nobody's garbage. */
function inProcess(command: string, args: readonly string[]): unknown {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  });
  if (status !== 0) throw new Error(stderr.trim().split('\n').at(-1) ?? `${command} failed.`);
  return JSON.parse(stdout.trim().split('\n').at(-1)!);
}

export async function benchPeer(bundle: string, json: string | undefined): Promise<void> {
  const folder = `public/${bundle.replace(/\/$/, '')}`;
  const work = mkdtempSync(join(tmpdir(), 'matinee-peer-'));
  const tasks = join(work, 'tasks.json');
  const python = join(process.env.MATINEE_VENV ?? 'training/.venv', 'bin/python');
  const side = (name: string, ...args: string[]) => inProcess(process.execPath, ['--import', 'tsx', 'scripts/peer.ts', name, ...args]) as Measured;
  console.error('this engine');
  const ours = side('engine', folder, tasks);
  console.error('PyTorch');
  const torch = inProcess(python, ['-m', 'training.export.peer', '--bundle', folder, '--out', work, '--tasks', tasks]) as Omit<Measured, 'ranking200'>;
  console.error('transformers.js');
  const peer = side('transformers', work, tasks);

  const { files } = (await openNodeBundle(folder)).manifest;
  const bytes = { engine: files.llm.bytes + files.llmEmbeddings.bytes + files.llmTokenizer.bytes, transformers: 0 };
  bytes.transformers = ['onnx/model.onnx', 'tokenizer.json'].reduce((sum, name) => sum + statSync(join(work, name)).size, 0);
  // As many separate prompts as candidates: ten times twenty.
  const rows = {
    'this engine': ours,
    'transformers.js': { ...peer, ranking200: peer.ranking20 * 10 },
    PyTorch: { ...torch, ranking200: torch.ranking20 * 10 },
  };
  const prompt = (JSON.parse(readFileSync(tasks, 'utf8')) as Tasks).prompt.length;
  console.log(
    `${cpus()[0]?.model.trim()}, one thread; ${bundle}, ${prompt} tokens of prompt; seconds of the processor; 200 separate prompts are computed from 20`,
  );
  console.table(rows);
  const ratio = (of: Measured) => ({
    recommendation: of.recommendation / ours.recommendation,
    ranking20: of.ranking20 / ours.ranking20,
    ranking200: of.ranking200 / ours.ranking200,
    tokensPerSecond: ours.tokensPerSecond / of.tokensPerSecond,
  });
  const ratios = { 'transformers.js': ratio(rows['transformers.js']), PyTorch: ratio(rows.PyTorch) };
  console.log('times as long as this engine');
  console.table(ratios);
  console.log(`bytes of the language model: ${bytes.engine} here, ${bytes.transformers} in transformers.js's layout`);
  if (json) writeFileSync(json, `${JSON.stringify({ date: new Date().toISOString(), bundle, rows, ratios, bytes }, null, 2)}\n`);
}

const [name, folder, tasks] = process.argv.slice(2);
if (name === 'engine') console.log(JSON.stringify(await engine(folder!, tasks!)));
if (name === 'transformers') console.log(JSON.stringify(await transformers(folder!, tasks!)));
