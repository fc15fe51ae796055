/** A file to the rows in it. What a file is shows in its content; its name is asked only where two contents are alike. */
import { MatineeError } from '../errors';
import { unpack } from './file/archive';
import { checkRows, checkSize } from './file/limits';
import { readTable, Table } from './file/table';
import { decodeText, isZip } from './file/text';
import { spreadsheet, textRows } from './services/byHand';
import { merged } from './services/fields';
import { imdb } from './services/imdb';
import { letterboxd, mergeLetterboxd } from './services/letterboxd';
import { matinee } from './services/matinee';
import { movielens } from './services/movielens';
import { netflix } from './services/netflix';
import type { JsonService, TableService } from './services/service';
import { mergeTrakt, traktCsv, traktJson } from './services/trakt';
import { watcharr } from './services/watcharr';
import type { Export, Row, Service } from './types';

/** The first that recognises a file reads it. */
const TABLES: readonly TableService[] = [imdb, letterboxd, movielens, netflix, traktCsv, spreadsheet];
const JSONS: readonly JsonService[] = [matinee, watcharr, traktJson];

/** Of a zip's files, those of the first service here that has any. */
const IN_ZIP: readonly Service[] = ['matinee', 'letterboxd', 'netflix', 'trakt', 'imdb', 'watcharr', 'movielens', 'spreadsheet'];

interface Read {
  service: Service;
  rows: Row[];
}

const KNOWN =
  'Matinee reads the exports of Letterboxd, IMDb, Netflix, Trakt, MovieLens and Watcharr, its own files, tables with a column “Title”, and plain lists with a “Title (Year)” on each line.';

/**
 * @param name the file's name
 * @throws MatineeError 'import-too-large', 'import-unreadable', 'import-not-recognised', 'import-cut' or 'import-no-films'
 */
export function readExport(bytes: Uint8Array, name = ''): Export {
  checkSize(bytes.length);
  const { service, rows } = isZip(bytes) ? readZip(bytes) : readOne(bytes, name);
  if (rows.length === 0)
    throw new MatineeError(
      'import-no-films',
      'This file has no rows: no film is in it.',
      'Export it again when the service shows films that you have watched.',
    );
  return { service, rows, profiles: profilesOf(rows) };
}

function readZip(bytes: Uint8Array): Read {
  const files: (Read & { name: string })[] = [];
  let failure: unknown;
  for (const entry of unpack(bytes)) {
    try {
      files.push({ name: entry.name, ...readOne(entry.bytes, entry.name) });
    } catch (error) {
      // Most files of a zip are none of ours; one that is cut is worth saying when nothing else is found.
      if (!(error instanceof MatineeError)) throw error;
      if (error.code === 'import-cut') failure ??= error;
    }
  }
  const service = IN_ZIP.find((one) => files.some((file) => file.service === one));
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- it is a MatineeError, set in the loop
  if (failure) throw failure;
  if (!service) throw new MatineeError('import-not-recognised', 'This zip file holds no watch history that Matinee knows.', KNOWN);
  const own = files.filter((file) => file.service === service);
  const rows =
    service === 'letterboxd'
      ? mergeLetterboxd(own)
      : service === 'trakt'
        ? mergeTrakt(own)
        : own.length === 1
          ? own[0]!.rows
          : merged(own.map((file) => file.rows));
  return { service, rows };
}

function readOne(bytes: Uint8Array, name: string): Read {
  const text = decodeText(bytes);
  // "[REC] (2007)" is a line of a list.
  if (/^\s*[[{]\s*["{[\]}]/.test(text)) return readJson(text);
  const found = readTable(text, (header) => TABLES.find((service) => service.recognises(header)));
  if (found) return { service: found.by.service, rows: found.by.rows(found.table, name) };
  refuseOtherText(text);
  return { service: 'text', rows: textRows(text) };
}

function readJson(text: string): Read {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new MatineeError(
      'import-cut',
      'This JSON file is damaged or was not downloaded to its end.',
      'Export it again, and wait until the download is complete.',
      { cause },
    );
  }
  if (Array.isArray(value)) checkRows(value.length);
  const service = JSONS.find((one) => one.recognises(value));
  if (service) return { service: service.service, rows: service.rows(value) };
  const table = tableOf(value);
  if (table && spreadsheet.recognises(table)) return { service: 'spreadsheet', rows: spreadsheet.rows(table, '') };
  throw new MatineeError(
    'import-not-recognised',
    Array.isArray(value) && value.length === 0 ? 'This file has an empty list in it.' : 'This JSON file is no watch history that Matinee knows.',
    KNOWN,
  );
}

/** A list of flat objects as a table. */
function tableOf(value: unknown): Table | null {
  if (!Array.isArray(value)) return null;
  const objects = value.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null && !Array.isArray(one));
  const columns = [...new Set(objects.flatMap((one) => Object.keys(one)))].slice(0, 200);
  const cell = (cell: unknown) => (typeof cell === 'string' || typeof cell === 'number' ? String(cell) : '');
  return new Table(
    columns,
    objects.map((one) => columns.map((column) => cell(one[column]))),
  );
}

/** A table of something else, or prose. */
function refuseOtherText(text: string): void {
  const lines = text.split('\n', 200).filter((line) => line.trim() !== '');
  const share = (fits: (line: string) => boolean) => lines.filter(fits).length / lines.length;
  if (share((line) => /\(\d{4}\)/.test(line)) > 0.2) return;
  for (const separator of [',', ';', '\t', '|']) {
    const columns = lines[0]!.split(separator);
    if (columns.length >= 3 && share((line) => line.split(separator).length >= columns.length) > 0.8)
      throw new MatineeError('import-not-recognised', `This table has no column of titles; its first line is “${lines[0]!.slice(0, 80)}”.`, KNOWN);
  }
  if (share((line) => line.length > 150) > 0.5) throw new MatineeError('import-not-recognised', 'This text is no list of films.', KNOWN);
}

function profilesOf(rows: readonly Row[]): Export['profiles'] {
  const counts = new Map<string, number>();
  for (const { profile } of rows) if (profile !== null) counts.set(profile, (counts.get(profile) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, rows: count })).sort((a, b) => b.rows - a.rows);
}
