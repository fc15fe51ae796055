/** What people keep themselves: a spreadsheet with a column of titles, or a text with "Title (Year)" on each line. */
import { dateReader } from '../file/dates';
import { checkRows } from '../file/limits';
import type { Row } from '../types';
import { blank, named, readImdb, readKind, readRating, readTmdb } from './fields';
import type { TableService } from './service';

const TITLE = [
  'title',
  'name',
  'film',
  'movie',
  'filmtitle',
  'movietitle',
  'filmname',
  'moviename',
  'primarytitle',
  'originaltitle',
  'titel',
  'titre',
  'titulo',
  'titolo',
];
const YEAR = ['year', 'releaseyear', 'filmyear', 'releasedate', 'released', 'release', 'jahr', 'annee', 'ano', 'anno'];
const RATING = ['yourrating', 'myrating', 'rating10', 'rating', 'score', 'stars', 'mark'];
const WATCHED = ['watcheddate', 'watchedat', 'datewatched', 'watchedon', 'lastwatched', 'watched', 'seen'];
const NOTED = ['date', 'daterated', 'ratedat', 'dateadded', 'addedat', 'datum'];

export const spreadsheet: TableService = {
  service: 'spreadsheet',
  byHand: true,
  recognises: (header) => TITLE.some((name) => header.has(name)),
  rows(table) {
    const watched = dateReader(table.column(...WATCHED), 'day');
    const noted = dateReader(table.column(...NOTED), 'day');
    const best = table.column(...RATING).reduce((most, value) => Math.max(most, Number(value.replace(',', '.')) || 0), 0);
    const outOf = best <= 5 && !table.has('rating10') ? 5 : best <= 10 ? 10 : 100;
    return table.records.map((record, i): Row => {
      const seen = watched(table.cell(record, ...WATCHED));
      const at = seen ?? noted(table.cell(record, ...NOTED));
      return {
        ...blank,
        ...named(table.cell(record, ...TITLE), table.cell(record, ...YEAR)),
        row: i + 1,
        rating: readRating(table.cell(record, ...RATING), outOf),
        at,
        dated: at === null ? null : seen === null ? 'noted' : 'watched',
        ids: { ...readImdb(table.cell(record, 'imdbid', 'imdb', 'const', 'tconst')), ...readTmdb(table.cell(record, 'tmdbid', 'tmdb')) },
        kind: readKind(table.cell(record, 'type', 'titletype', 'mediatype', 'kind')),
      };
    });
  },
};

const MAX_LINE = 1000;

const BULLET = /^\s*(?:[-*•–]|\[[ x]\])\s+/i;
const NUMBER = /^\s*\d{1,4}[.)]\s+/;
const STARS = /[\s,;|–-]*(★+½?|\d+(?:[.,]\d)?\s*\/\s*(?:5|10))\s*$/;

/** A title on each line: "Heat (1995)", "3. Heat, 1995", "- Heat (1995) ★★★★½". Headings ("# 2024") and empty lines are none. */
export function textRows(text: string): Row[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim().slice(0, MAX_LINE))
    .filter((line) => line !== '' && !/^#{1,6}\s/.test(line));
  checkRows(lines.length);
  // "12. Angry Men" is a title, unless every line has a number.
  const numbered = lines.length > 1 && lines.every((line) => NUMBER.test(line));
  return lines.map((line, i): Row => {
    const item = line.replace(BULLET, '').replace(numbered ? NUMBER : /(?!)/, '');
    const stars = STARS.exec(item)?.[1] ?? '';
    const rest = (stars ? item.replace(STARS, '') : item).replace(/^(["“])(.*)["”]$/, '$2');
    const [, title = rest, year] = /^(.*\S)\s*(?:[,;\t|]|\s[-–])\s*((?:18|19|20)\d{2})$/.exec(rest) ?? [];
    return { ...blank, ...named(title, year), row: i + 1, rating: readStars(stars) };
  });
}

function readStars(stars: string): number | null {
  const [, mark, outOf] = /^([\d.,]+)\s*\/\s*(\d+)$/.exec(stars) ?? [];
  if (mark) return readRating(mark, Number(outOf));
  return stars ? [...stars].reduce((sum, star) => sum + (star === '½' ? 0.5 : 1), 0) : null;
}
