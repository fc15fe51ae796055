/** Separated values with a header, by the names of its columns. */
import Papa from 'papaparse';
import { MatineeError } from '../../errors';
import { checkRows, MAX_ROWS } from './limits';

const SEPARATORS = [',', ';', '\t', '|'];
/** Where the header is looked for; before it may stand a "sep=;" of Excel's, the name and date of a list. */
const PREAMBLE = 8;

/** 'Letterboxd URI' and 'letterboxd_uri' are one column. */
const plain = (name: string) =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

export class Table {
  private readonly columns: Map<string, number>;

  constructor(
    header: readonly string[],
    readonly records: readonly string[][] = [],
  ) {
    this.columns = new Map(header.map((name, i) => [plain(name), i] as const).reverse());
  }

  get width(): number {
    return this.columns.size;
  }

  has(...names: string[]): boolean {
    return names.every((name) => this.columns.has(name));
  }

  /** The first of the columns `names` that the table has and that is filled in `record`; '' without one. */
  cell(record: readonly string[], ...names: string[]): string {
    for (const name of names) {
      const value = record[this.columns.get(name) ?? -1]?.trim();
      if (value) return value;
    }
    return '';
  }

  column(...names: string[]): string[] {
    return this.records.map((record) => this.cell(record, ...names));
  }
}

/**
 * The table in a text and who recognised its header; null when nobody does.
 * @throws MatineeError 'import-cut' when the text ends inside a field or, in a table that a machine wrote, inside a row; 'import-too-large'
 */
export function readTable<R extends { byHand?: boolean }>(text: string, recognise: (header: Table) => R | undefined): { table: Table; by: R } | null {
  const headers = SEPARATORS.flatMap((delimiter) =>
    Papa.parse<string[]>(text.slice(0, 20_000), { delimiter, newline: '\n', preview: PREAMBLE })
      .data.map((header, at) => ({ delimiter, header, at }))
      .filter(({ header, at }) => header.length > 1 || (delimiter === ',' && at === 0)),
  );
  const known = headers.flatMap((one) => {
    const by = recognise(new Table(one.header));
    return by ? [{ ...one, by }] : [];
  });
  // A preamble may have a name, too: a machine's header is surer.
  const found = known.find(({ by }) => !by.byHand) ?? known[0];
  if (!found) return null;
  const { delimiter, header, at, by } = found;
  return { table: new Table(header, records(text, delimiter, at, header.length, by.byHand ?? false)), by };
}

function records(text: string, delimiter: string, headerAt: number, width: number, byHand: boolean): string[][] {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter, newline: '\n', preview: MAX_ROWS + headerAt + 2 });
  const rows = data.slice(headerAt + 1).filter((record) => record.some((cell) => cell.trim() !== ''));
  checkRows(rows.length);
  const last = rows.at(-1);
  const short = !byHand && last !== undefined && last.length < width && !text.endsWith('\n') && rows.slice(0, -1).every((row) => row.length >= width);
  if (short || errors.some(({ code }) => code === 'MissingQuotes'))
    throw new MatineeError(
      'import-cut',
      `This file ends in the middle of row ${rows.length}: it was not written or downloaded to its end.`,
      'Export it again, and wait until the download is complete.',
    );
  return rows;
}
