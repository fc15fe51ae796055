/**
 * Which rows of a catalogue are editions of one thing: platforms, collector's editions and bundles of a game (the rules of training/facts/editions.py),
 * cuts of a film. Precision before recall: only words known to name an edition go, so that "FIFA 13" is not "FIFA 14".
 */
import type { Film } from '../engine/types';
import { yieldToMessages } from '../yieldToMessages';

/** Titles between two looks at the messages that have arrived: a few milliseconds, even of a shop's. */
const PIECE = 250;

const PLATFORM =
  '(?:microsoft |sony |nintendo |sega )?(?:xbox ?360|xbox ?one(?: x| s)?|xbox|play ?station ?(?:portable|vita|vr|[1-5])?|ps ?(?:[1-5]|p|x|vita)|psp|gamecube|game ?cube|game ?boy(?: advance| color)?|gba|nintendo (?:switch|64|ds|3ds|2ds|wii u|wii|nes|super nes)|' +
  'wii ?u|wii|3ds|2ds|new 3ds|dsi?|n64|nes|snes|super nes|super nintendo|genesis|sega (?:saturn|dreamcast|genesis|cd|game gear)|dreamcast|saturn|game gear|switch|pc(?: ?(?:cd|dvd)(?:-?rom)?)?|mac|macintosh|linux|windows(?: (?:\\d+|xp|vista|select))*|not machine specific|online|vita)';
const PLATFORMS = `${PLATFORM}(?:\\s*(?:/|&|,|and|or|\\s)\\s*${PLATFORM})*`;
const KIND =
  "(?:limited |ultimate |premium |super |digital |standard |special )?(?:collector'?s?'?|kollector'?s|limited|deluxe|digital|standard|gold|silver|ultimate|special|definitive|complete|komplete|premium|legendary|hardened|prestige|platinum(?: hits)?|" +
  "day (?:one|zero|1|0)|launch|bonus|enhanced|(?:\\d+(?:st|nd|rd|th) )?anniversary|signature|steel ?book|augmented|legacy|imperial|holiday|juggernog|game of the year|goty|the complete|director'?s cut|extended|greatest hits|exclusive|game)";
const EDITION = `(?:the )?(?:${KIND} )+edition`;
const WRAPPING =
  "(?:online game code|digital(?: download)? code|digital game download code only/no disc included|download(?: code)?|instant access|mac download|jewel ?case|game only|standard game|greatest hits|platinum hits|platinum|playstation hits|player'?s choice|nintendo selects|" +
  'discontinued(?: by manufacturer)?|obsolete|old (?:version|model)|certified refurbished|refurbished|(?:uk|us|eu|japan|japanese|europe|european|import) (?:import|version)|import|uk|netherlands|bulk packaging|amazon exclusive|dvd-?rom|cd-?rom|dvd|' +
  "physical disc|select|game|video ?game|complete|with steelbook|steelbook|bundle|(?:wireless |guitar |wireless guitar |game only |special edition |move )*bundle|limited|special|deluxe|collector'?s|ultimate|free demo|stand alone|colors may vary|covers may vary|\\d{4} release|only)";
const NOT_THE_GAME = `(?:${PLATFORMS}|${EDITION}|${WRAPPING})`;
const ASIDE = new RegExp(`^${NOT_THE_GAME}(?:[\\s,/&+-]+${NOT_THE_GAME})*$`);
const TAIL = new RegExp(
  `(?:\\s*[-–:,]\\s*|\\s+(?=(?:${EDITION}|remastered|jewel case|with steelbook)$)|\\s+for (?=(?:${PLATFORMS})$))(?:${PLATFORMS}|${EDITION}|${WRAPPING}|remastered)(?:[\\s,/&+-]+${NOT_THE_GAME})*$`,
);
/** "Mario Kart Wii" and "Super Mario 64" need the name; no game is called after these. */
const BARE = /\s+(?:microsoft |sony )?(?:xbox ?360|xbox ?one|xbox|play ?station ?[1-4]|ps[2-4]|psp|game ?cube)$/;
const BUNDLE = /\s+(?:(?:wireless|guitar|band-in-a-box|move|special edition|game only|super) )*bundle$/;
const HARDWARE =
  /\b(?:controllers?|gamepad|joysticks?|headsets?|headphones?|console|system|hardware|cables?|cords?|cases?|covers?|chargers?|charging|adapters?|adaptors?|batter(?:y|ies)|skins?|decals?|stickers?|grips?|stands?|docks?|cradle|memory card|hard drive|screen protectors?|stylus|styli|mouse|mice|mousepad|keyboards?|keypad|remotes?|nunchuk|steering wheel|racing wheel|microphone|mic|camera|sensor|speakers?|amiibo|figures?|bag|backpack|strap|fan|cooler|card reader|power supply|faceplate|thumb ?sticks?|kontrolfreek|\d+ ?[gt]b|gift card|prepaid|membership|subscription|points|replacement|accessory|accessories|kit|tester|converter|receiver|antenna|mat|poster|keychain|plush|t-shirt|guide)\b/;
