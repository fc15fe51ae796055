/** Whether the recommendations make sense: histories whose continuation facts can check, through the shipped bundle. Options: see HELP. */
import { readFileSync } from 'node:fs';
import { meeting, parseHistories, rowsOf, shareMet, type SenseHistory } from '../src/engine/evaluation/sense';
import { loadModels, type Models } from '../src/engine/models';
import { recommend, shortlist } from '../src/engine/recommend';
import { MatineeError } from '../src/errors';
import { editionsOf } from '../src/facts/editions';
import { excludedRows } from '../src/facts/excluded';
import { areDifferent, readFacts } from '../src/facts/facts';
import { hasNativeRuntime, openNativeRuntime } from '../src/node/nativeRuntime';
import { openNodeBundle } from '../src/node/nodeBundle';
import { canSay } from '../src/engine/words/sentences';
import { openWasmRuntime } from '../src/node/wasmRuntime';
import { measureWords, wordKindsTable, wordsTable } from './senseWords';
import { commandLine } from './commandLine.mjs';

const HELP = `npm run sense -- [options]

Histories of every kind (docs/sense/histories.json), each with an expectation made of facts: of the first 1, 5 and 10 films that a system
recommends of the whole catalogue, the share that meets it. docs/SENSE.md says what that means and has the numbers.

  --held-out        the held-out half in place of the tuning half. It is looked at once a reported run: whoever changes the model to please it
                    has to hold out another one
  --words           what the language model says of each history and of its first recommendation, and the share of the claims that is true by the facts,
                    beside the same model without soft tokens, without facts, and a constant sentence
  --lists           each history's recommendations, with a mark at those that meet what is expected
  --json            one JSON object in place of the table, every list in it
  --shortlist N     films that the language model ranks (default 100)
  --bundle DIR      (default public/models/movies)`;

const SYSTEMS = ['A-LLMRec', 'A-LLMRec (SBERT)', 'SASRec', 'popularity'] as const;
type System = (typeof SYSTEMS)[number];
const FIRST = [1, 5, 10] as const;

interface Measured {
  history: SenseHistory;
  met: boolean[];
  /** Films that could be recommended, and those among them that meet what is expected. */
  catalogue: number;
  available: number;
  lists: Record<System, number[]>;
}

