/** A service's export becomes a watch history: read the file, match its rows, order what was watched. Nothing leaves the caller's machine. */
import { MatineeError } from '../errors';
import { yieldToMessages } from '../yieldToMessages';
import { buildHistory } from './history';
import type { FilmIndex } from './matching/filmIndex';
import { match } from './matching/match';
import { readExport } from './readExport';
import type { Counts, Export, ImportResult, Row, RowResult } from './types';

export interface ImportOptions {
  /** Whose rows, where a file holds several people's. */
  profile?: string | undefined;
  signal?: AbortSignal;
  onProgress?: (rows: number, of: number) => void;
}

/** Rows between two looks at the messages that have arrived: a few milliseconds. */
const PIECE = 500;

/**
 * Reads and matches a whole file.
 * @throws MatineeError as readExport and matchExport do
 */
export async function importHistory(bytes: Uint8Array, name: string, index: FilmIndex, options: ImportOptions = {}): Promise<ImportResult> {
  return matchExport(readExport(bytes, name), index, options);
}

/** @throws MatineeError 'import-profile' when the file holds several people and none or an unknown one is chosen; 'stopped'. */
export async function matchExport(
  { service, rows, profiles }: Export,
  index: FilmIndex,
  { profile, signal, onProgress }: ImportOptions = {},
): Promise<ImportResult> {
  const person = choose(profiles, profile);
  const isWatchlist = rows.every(({ list }) => list === 'wanted');
  const results: RowResult[] = [];
  const wanted: RowResult[] = [];
  for (const [i, row] of rows.entries()) {
    if (i % PIECE === 0 && i > 0) {
      onProgress?.(i, rows.length);
      await yieldToMessages();
    }
    if (signal?.aborted) throw new MatineeError('stopped', 'Importing was stopped.', 'Choose the file again to import it.');
    if (person !== null && row.profile !== person) results.push(skipped(row, 'profile'));
    else {
      const result: RowResult = { ...row, verdict: match(row, index) };
      if (row.list === 'wanted') wanted.push(result);
      results.push(row.list === 'wanted' && !isWatchlist && result.verdict.status !== 'skipped' ? skipped(row, 'wanted') : result);
    }
  }
  onProgress?.(rows.length, rows.length);
  const { history, middle } = buildHistory(results);
  return { service, rows: results, history, wanted, middle, counts: count(results, history.length), profiles };
}

/**
 * @throws MatineeError 'import-watchlist' when all is still to be watched, 'import-no-films' when the rows are series, trailers and the like
 */
export function requireHistory({ rows, counts }: ImportResult): void {
  if (rows.every(({ list }) => list === 'wanted'))
    throw new MatineeError(
      'import-watchlist',
      'This is a watchlist: it says what you want to watch, not what you have watched.',
      'Import your ratings or your watched films for a history; a watchlist can be ranked as candidates.',
    );
  if (counts.skipped < counts.rows) return;
  const { series = 0, trailer = 0 } = counts.why;
  const what =
    [series && `${series} rows are series or episodes`, trailer && `${trailer} are trailers`].filter(Boolean).join(', ') || 'all its rows are skipped';
  throw new MatineeError(
    'import-no-films',
    `No film is in this file: ${what}.`,
    'Matinee recommends films. Choose an export that has films in it, or a profile that watches some.',
  );
}

function choose(profiles: Export['profiles'], asked: string | undefined): string | null {
  const names =
    profiles
      .slice(0, 8)
      .map(({ name }) => `“${name}”`)
      .join(', ') + (profiles.length > 8 ? ` and ${profiles.length - 8} more` : '');
  if (asked !== undefined) {
    const found = profiles.find(({ name }) => name === asked) ?? profiles.find(({ name }) => name.toLowerCase() === asked.toLowerCase());
    if (found) return found.name;
    throw new MatineeError(
      'import-profile',
      profiles.length ? `No profile in this file is called “${asked}”.` : 'This file names no profiles.',
      profiles.length ? `Choose one of ${names}.` : 'Import it without a profile.',
    );
  }
  if (profiles.length > 1)
    throw new MatineeError('import-profile', `This file holds the films of ${profiles.length} people.`, `Choose whose history it shall be: ${names}.`);
  return null;
}

const skipped = (row: Row, why: 'profile' | 'wanted'): RowResult => ({ ...row, verdict: { status: 'skipped', why } });

function count(rows: readonly RowResult[], films: number): Counts {
  const counts: Counts = { rows: rows.length, films, matched: 0, unsure: 0, unknown: 0, skipped: 0, why: {} };
  for (const { verdict } of rows) {
    counts[verdict.status]++;
    if (verdict.status === 'skipped') counts.why[verdict.why] = (counts.why[verdict.why] ?? 0) + 1;
  }
  return counts;
}
