import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { en } from './en';
import { translate } from './language';
import type { Key } from './keys';

const src = join(import.meta.dirname, '..');
const files = (folder: string) =>
  readdirSync(join(src, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test'))
    .map((file) => join(folder, file));

/** Sentences between quotes or tags. The evaluation's are the command line's, about the data sets of the paper. */
const sentences = (text: string) =>
  [...text.replace(/\/\*[\s\S]*?\*\/|\/\/ .*/g, '').matchAll(/'((?:[^'\\\n]|\\.)*)'|`([^`]*)`|"([^"\n]*)"|>([^<>{}=;\n]+)</g)]
    .map((match) => match.slice(1).join(''))
    .map((sentence) => sentence.replace(/\$\{[^}]*\}|\{\{\w+\}\}/g, ''))
    .filter((sentence) => /[a-z] [a-z]/i.test(sentence));

it('no sentence that a visitor can see names films: every such word is the bundle’s own', () => {
  const named = ['engine/items', 'engine/llm', 'store', 'ui', 'worker', 'bundle', 'content'].flatMap(files).concat('engine/recommend.ts', 'engine/genre.ts');
  // What is imported are exports of services of films, and names are the bundle's.
  const ofFilms = /^(?:content\/(?:en|ko|zh)\/history\.ts|content\/names\/|store\/importing\/|ui\/import\/)/;
  const found = named
    .filter((file) => !ofFilms.test(file.replaceAll('\\', '/')))
    .flatMap((file) =>
      sentences(readFileSync(join(src, file), 'utf8'))
        .filter((sentence) => /\b(film|movie)s?\b|\bwatched\b/i.test(sentence))
        .filter((sentence) => !/^(film |films |own |entry )/.test(sentence))
        .map((sentence) => `${file}: ${sentence}`),
    );
  expect(found).toEqual([]);
});

const games = { item: 'video game', items: 'video games', consumed: 'played', consume: 'play' };
const keysOf = (words: object, path = ''): string[] =>
  Object.entries(words).flatMap(([name, value]) => (typeof value === 'string' ? [`${path}${name}`] : keysOf(value as object, `${path}${name}.`)));

it('the names that visitors and their tools know a page of films by', () => {
  const t = translate();
  expect([t('search.label'), t('history.name'), t('watch.title'), t('invent.button')]).toEqual([
    'Search movies',
    'Watch history',
    'What to watch',
    'Invent a movie',
  ]);
});

it('games are spoken of as games', () => {
  const t = translate(games);
  expect([t('search.label'), t('history.name'), t('answer.hero'), t('history.count', { count: 1 })]).toEqual([
    'Search video games',
    'Play history',
    'What should you play next?',
    '1 video game',
  ]);
  // A watchlist is what the services of films call it; so is what comes from their files.
  const said = keysOf(en)
    .filter((key) => !/^(?:importing|exporting)\./.test(key))
    .map((key) =>
      (t as (key: string, params: object) => string)(key.replace(/(?:_ordinal)?_(?:one|two|few|other)$/, ''), { count: 2 }).replace(/\{\{\w+\}\}/g, ''),
    );
  expect(said.filter((sentence) => /film|movie|watch(?!list)/i.test(sentence))).toEqual([]);
});

it('words that begin with a vowel, and one of many', () => {
  const t = translate({ item: 'album', items: 'albums', consumed: 'heard', consume: 'hear' });
  expect(t('own.title')).toBe('Add an album of your own');
  expect([1, 3].map((count) => t('history.count', { count }))).toEqual(['1 album', '3 albums']);
});

it('equal words in the same language are the same function, so that a catalogue which brings those of the page renders no sentence anew', () => {
  expect(translate(games)).toBe(translate({ ...games, recommender: 'SASRec' }));
  expect(translate(games)).not.toBe(translate({ ...games, recommender: 'NCF' }));
  expect(translate(games)).not.toBe(translate());
  expect(translate(games, 'ko')).not.toBe(translate(games));
});

it('a sentence that is kept is that of its words, with or without what it was given before', () => {
  const t = translate();
  expect([t('history.name'), translate(games)('history.name'), t('history.name')]).toEqual(['Watch history', 'Play history', 'Watch history']);
  expect([t('history.count', { count: 1 }), t('history.count', { count: 2 })]).toEqual(['1 movie', '2 movies']);
});

it('lists of none, one, two and three', () => {
  const { list } = translate();
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(list)).toEqual(['', 'a', 'a and b', 'a, b and c']);
});

it('every plural has its forms', () => {
  const t = translate();
  const singular: Key = 'watch.twoUnsure';
  expect(t(singular, { count: 1, films: '2 movies' })).toContain('1 more title is');
  expect(t(singular, { count: 2, films: '2 movies' })).toContain('2 more titles are');
});
