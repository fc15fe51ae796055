/**
 * The form in which two spellings of one title are the same: case, accents, punctuation, spaces, "&" and "and", articles at either end, roman
 * numerals and number words, "Part" before a number.
 */

/** Letters that Unicode's decomposition leaves whole. */
const LETTERS: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };

const ARTICLES = [
  'the',
  'an',
  'a',
  'le',
  'la',
  'les',
  "l'",
  'un',
  'une',
  'des',
  'el',
  'los',
  'las',
  'una',
  'il',
  'lo',
  'gli',
  'i',
  'uno',
  'der',
  'die',
  'das',
  'ein',
  'eine',
  'den',
  'det',
  'de',
  'het',
  'en',
  'ett',
  'os',
  'as',
  'o',
  'um',
  'uma',
];

/** "Matrix, The", and "Twilight Saga, The: Eclipse". */
const MOVED = new RegExp(`^([^:]+|.+), (${ARTICLES.join('|')})(:.*)?$`, 'iu');

const NUMBERS: Record<string, string> = Object.fromEntries(
  [
    ['one', 'i'],
    ['two', 'ii'],
    ['three', 'iii'],
    ['four', 'iv'],
    ['five', 'v'],
    ['six', 'vi'],
    ['seven', 'vii'],
    ['eight', 'viii'],
    ['nine', 'ix'],
    ['ten', 'x'],
    ['eleven', 'xi'],
    ['twelve', 'xii'],
    ['thirteen', 'xiii'],
    ['', 'xiv'],
    ['', 'xv'],
    ['', 'xvi'],
  ].flatMap((names, i) => names.filter((name) => name !== '').map((name) => [name, String(i + 1)])),
);
const isRoman = (word: string) => /^[ivx]+$/.test(word);

const COUNTED = new Set(['part', 'pt', 'vol', 'volume', 'chapter', 'episode']);

/** "Matrix, The" as "The Matrix". */
export function articleInFront(title: string): string {
  const [, rest, article, after] = MOVED.exec(title) ?? [];
  return rest && article ? `${article}${article.endsWith("'") ? '' : ' '}${rest}${after ?? ''}` : title;
}

/** The title's words in plain form, the article in front. Empty when it has neither letters nor digits. */
function words(title: string): string[] {
  const plain = articleInFront(title.trim().replace(/[’‘`´ʻ′]/g, "'"))
    .replace(/[™®©]/g, '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœøłđðþı]/g, (letter) => LETTERS[letter]!)
    .replace(/[&+]|\s'?n'?(?=\s)/g, ' and ')
    .replace(/(?<=\p{L})\$(?=\p{L})/gu, 's')
    // "E.T." and "M*A*S*H" are words, so that no letter of theirs is taken for an article or a numeral.
    .replace(/(?<=(?<!\p{L})\p{L})[.*](?=\p{L}(?!\p{L}))/gu, '')
    .replace(/'/g, '');
  const found = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  return found.flatMap((word, i) => {
    // A numeral in front is a word of its own: "V for Vendetta", "I, Robot".
    const number = NUMBERS[word];
    if (number !== undefined) return [i === 0 && isRoman(word) ? word : number];
    const next = found[i + 1];
    return i > 0 && COUNTED.has(word) && next !== undefined && (/^\d+$/.test(next) || next in NUMBERS) ? [] : [word];
  });
}

const ARTICLE_WORDS = new Set(ARTICLES.map((article) => article.replace("'", '')));

export interface TitleKeys {
  /** Words run together, so that "Spider-Man", "Spider Man" and "Spiderman" are one. */
  whole: string;
  /** Without the article in front. */
  bare: string;
}

export function titleKeys(title: string): TitleKeys {
  const found = words(title);
  if (found.length === 0) return { whole: title.trim().toLowerCase(), bare: title.trim().toLowerCase() };
  const bare = found.length > 1 && ARTICLE_WORDS.has(found[0]!) ? found.slice(1) : found;
  return { whole: found.join(''), bare: bare.join('') };
}

/** Words that a suggestion may share: without articles. */
export const titleWords = (title: string): string[] => words(title).filter((word) => !ARTICLE_WORDS.has(word));

/** What ":" or " - " parts: "Star Wars", "Episode IV", "A New Hope". */
export const parts = (title: string): string[] =>
  title
    .split(/:\s+|\s+[-–—]\s+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Shorter names of a film with subtitles: its first parts, its last ones, the first and the last. */
export function shorterTitles(title: string): string[] {
  const all = parts(title);
  if (all.length < 2) return [];
  const cuts = all.slice(1).flatMap((_, i) => [all.slice(0, i + 1), all.slice(i + 1)]);
  if (all.length > 2) cuts.push([all[0]!, all.at(-1)!]);
  return cuts.map((some) => some.join(' '));
}

/**
 * Names inside a title as MovieLens and others write them: "Léon (a.k.a. The Professional) (Leon)" is also each of the three. Brackets in front,
 * as in "(500) Days of Summer", belong to the title.
 */
export function bracketed(title: string): string[] {
  const at = title.search(/\S\s*\([^()]+\)\s*$|\S\s*\([^()]+\)\s*\(/);
  if (at < 0) return [];
  const open = title.indexOf('(', at);
  const inside = [...title.slice(open).matchAll(/\(([^()]+)\)/g)].map(([, name]) => name!.replace(/^a\.?k\.?a\.?:?\s*/i, '').trim());
  return [title.slice(0, open).trim(), ...inside].filter((name) => name !== '');
}

const YEAR = /^(.*\S)\s*[([](\d{4})(?:\s*[-–]\s*\d{0,4})?[)\]]\s*$/s;

/** "Heat (1995)" as its two parts. */
export function splitYear(text: string): { title: string; year: number | null } {
  const [, title, digits] = YEAR.exec(text) ?? [];
  const year = Number(digits);
  return title && isYear(year) ? { title, year } : { title: text.trim(), year: null };
}

/** Film began in the 1870s; an export is of today. */
export const isYear = (year: number): boolean => Number.isInteger(year) && year >= 1870 && year <= 2100;
