import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { ERROR_CODES } from '../errors';
import { en } from './en';
import { ko } from './ko';
import { firstLanguage, LANGUAGES, languageNow, sayError, speak, translate, type Language, type Spoken } from './language';
import { PRESETS } from './presets';
import { zh } from './zh';

const spoken: [Exclude<Language, 'en'>, Spoken][] = [
  ['ko', ko],
  ['zh', zh],
];
afterEach(() => speak('en'));

/** By key; the forms of a plural are one. */
function sentences(words: object, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(words)) {
    if (typeof value === 'string') found.set(`${path}${name.replace(/_(?:one|two|few|other)$/, '')}`, value);
    else for (const [key, sentence] of sentences(value as object, `${path}${name}.`)) found.set(key, sentence);
  }
  return found;
}
const holes = (sentence: string, given: readonly string[]) =>
  [...new Set([...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!))].filter((name) => !given.includes(name)).sort();
const GIVEN = ['recommender', 'item', 'items', 'consume', 'consumed', 'consumes', 'anItem', 'Item', 'Items', 'AnItem', 'Consume'];
/** English says "one" where others have the number. */
const COUNT = ['count', 'rows'];

test.each(spoken)('%s has every sentence, with places for the same', (_language, { sentences: translated, words, recommender }) => {
  const english = sentences(en);
  const other = sentences(translated);
  expect([...other.keys()].sort()).toEqual([...english.keys()].sort());
  const given = [...Object.keys(words.film), 'recommender', ...Object.keys(recommender?.('SASRec') ?? {})];
  for (const [key, sentence] of english) {
    const [expected, got] = [holes(sentence, GIVEN), holes(other.get(key)!, given)];
    // A number may be left out, never asked for: i18next has it in every plural.
    expect(
      got.filter((name) => !expected.includes(name) && !COUNT.includes(name)),
      key,
    ).toEqual([]);
    expect(
      expected.filter((name) => !got.includes(name) && !COUNT.includes(name)),
      key,
    ).toEqual([]);
    if (sentence !== '') expect(other.get(key)?.trim(), key).toBeTruthy();
  }
});

test.each(spoken)('%s has the same forms of the words for every domain, and an error of each code', (_language, { words, errors }) => {
  const forms = Object.keys(words.film).sort();
  expect(Object.keys(words.game).sort()).toEqual(forms);
  expect(Object.keys(words.product).sort()).toEqual(forms);
  expect(Object.keys(words.other).sort()).toEqual(forms);
  expect(Object.keys(errors).sort()).toEqual([...ERROR_CODES].sort());
});

test.each(spoken)('%s leaves no place open, for films and for games', async (language, { sentences: translated }) => {
  await speak(language);
  for (const item of ['movie', 'video game', 'product', 'album']) {
    const t = translate({ item, items: `${item}s`, consumed: 'had', consume: 'have' }) as (key: string, params: object) => string;
    const forms = [...Object.keys(ko.words.film), ...Object.keys(zh.words.film), 'recommender', ...Object.keys(ko.recommender!('SASRec'))];
    for (const [key, sentence] of sentences(translated)) {
      const names = [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!).filter((name) => !forms.includes(name));
      const given: Record<string, string | number> = Object.fromEntries(names.map((name) => [name, name === 'count' ? 3 : 'X']));
      expect(t(key.replace(/_ordinal$/, ''), { ...given, ordinal: key.endsWith('_ordinal') }), key).not.toMatch(/\{\{|undefined/);
    }
  }
});

test.each(spoken)('%s knows the shipped bundle’s genres, sub-genres and countries, and the examples', (_language, { names }) => {
  const read = (file: string) => JSON.parse(readFileSync(new URL(`../../public/models/movies/${file}`, import.meta.url), 'utf8'));
  const { subgenres, countries } = read('facts.json').names as Record<string, string[]>;
  const english = [...(read('catalogue.json').genreNames as string[]), ...subgenres!, ...countries!, ...PRESETS.map(({ name }) => name)];
  expect(english.filter((name) => !names[name])).toEqual([]);
});

test('films, games and products have their own words', async () => {
  await speak('ko');
  const games = translate({ item: 'video game', items: 'video games', consumed: 'played', consume: 'play' });
  expect([translate()('search.label'), translate()('history.count', { count: 3 }), games('history.name'), games('history.count', { count: 3 })]).toEqual([
    '영화 검색',
    '영화 3편',
    '플레이 기록',
    '게임 3개',
  ]);
  const products = translate({ item: 'product', items: 'products', consumed: 'bought', consume: 'buy' });
  expect([products('history.name'), products('history.count', { count: 3 })]).toEqual(['구매 기록', '제품 3개']);
  await speak('zh');
  expect([translate()('history.count', { count: 3 }), translate()('format.ordinal', { count: 2, ordinal: true })]).toEqual(['3 部电影', '第 2 位']);
});

test('the recommender is called by its name, with the particle that follows it', async () => {
  await speak('ko');
  const words = { item: 'movie', items: 'movies', consumed: 'watched', consume: 'watch' };
  expect(translate()('history.coldHelp')).toContain('SASRec은');
  expect(translate({ ...words, recommender: 'NextItNet' })('history.coldHelp')).toContain('NextItNet은');
  expect(translate({ ...words, recommender: 'NCF' })('history.coldHelp')).toContain('NCF는');
  expect(translate({ ...words, recommender: 'GRU4Rec' }, 'en')('sasrec.list')).toBe("GRU4Rec's list");
});

test('errors are said by their codes, in English as they were thrown', async () => {
  const error = { code: 'network', message: 'opt.onnx could not be downloaded.', nextStep: 'Check.' } as const;
  expect(sayError(error)).toEqual(['opt.onnx could not be downloaded.', 'Check.']);
  await speak('zh');
  expect(sayError(error)[0]).toBe(zh.errors.network[0]);
});

test('the first language that the page speaks, of what was chosen and what the browser prefers', () => {
  expect(firstLanguage([null, null, 'fr-FR', 'ko-KR', 'en'])).toBe('ko');
  expect(firstLanguage([null, 'zh', 'en-US'])).toBe('zh');
  expect(firstLanguage([null, null, 'zh-TW'])).toBe('zh');
  expect(firstLanguage([null, null, 'en-US', 'ko'])).toBe('en');
  expect(firstLanguage([null, null, 'fr'])).toBe('en');
  expect(Object.keys(LANGUAGES)).toEqual(['en', 'ko', 'zh']);
});

test('what is wanted last is spoken', async () => {
  await speak('ko', () => false);
  expect(languageNow()).toBe('en');
});
