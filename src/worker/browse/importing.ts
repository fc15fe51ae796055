/** A visitor's export, read and matched in the browse worker: what crosses to the page is what the page shows, and in pieces. */
import { MatineeError } from '../../errors';
import type { Film, RequestOptions } from '../../engine/types';
import { namingFacts, type Facts } from '../../facts/facts';
import { matchExport, requireHistory } from '../../import/importHistory';
import { FilmIndex } from '../../import/matching/filmIndex';
import { readExport } from '../../import/readExport';
import type { HistoryEntry, ImportResult, RowResult } from '../../import/types';
import { yieldToMessages } from '../../yieldToMessages';
import type { ImportProgress, OpenRow, Requests, WatchedFilms } from '../protocol';

/** Questions in one message: so many are copied well within a frame. */
const PIECE = 500;

export class Importing {
  #index: FilmIndex | undefined;

  /** @param source data set of the films' ids, as the catalogue names it */
  constructor(
    private readonly films: readonly Film[],
    private readonly source: string,
    private readonly facts: Promise<Facts | null> = Promise.resolve(null),
  ) {}

  /**
   * Without a profile, a file of several people only says who they are. The questions travel before the result, as progress.
   * @throws MatineeError as readExport and requireHistory do; 'stopped'. A watchlist alone is no error here: it becomes candidates.
   */
  async run(
    { bytes, name, profile }: Requests['import']['args'],
    { signal, onProgress }: RequestOptions<ImportProgress>,
  ): Promise<Requests['import']['result']> {
    // A stop that came while another request held this thread.
    await yieldToMessages();
    if (signal?.aborted) throw new MatineeError('stopped', 'Importing was stopped.', 'Choose the file again to import it.');
    const read = readExport(bytes, name);
    if (read.profiles.length > 1 && profile === undefined) return { kind: 'profiles', profiles: read.profiles };
    this.#index ??= new FilmIndex(this.films, namingFacts(await this.facts), this.source);
    const result = await matchExport(read, this.#index, {
      profile,
      ...(signal ? { signal } : {}),
      onProgress: (rows, of) => onProgress?.({ step: 'matching', rows, of }),
    });
    const wanted = [...new Set(result.wanted.flatMap(({ verdict }) => (verdict.status === 'matched' ? [verdict.film] : [])))];
    if (wanted.length === 0) requireHistory(result);
    const open = openRows(result);
    for (let from = 0; from < open.length; from += PIECE) {
      onProgress?.({ step: 'open', rows: open.slice(from, from + PIECE) });
      await yieldToMessages();
    }
    const { service, counts, middle } = result;
    return { kind: 'matched', service, counts, middle, history: pack(result.history), wanted };
  }
}

/** A title that is not sure or not known, once, however often it was watched: the last row of it speaks. */
function openRows({ rows }: ImportResult): OpenRow[] {
  const open = new Map<string, OpenRow>();
  for (const row of rows) {
    const { title, year, rating, at, description, verdict } = row;
    if (!isOpen(row) || title === '') continue;
    const key = JSON.stringify([title, year, description]);
    const before = open.get(key);
    const latest = before && (before.at ?? -Infinity) > (at ?? -Infinity) ? before : { rating: rating ?? before?.rating ?? null, at: at ?? before?.at ?? null };
    open.set(key, {
      row: before?.row ?? row.row,
      title,
      year,
      rating: latest.rating,
      at: latest.at,
      times: (before?.times ?? 0) + 1,
      suggestions: verdict.status === 'unsure' ? verdict.suggestions : [],
      ...(description === undefined ? {} : { description }),
    });
  }
  return [...open.values()];
}

const isOpen = ({ verdict, list }: RowResult): boolean => list === 'seen' && (verdict.status === 'unsure' || verdict.status === 'unknown');

/** As columns: thousands of films cost the page little more than one. */
function pack(history: readonly HistoryEntry[]): WatchedFilms {
  return {
    rows: Int32Array.from(history, ({ film }) => film),
    at: Float64Array.from(history, ({ at }) => at ?? NaN),
    ratings: Float32Array.from(history, ({ rating }) => rating ?? NaN),
    steers: Uint8Array.from(history, ({ steers }) => Number(steers)),
  };
}
