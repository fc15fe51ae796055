/** Reads a service's export with the code that the page runs. Options: see HELP. */
import { readFileSync, statSync } from 'node:fs';
import { readCatalogue } from '../src/engine/items/catalogue';
import type { Film } from '../src/engine/types';
import { MatineeError } from '../src/errors';
import { namingFacts, readFacts } from '../src/facts/facts';
import { checkSize } from '../src/import/file/limits';
import { importHistory, requireHistory } from '../src/import/importHistory';
import { FilmIndex } from '../src/import/matching/filmIndex';
import type { ImportResult, RowResult, SkipReason } from '../src/import/types';
import { openNodeBundle } from '../src/node/nodeBundle';
import { answerHelp, readCommandLine, refuse, UsageError } from './commandLine.mjs';

const HELP = `npm run import -- FILE [options]

Turns an export of Letterboxd, IMDb, Netflix, Trakt, MovieLens or Watcharr, a spreadsheet as CSV, a list with a "Title (Year)" on each line,
or Matinee's own file into a watch history. The file is recognised by what is in it. Nothing is sent anywhere.

  --json            a JSON object for each row of the file, in its order: {"row", "title", "year", "id", "status"}. id is the bundle's source
                    id or null; status is matched, unsure, unknown or skipped; only matched has an id
  --profile NAME    whose rows, where the file holds several people's
  --watchlist       take a watchlist, too: its films are candidates
  --bundle DIR      (default public/models/movies)`;

interface Options {
  file: string;
  json: boolean;
  profile?: string | undefined;
  watchlist: boolean;
  bundle: string;
}

function parseOptions(args: string[]): Options {
  const { values, positionals } = readCommandLine({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean' }, profile: { type: 'string' }, watchlist: { type: 'boolean' }, bundle: { type: 'string' } },
  });
  if (positionals.length !== 1) throw new UsageError(positionals.length ? 'One file at a time is imported.' : 'Which file? Name it after the two dashes.');
  return {
    file: positionals[0]!,
    json: values.json ?? false,
    profile: values.profile,
    watchlist: values.watchlist ?? false,
    bundle: values.bundle ?? 'public/models/movies',
  };
}

function readBytes(path: string): Uint8Array {
  try {
    const { size } = statSync(path);
    checkSize(size);
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    if (error instanceof MatineeError) throw error;
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

const WHY: Record<SkipReason, string> = {
  series: 'a series or an episode',
  trailer: 'a trailer or preview',
  other: 'no film',
  wanted: 'to be watched, not watched',
  profile: 'another profile',
  'no-title': 'no title',
};

const name = ({ title, year }: { title: string; year: number | null }) => (year ? `${title} (${year})` : title);

function outcome({ verdict, list }: RowResult, films: readonly Film[]): string {
  switch (verdict.status) {
    case 'matched':
      return `${list === 'wanted' ? 'candidate' : 'matched'}: ${name(films[verdict.film]!)}${verdict.by === 'id' ? ', by its id' : ''}`;
    case 'unsure':
      return `unsure: did you mean ${verdict.suggestions.map((film) => name(films[film]!)).join(' or ')}?`;
    case 'unknown':
      return 'unknown: the catalogue has no such film';
    case 'skipped':
      return `skipped: ${WHY[verdict.why]}`;
  }
}

function jsonLine(result: RowResult, films: readonly Film[]): string {
  const { row, title, year, verdict } = result;
  const film = verdict.status === 'matched' ? films[verdict.film]! : null;
  return JSON.stringify({
    row,
    title: title || (film?.title ?? null),
    year: year ?? (title ? null : film?.year || null),
    id: film?.id ?? null,
    status: verdict.status,
  });
}

function summary({ service, counts, history, wanted, middle }: ImportResult): string[] {
  const why = Object.entries(counts.why).map(([reason, rows]) => `${rows} ${WHY[reason as SkipReason]}`);
  const still = history.filter(({ steers }) => !steers).length;
  return [
    `${service}: ${counts.rows} rows, ${counts.films} ${counts.films === 1 ? 'film' : 'films'} in the history, ${counts.matched} rows matched, ${counts.unsure} unsure, ${counts.unknown} unknown, ${counts.skipped} skipped${why.length ? ` (${why.join('; ')})` : ''}`,
    ...(wanted.length
      ? [`${wanted.length} rows are on a watchlist: ${wanted.filter(({ verdict }) => verdict.status === 'matched').length} of them could be candidates`]
      : []),
    ...(still && middle !== null
      ? [`${still} ${still === 1 ? 'film is' : 'films are'} rated below the middle, ${middle} of 5: watched, so never recommended, and no sign of taste`]
      : []),
  ];
}

async function main(): Promise<void> {
  answerHelp(HELP);
  const options = parseOptions(process.argv.slice(2));
  const bytes = readBytes(options.file);
  const bundle = await openNodeBundle(options.bundle);
  const { films, source } = readCatalogue(await bundle.read('catalogue'), bundle.manifest);
  const result = await importHistory(bytes, options.file, new FilmIndex(films, namingFacts(await readFacts(bundle)), source), { profile: options.profile });
  const isWatchlist = options.watchlist && result.wanted.length > 0;
  if (isWatchlist || result.rows.some(({ list }) => list === 'seen')) {
    const width = result.rows.reduce((most, row) => Math.min(60, Math.max(most, name(row).length)), 0);
    for (const row of result.rows)
      console.log(
        options.json
          ? jsonLine(row, films)
          : `${String(row.row).padStart(5)}  ${name(row).replace(/\s+/g, ' ').slice(0, 60).padEnd(width)}  ${outcome(row, films)}`,
      );
  }
  if (!isWatchlist) requireHistory(result);
  for (const line of summary(result)) (options.json ? console.error : console.log)(line);
}

main().catch((error: unknown) => {
  if (error instanceof UsageError) refuse(error.message);
  else if (error instanceof MatineeError) console.error(`${error.message} ${error.nextStep}`);
  else console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
});