async function main(): Promise<void> {
  const { values } = commandLine(HELP, {
    options: {
      'held-out': { type: 'boolean', default: false },
      lists: { type: 'boolean', default: false },
      words: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      shortlist: { type: 'string', default: '100' },
      bundle: { type: 'string', default: 'public/models/movies' },
    },
  });
  const count = Number(values.shortlist);
  if (!Number.isInteger(count) || count < 10) throw new Error(`--shortlist ${values.shortlist}: a whole number from 10 on is expected.`);
  const bundle = await openNodeBundle(values.bundle);
  const facts = await readFacts(bundle);
  if (!facts) throw new Error(`The bundle ${bundle.manifest.name} has no facts to check anything by.`);
  const models = await loadModels(bundle, (await hasNativeRuntime()) ? await openNativeRuntime() : await openWasmRuntime(), undefined, { chunk: Infinity });
  const { films, aligner, itemTokens } = models;
  const half = values['held-out'] ? 'held out' : 'tuning';
  const histories = parseHistories(readFileSync(new URL('../docs/sense/histories.json', import.meta.url), 'utf8')).filter((one) => one.half === half);
  const editions = await editionsOf(films, areDifferent(facts));
  const texts = aligner.shortlist?.coordinatesOf(
    itemTokens.of(
      films.map(({ row }) => ({ kind: 'film', row })),
      'a-llmrec-sbert',
    ),
  );
  const popular = films.toSorted((a, b) => b.popularity - a.popularity || a.row - b.row).map(({ row }) => row);

  const measured: Measured[] = [];
  for (const history of histories) {
    const rows = rowsOf(history.history, films);
    const excluded = new Set(excludedRows({ rows }, editions, facts.adult));
    const met = meeting(history.expect, films, facts);
    const available = films.filter(({ row }) => met[row] && !excluded.has(row)).length;
    measured.push({
      history,
      met,
      catalogue: films.length - excluded.size,
      available,
      lists: {
        'A-LLMRec': await ranked(models, rows, count, [...excluded]),
        'A-LLMRec (SBERT)': await ranked(models, rows, count, [...excluded], texts),
        SASRec: models.sasrec.rank(rows, 10, [...excluded]).map(({ row }) => row),
        popularity: popular.filter((row) => !excluded.has(row)).slice(0, 10),
      },
    });
    if (measured.length % 10 === 0) console.error(`${measured.length} of ${histories.length} histories`);
  }

  if (values.words) {
    if (!canSay(models.manifest)) throw new Error(`The model of the bundle ${bundle.manifest.name} was not taught to say anything.`);
    const asked = measured.flatMap(({ history, lists }) => {
      const [recommended] = lists['A-LLMRec'];
      return recommended === undefined ? [] : [{ name: history.name, rows: rowsOf(history.history, films), recommended }];
    });
    const ways = await measureWords(models, facts, asked);
    if (values.json) return console.log(JSON.stringify({ bundle: bundle.manifest.name, half, ways }));
    for (const { name, taste, reason } of ways[0]!.examples) console.log(`${name}\n  ${taste}\n  ${reason}`);
    console.log(
      `\n${asked.length} histories, ${half}: share of the claims that is true by the facts\n\n${wordsTable(ways)}\n\nThe words of the tastes, by kind: the share that holds for two films of the history, of how many\n\n${wordKindsTable(ways)}`,
    );
    return;
  }

  const title = (row: number) => `${films[row]!.title} (${films[row]!.year})`;
  const { name, created, run } = models.manifest;
  if (values.json)
    return console.log(
      JSON.stringify({
        bundle: name,
        created,
        run,
        half,
        shortlist: count,
        kinds: kindsOf(measured).map(([kind, group]) => ({ kind, histories: group.length, chance: chanceOf(group), systems: sharesOf(group) })),
        histories: measured.map((one) => ({
          ...one.history,
          available: one.available,
          systems: Object.fromEntries(SYSTEMS.map((system) => [system, one.lists[system].map((row) => ({ title: title(row), met: one.met[row] }))])),
        })),
      }),
    );
  if (values.lists)
    for (const { history, met, lists, available } of measured) {
      console.log(
        `\n${history.kind}, ${history.name}: after ${history.history.slice(-5).join(', ')}; ${available} films would meet ${JSON.stringify(history.expect)}`,
      );
      for (const system of SYSTEMS) console.log(`  ${system}: ${lists[system].map((row) => `${met[row] ? '+' : '-'} ${title(row)}`).join(', ')}`);
    }
  console.log(`${measured.length} histories, ${half}; bundle ${name} (${created}, ${run}), shortlist of ${count}`);
  console.log('Share of the first 1, 5 and 10 that meets what is expected; chance: the share of the catalogue that does.\n');
  console.log(`| kind | histories | chance | ${SYSTEMS.join(' | ')} |`);
  console.log(`| --- | --- | --- | ${SYSTEMS.map(() => '---').join(' | ')} |`);
  for (const [kind, group] of kindsOf(measured)) {
    const shares = sharesOf(group);
    const cells = SYSTEMS.map((system) => shares[system].map((share) => share.toFixed(2)).join(' / '));
    console.log(`| ${kind} | ${group.length} | ${chanceOf(group).toFixed(3)} | ${cells.join(' | ')} |`);
  }
}

/** The page's own way: the nearest films of the whole catalogue, ranked by the language model. @param texts for "A-LLMRec (SBERT)" */
async function ranked(models: Models, rows: readonly number[], count: number, excluded: readonly number[], texts?: Float32Array): Promise<number[]> {
  const history = rows.map((row) => ({ kind: 'film', row }) as const);
  const candidates = shortlist(models, history, count, excluded, texts);
  const system = texts ? 'a-llmrec-sbert' : 'a-llmrec';
  const { ranking } = await recommend(models, { history, candidates, decoding: 'constrained', system });
  return ranking.slice(0, 10).flatMap(({ candidate }) => {
    const item = candidates[candidate]!;
    return item.kind === 'film' ? [item.row] : [];
  });
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

function kindsOf(measured: readonly Measured[]): [kind: string, group: Measured[]][] {
  const kinds = [...new Set(measured.map(({ history }) => history.kind))];
  return [...kinds.map((kind): [string, Measured[]] => [kind, measured.filter(({ history }) => history.kind === kind)]), ['all', [...measured]]];
}

const chanceOf = (group: readonly Measured[]) => mean(group.map(({ available, catalogue }) => available / catalogue));

/** For each system the mean share of the first 1, 5 and 10. */
const sharesOf = (group: readonly Measured[]) =>
  Object.fromEntries(
    SYSTEMS.map((system) => [system, FIRST.map((first) => mean(group.map(({ lists, met, available }) => shareMet(lists[system], first, met, available))))]),
  ) as Record<System, number[]>;

main().catch((error: unknown) => {
  console.error(error instanceof MatineeError ? `${error.message} ${error.nextStep}` : error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
