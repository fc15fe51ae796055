/** How often each of the three voices guesses an invented person's next item, out of five: `npm run deck -- --help`. */
import { CHOICES, dealPerson, type Round } from '../src/engine/deck/deal';
import { TASTE_KINDS, tastesOf } from '../src/engine/deck/tastes';
import { readFacts } from '../src/facts/facts';
import { bootstrap } from '../src/engine/evaluation/rankingMetrics';
import { guess, GUESSERS } from '../src/engine/evaluation/guess';
import { loadModels } from '../src/engine/models';
import { MatineeError } from '../src/errors';
import { hasNativeRuntime, openNativeRuntime } from '../src/node/nativeRuntime';
import { openNodeBundle } from '../src/node/nodeBundle';
import { openWasmRuntime } from '../src/node/wasmRuntime';
import { commandLine } from './commandLine.mjs';

const HELP = `npm run deck -- [--rounds 200] [--seed 1] [--bundle public/models/movies] [--show 0]

Deals rounds of "Beat the model" (seeds from --seed on) of both decks of invented people, lets the three voices guess, and prints how often each is
right, and how often the most popular of the five would be. --show N prints the first N rounds.`;

const say = (line: string) => process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const { values } = commandLine(HELP, {
    options: {
      rounds: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      bundle: { type: 'string', default: 'public/models/movies' },
      show: { type: 'string', default: '0' },
    },
  });
  const [rounds, first, show] = [values.rounds, values.seed, values.show].map(Number) as [number, number, number];
  if (![rounds, first, show].every(Number.isSafeInteger) || rounds < 1) throw new Error('--rounds, --seed and --show are whole numbers.');
  const bundle = await openNodeBundle(values.bundle);
  const native = await hasNativeRuntime();
  const models = await loadModels(bundle, await (native ? openNativeRuntime() : openWasmRuntime()), undefined, { chunk: Infinity });
  try {
    const { films } = models;
    const tastes = tastesOf(films, await readFacts(bundle));
    const name = (row: number) => `${films[row]!.title}${films[row]!.year ? ` (${films[row]!.year})` : ''}`;
    for (const deck of ['person', 'unrated'] as const) {
      const dealt: Round[] = [];
      for (let seed = first; dealt.length < rounds && seed < first + 2 * rounds; seed++) {
        const round = dealPerson(films, tastes, deck, seed);
        if (round) dealt.push(round);
      }
      if (dealt.length === 0) {
        console.log(`${deck}: the catalogue has too little for this deck`);
        continue;
      }
      const right = new Map<string, boolean[]>([...GUESSERS, 'most popular'].map((who) => [who, []]));
      for (const [i, round] of dealt.entries()) {
        const guesses = await guess(models, round);
        for (const { system, choice } of guesses) if (choice !== null) right.get(system)!.push(choice === round.answer);
        const popularity = round.candidates.map((row) => films[row]!.popularity);
        if (deck === 'person') right.get('most popular')!.push(popularity.indexOf(Math.max(...popularity)) === round.answer);
        if (i < show) {
          const chosen = guesses.map(({ system, choice }) => `${system}: ${choice === null ? 'no guess' : name(round.candidates[choice]!)}`);
          console.log(
            `${round.taste!.kind}, ${round.taste!.name}: ${round.history.map(name).join(' | ')}\n  five: ${round.candidates.map(name).join(' | ')}\n  next: ${name(round.candidates[round.answer]!)}; ${chosen.join('; ')}`,
          );
        }
        if ((i + 1) % 50 === 0) say(`${deck}: ${i + 1} of ${dealt.length}`);
      }
      const kinds = TASTE_KINDS.map((kind) => [kind, dealt.filter(({ taste }) => taste!.kind === kind).length] as const)
        .flatMap(([kind, count]) => (count ? [`${kind} ${count}`] : []))
        .join(', ');
      console.log(`\n${deck}: ${dealt.length} rounds of ${CHOICES} (${kinds}); chance ${(1 / CHOICES).toFixed(3)}`);
      for (const [who, hits] of right) {
        if (hits.length === 0) {
          console.log(`  ${who.padEnd(14)} no guess`);
          continue;
        }
        const interval = bootstrap(hits.map(Number), 1).map((bound) => bound.toFixed(3));
        console.log(`  ${who.padEnd(14)} ${(hits.filter(Boolean).length / hits.length).toFixed(3)}  ${interval.join(' - ')}  of ${hits.length}`);
      }
    }
  } finally {
    await models.dispose();
  }
}

main().catch((error: unknown) => {
  say(error instanceof MatineeError ? `${error.message} ${error.nextStep}` : error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
