import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { copyFor } from './copy';

const src = join(import.meta.dirname, '..');
const files = (folder: string) =>
  readdirSync(join(src, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test'))
    .map((file) => join(folder, file));

/** Sentences between quotes or tags. The evaluation's are the command line's, about the data sets of the paper. */
const sentences = (text: string) =>
  [...text.replace(/\/\*[\s\S]*?\*\/|\/\/ .*/g, '').matchAll(/'((?:[^'\\\n]|\\.)*)'|`([^`]*)`|"([^"\n]*)"|>([^<>{}=;\n]+)</g)]
    .map((match) => match.slice(1).join(''))
    .map((sentence) => sentence.replace(/\$\{[^}]*\}/g, ''))
    .filter((sentence) => /[a-z] [a-z]/i.test(sentence));

it('no sentence that a visitor can see names films: every such word is the bundle’s own', () => {
  const named = ['engine/items', 'engine/llm', 'store', 'ui', 'worker', 'bundle', 'content'].flatMap(files).concat('engine/recommend.ts', 'engine/genre.ts');
  // What is imported are exports of services of films.
  const ofFilms = /^(?:content\/import\.ts|store\/importing\/|ui\/import\/)/;
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

it('games are spoken of as games', () => {
  const copy = copyFor({ item: 'game', items: 'games', consumed: 'played', consume: 'play' });
  const said = JSON.stringify([copy, copy.candidateKinds(false), copy.count(2), copy.nothingFound('x'), copy.candidatesDrawn(20), copy.linkCopied(true)]);
  expect(said).not.toMatch(/film|movie|watch(?!list)/i);
});
