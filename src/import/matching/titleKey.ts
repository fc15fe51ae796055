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

const NUMBERS: ReadonlyMap<string, string> = new Map(
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
  ].flatMap((names, i) => names.filter((name) => name !== '').map((name) => [name, String(i + 1)] as const)),
);
const isRoman = (word: string) => /^[ivx]+$/.test(word);

const COUNTED = new Set(['part', 'pt', 'vol', 'volume', 'chapter', 'episode']);

/** "Matrix, The" as "The Matrix". */
export function articleInFront(title: string): string {
  const [, rest, article, after] = MOVED.exec(title) ?? [];
  return rest && article ? `${article}${article.endsWith("'") ? '' : ' '}${rest}${after ?? ''}` : title;
}

/** The title's words in small letters without accents, the article in front. Empty when it has neither letters nor digits. */
function plainWords(title: string): string[] {
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
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** A numeral in front is a word of its own: "V for Vendetta", "I, Robot". */
const isNumeral = (word: string, i: number) => i > 0 && isRoman(word) && NUMBERS.has(word);

/** Numbers as digits, and without what only counts. */
const numbered = (found: readonly string[]): string[] =>
  found.flatMap((word, i) => {
    const number = NUMBERS.get(word);
    if (number !== undefined) return [isRoman(word) && !isNumeral(word, i) ? word : number];
    const next = found[i + 1];
    return i > 0 && COUNTED.has(word) && next !== undefined && (/^\d+$/.test(next) || NUMBERS.has(next)) ? [] : [word];
  });

const words = (title: string): string[] => numbered(plainWords(title));

const ARTICLE_WORDS = new Set(ARTICLES.map((article) => article.replace("'", '')));

const withoutArticle = (found: string[]): string[] => (found.length > 1 && ARTICLE_WORDS.has(found[0]!) ? found.slice(1) : found);

export interface TitleKeys {
  /** Words run together, so that "Spider-Man", "Spider Man" and "Spiderman" are one. */
  whole: string;
  /** Without the article in front. */
  bare: string;
  /** The same with "Part" and numbers in words left as they are: what may be misspelt. */
  spelt: string;
}

export function titleKeys(title: string): TitleKeys {
  const plain = plainWords(title);
  if (plain.length === 0) {
    const asIs = title.trim().toLowerCase();
    return { whole: asIs, bare: asIs, spelt: asIs };
  }
  const found = numbered(plain);
  const spelt = plain.map((word, i) => (isNumeral(word, i) ? NUMBERS.get(word)! : word));
  return { whole: found.join(''), bare: withoutArticle(found).join(''), spelt: withoutArticle(spelt).join('') };
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
