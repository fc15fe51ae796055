/** What a sentence names, over the films that the page ships. */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readFacts } from '../../facts/facts';
import { openNodeBundle } from '../../node/nodeBundle';
import { readCatalogue } from '../items/catalogue';
import { namedBy } from './named';

const bundle = await openNodeBundle(fileURLToPath(new URL('../../../public/models/movies', import.meta.url)));
const { films } = readCatalogue(await bundle.read('catalogue'), bundle.manifest);
const facts = (await readFacts(bundle))!;
const words = bundle.manifest.prompt.factWords!;
const named = (sentence: string) => namedBy(sentence, words, facts, films);
const of = (sentence: string, title: string) => named(sentence)![films.findIndex((film) => film.title === title)];

it.each([
  ['a Korean thriller', 'Oldboy', 2],
  ['a Korean thriller', 'Seven', 1],
  ['a Korean thriller', 'Toy Story', 0],
  ['South Korean thrillers', 'Oldboy', 2],
  ['a heist in space', "Ocean's Eleven", 1],
  ['sci-fi of the 80s', 'Blade Runner', 2],
  ['scifi 1982', 'Blade Runner', 2],
  ['science fiction by Ridley Scott', 'Blade Runner', 2],
  ['something by Nolan', 'Inception', 1],
  ['nolan', 'Inception', 1],
  ['a Japanese movie with samurai', 'Seven Samurai', 2],
])('of "%s", %s has %i', (sentence, title, count) => expect(of(sentence, title)).toBe(count));

it.each(['two booksellers who fall for each other', '', '우주 영화', '!!!'])('"%s" names no fact', (sentence) => expect(named(sentence)).toBeNull());