/** "Superman II: The Richard Donner Cut", "Blade Runner (Director's Cut)": a cut by its name, after a colon, a dash or a bracket. */
const CUT =
  /(?:\s*[:(]\s*|\s+[-–]\s+)(?:the )?(?:(?:\p{L}+ )?(?:director'?s|donner|final|extended|theatrical|uncut|unrated|ultimate|assembly) (?:cut|version|edition)|(?:special|remastered|restored|(?:first|second|third|\d+(?:st|nd|rd|th)(?: anniversary)?)) (?:edition|version)|redux|remastered|uncut|unrated)\)?\s*$/u;

/** "x" is a name as often as a number: "Mega Man X". */
const ROMAN = new Map(Object.entries({ ii: '2', iii: '3', iv: '4', v: '5', vi: '6', vii: '7', viii: '8', ix: '9', xi: '11', xii: '12', xiii: '13' }));
const LETTERS: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };

const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœøłđðþı]/g, (letter) => LETTERS[letter]!);

/** Letters and digits in their order, roman numerals after the first word as digits, "and" for "&", without articles. */
function wordsOf(text: string): string {
  const words =
    text
      .replace(/[&+]/g, ' and ')
      .replace(/['’`]/g, '')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words
    .map((word, i) => (i > 0 ? (ROMAN.get(word) ?? word) : word))
    .filter((word) => !['the', 'a', 'an'].includes(word))
    .join(' ');
}

/** The same for every edition of a game, on whatever platform, by itself or in a bundle. */
export function gameKey(title: string): string {
  const whole = plain(
    title
      .replace(/[™®]/g, '')
      .replace(/&amp;/g, '&')
      .replace(/&quot;/g, '"')
      .replace(/&#0?39;/g, "'"),
  );
  let text = whole.replaceAll('’', "'").replace(/\((?:tm|r|c)\)/g, '').replace(/\s+/g, ' ').trim(); // prettier-ignore
  if (HARDWARE.test(text)) return wordsOf(text);
  text = text.replace(/\s*[([]([^()[\]]*)[)\]]/g, (all, inside: string) => (ASIDE.test(inside.replace(/^[ .]+|[ .]+$/g, '')) ? '' : all));
  for (let before = ''; before !== text;) {
    before = text;
    text = trimmed(text.replace(TAIL, '').replace(BARE, '').replace(BUNDLE, ''));
    if (EDITION_INSIDE.test(text)) text = trimmed(text.replace(EDITION_ALONE, ''));
  }
  return wordsOf(text) || wordsOf(whole);
}
const EDITION_INSIDE = new RegExp(`\\S.*?\\b${EDITION}\\b`);
const EDITION_ALONE = new RegExp(`\\s*[-–:,]?\\s*${EDITION}\\b`, 'g');
const trimmed = (text: string) => text.replace(/^[ \-–:,]+|[ \-–:,]+$/g, '');

/** The film that a title is a cut of; null where it names none. */
function cutOf(title: string): string | null {
  const text = plain(title).replaceAll('’', "'");
  const base = text.replace(CUT, '');
  return base === text || base.trim() === '' ? null : wordsOf(base);
}

/** Editions of a catalogue: rows with the same leader are one. */
export interface Editions {
  /** For each row the first row that is an edition of the same item, itself where there is none before. [films] */
  readonly leaders: Int32Array;
  /** The leader of what has this title; undefined where the catalogue has nothing like it. For films of a visitor's own. */
  leaderOf: (title: string, year: number) => number | undefined;
}

/**
 * Films without years are things of a shop: one title, whatever stands around it, is one thing. A film is itself in its year alone, a remake is another;
 * a cut is the film that it was made from, whatever year the catalogue gives it.
 * @param areDifferent two rows of one title and year, as far as is known
 */
export async function editionsOf(films: readonly Film[], areDifferent: (a: number, b: number) => boolean = () => false): Promise<Editions> {
  const areFilms = films.some(({ year }) => year > 0);
  const keyOf = (title: string, year: number) => (areFilms ? `${wordsOf(plain(title))} ${year}` : gameKey(title));
  const first = new Map<string, number>();
  const firstOfTitle = new Map<string, number>();
  const cuts: [row: number, of: string][] = [];
  const leaders = new Int32Array(films.length);
  for (const { row, title, year } of films) {
    if (row % PIECE === 0) await yieldToMessages();
    const key = keyOf(title, year);
    const before = first.get(key);
    leaders[row] = before !== undefined && !areDifferent(before, row) ? before : row;
    if (before === undefined) first.set(key, row);
    if (!areFilms) continue;
    const words = wordsOf(plain(title));
    if (!firstOfTitle.has(words)) firstOfTitle.set(words, row);
    const base = cutOf(title);
    if (base !== null) cuts.push([row, base]);
  }
  for (const [row, base] of cuts) {
    const of = firstOfTitle.get(base);
    if (of !== undefined) leaders[row] = leaders[of]!;
  }
  return {
    leaders,
    leaderOf(title, year) {
      const base = areFilms ? cutOf(title) : null;
      const row = first.get(keyOf(title, year)) ?? (base === null ? undefined : firstOfTitle.get(base));
      return row === undefined ? undefined : leaders[row];
    },
  };
}
