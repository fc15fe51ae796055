/** How often free generation, which is not held to the candidates, names a real film: `npm run free-generation -- --help`. */
import { sayAndEnd } from './explained';
import { bootstrap } from '../src/engine/evaluation/rankingMetrics';
import { loadModels } from '../src/engine/models';
import { recommend } from '../src/engine/recommend';
import { MatineeError } from '../src/errors';
import { openNodeBundle } from '../src/node/nodeBundle';
import { openWasmRuntime } from '../src/node/wasmRuntime';
import { answerHelp, refuse, UsageError } from './commandLine.mjs';
import { parseOptions, readPinned, readSequences } from './evaluateOptions';
import { hasNativeRuntime, openNativeRuntime } from '../src/node/nativeRuntime';
import { titleIndex } from './titles';

const HELP = `npm run free-generation -- --sequences FILE.tsv | --pinned FILE.json [--limit N] [--candidates N] [--seed S] [--bundle DIR] [--backend B]

Asks the model for the next film of each user with every title of the catalogue allowed that the user has not met, greedily, and counts what the text
names: a film of the catalogue, a candidate of the prompt, the target. The files and options are those of npm run evaluate.`;

const EXAMPLES = 10;

const say = (line: string) => process.stderr.write(`${line}\n`);
const item = (row: number) => ({ kind: 'film', row }) as const;

async function main(): Promise<void> {
  answerHelp(HELP);
  const options = parseOptions(process.argv.slice(2));
  const bundle = await openNodeBundle(options.bundle);
  const native = options.backend === 'node' || (options.backend === 'auto' && (await hasNativeRuntime()));
  const models = await loadModels(bundle, await (native ? openNativeRuntime() : openWasmRuntime()), undefined, { chunk: Infinity });
  try {
    const { films, manifest } = models;
    const cases = options.pinned
      ? readPinned(options.pinned, films, options)
      : readSequences(options.sequences!, films, manifest.catalogue.warm, options, () => undefined);
    if (cases.length === 0) throw new UsageError(`No user of ${options.pinned ?? options.sequences} can be evaluated with this bundle.`);
    say(`${cases.length} users; bundle ${manifest.name} (${manifest.created}); ${native ? 'onnxruntime-node, native' : 'onnxruntime-web, WASM'}`);

    const filmsNamed = titleIndex(models);
    const counts = { film: [] as boolean[], candidate: [] as boolean[], target: [] as boolean[], watched: [] as boolean[], empty: [] as boolean[] };
    const unreal: string[] = [];
    for (const [done, { history, candidates, target }] of cases.entries()) {
      const { text, candidate } = await recommend(models, { history: history.map(item), candidates: candidates.map(item), decoding: 'free' });
      const rows = filmsNamed(text);
      counts.film.push(rows.length > 0);
      counts.candidate.push(candidate !== null);
      counts.target.push(candidate === target);
      counts.watched.push(candidate === null && rows.some((row) => history.includes(row)));
      counts.empty.push(text.trim() === '');
      if (rows.length === 0 && text.trim() !== '' && unreal.length < EXAMPLES) unreal.push(text.trim());
      if ((done + 1) % 50 === 0) say(`${done + 1} of ${cases.length} users`);
    }

    const line = (what: string, found: readonly boolean[]) => {
      const count = found.filter(Boolean).length;
      const interval = bootstrap(found.map(Number), options.seed);
      console.log(
        `${what.padEnd(34)} ${String(count).padStart(6)} of ${found.length}  ${(count / found.length).toFixed(4)}  ${interval.map((bound) => bound.toFixed(4)).join(' - ')}`,
      );
    };
    console.log('the text names                      users           share   95% interval');
    line('a film of the catalogue', counts.film);
    line('a candidate of the prompt', counts.candidate);
    line('the target', counts.target);
    line('a film of the history, no candidate', counts.watched);
    line('nothing: no text', counts.empty);
    if (unreal.length) console.log(`no film, for instance: ${unreal.map((text) => `“${text}”`).join(', ')}`);
  } finally {
    await models.dispose();
  }
}

main().catch((error: unknown) => {
  if (error instanceof UsageError) refuse(error.message);
  else if (error instanceof MatineeError) say(`${error.message} ${error.nextStep}`);
  else sayAndEnd(error);
  process.exitCode = 1;
});
