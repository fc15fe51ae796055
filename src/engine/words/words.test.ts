import { describe, expect, it } from 'vitest';
import { parseFacts } from '../../facts/facts';
import { causal, fakeLanguageModel } from '../../testing/engine';
import { AnswerIndex } from '../llm/answerIndex';
import type { Tokenizer } from '../llm/tokenizer';
import type { Models } from '../models';
import type { Film } from '../types';
import { ClaimChecker } from './claims';
import { clause, wordsOf } from './factWords';
import { sayOf } from './sentences';
import { writeSentence } from './writing';

const letters = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));
const factWords = {
  genres: { Thriller: 'thriller', Drama: 'drama', Comedy: 'comedy', Children: "children's films" },
  countries: { 'South Korea': 'South Korean', 'United States': 'American' },
};
const facts = parseFacts(
  new TextEncoder().encode(
    JSON.stringify({
      names: {
        countries: ['South Korea', 'United States', 'constructor'],
        languages: [],
        subgenres: ['neo-noir', 'black comedy', 'boxing'],
        directors: ['Park Chan-wook', 'Bong Joon Ho'],
        franchises: ['Rocky', 'The Matrix'],
        kinds: [],
      },
      countries: [[0], [0], [1], [2]],
      languages: [[], [], [], []],
      subgenres: [[0], [1], [2], []],
      directors: [[0], [1], [], []],
      franchises: [[], [], [0, 2], []],
      kinds: [[], [], [], []],
      others: {},
      adult: [],
      imdb: {},
      tmdb: {},
    }),
  ),
  4,
);
const film = (row: number, title: string, year: number, genres: string[]): Film => ({ row, id: row, title, year, genres, popularity: 0, cold: false });
const OLDBOY = film(0, 'Oldboy', 2003, ['Mystery', 'Thriller']);
const PARASITE = film(1, 'Parasite', 2019, ['Thriller', 'Drama']);
const ROCKY = film(2, 'Rocky II', 1979, ['Drama']);
const MATILDA = film(3, 'Matilda', 1996, ['Children', 'Comedy']);

describe("a film's facts as words", () => {
  it('stand in one order, and are those that the template has a word for', () => {
    expect(wordsOf(factWords, facts, OLDBOY).map(({ name }) => name)).toEqual(['Park Chan-wook', 'neo-noir', 'South Korean', '2000s', 'thriller']);
    expect(wordsOf(factWords, facts, { ...MATILDA, year: 0, genres: ['__proto__'] })).toEqual([]);
  });

  it('fill a clause as far as there is room, each in its turn', () => {
    const text = (limit: number) => String.fromCharCode(...clause(wordsOf(factWords, facts, ROCKY), letters, limit, 'unknown').ids);
    expect(text(100)).toBe('Rocky series, boxing, American, 1970s, drama');
    expect(text(22)).toBe('Rocky series, boxing');
    expect(text(3)).toBe('unknown');
  });
});

describe('a sentence', () => {
  /** Each token is a piece of text. */
  const PIECES = ['</s>', ' You', ' like', ' "', 'Old', 'boy', '"', ' and', ' "', 'Rocky', '.', ' Jaws'];
  const tokenizer = {
    decode: (ids: readonly number[]) => ids.map((id) => (id === 0 ? '' : PIECES[id])).join(''),
    stream() {
      const push = (id: number) => {
        stream.text += PIECES[id]!;
        return PIECES[id]!;
      };
      const stream = { text: '', push, end: () => '' };
      return stream;
    },
  } as unknown as Tokenizer;
  const write = async (wanted: readonly number[], titles: number[][], limit = 20) => {
    const model = fakeLanguageModel((sequence) => PIECES.map((_, token) => (token === wanted[sequence.length - 1] ? 9 : token === 5 ? 1 : 0)));
    const [first] = await model.logits(causal([99]));
    const random = () => 0;
    let tokens = 0;
    const text = await writeSentence(model, causal([99]), first!, { tokenizer, titles: new AnswerIndex(titles), eos: 0, limit, random }, () => tokens++);
    return { text, tokens };
  };
  const both = [[4, 5], [9]];

  it('ends where the model ends it', async () => {
    expect(await write([1, 2, 3, 4, 5, 6, 7, 8, 9, 6, 10, 0], both)).toEqual({
      text: ' You like "Oldboy" and "Rocky".',
      tokens: 11,
    });
  });

  it('names films that it was given, whatever the model would rather write', async () => {
    expect((await write([1, 2, 3, 11, 5, 6, 10, 0], both)).text).toMatch(/^ You like "(?:Oldboy|Rocky)"/);
  });

  it('names none twice, and gives up where none is left', async () => {
    expect((await write([1, 2, 3, 4, 5, 6, 7, 8, 4, 6, 10, 0], both)).text).toContain('"Oldboy" and "Rocky"');
    expect((await write([1, 2, 3, 4, 5, 6, 7, 8], [[4, 5]])).text).toBeNull();
    expect((await write([1, 2, 3], [])).text).toBeNull();
  });

  it('without an end is none', async () => {
    expect((await write([1, 2, 1, 2, 1, 2, 1, 2], both, 6)).text).toBeNull();
  });

  it('is not asked of a bundle that was not taught to write one', async () => {
    const models = { manifest: { title: 'Games', prompt: {} } } as unknown as Models;
    await expect(sayOf(models, { history: [{ kind: 'film', row: 0 }] })).rejects.toMatchObject({ code: 'no-sentences' });
  });
});

describe('the claims of a sentence', () => {
  const checker = new ClaimChecker(factWords, facts, [OLDBOY, PARASITE, ROCKY, MATILDA]);
  const history = [OLDBOY, PARASITE, ROCKY];
  const said = (text: string) => checker.partsOf(text).map(({ words, titles }) => [words.map(({ name }) => name), titles]);

  it('are what stands before the titles', () => {
    expect(said('You like South Korean thrillers, like "Oldboy" and "Parasite". You also enjoy dramas of the 1970s, as "Rocky II" shows.')).toEqual([
      [
        ['South Korean', 'thriller'],
        ['Oldboy', 'Parasite'],
      ],
      [['drama', '1970s'].toSorted((a, b) => b.length - a.length), ['Rocky II']],
    ]);
    expect(said('You go for black comedies such as "Parasite".')).toEqual([[['black comedy'], ['Parasite']]]);
    expect(said("You like children's films by Bong Joon Ho of the Rocky series.")).toEqual([[['Bong Joon Ho', 'Rocky', "children's films"], []]]);
  });

  it('tell more, the fewer films they hold for; and a reason is sought that names one', () => {
    const films = [OLDBOY, PARASITE, ROCKY, MATILDA];
    const [many, few] = ['This is a South Korean film, as "Parasite" is.', 'This is a film by Park Chan-wook, something new for you.'];
    expect(checker.mostTelling([many, few], films)).toBe(few);
    expect(checker.mostTelling([many], films)).toBe(many);
    expect(checker.mostTelling([], films)).toBeUndefined();
    expect([many, few].map((said) => checker.names(said))).toEqual([true, false]);
  });

  it('of a taste hold for several films, and for each that is named', () => {
    expect(checker.taste('You like South Korean thrillers, like "Oldboy" and "Parasite".', history)).toEqual({ claims: 3, true: 3 });
    expect(checker.taste('You like South Korean thrillers, like "Oldboy" and "Rocky II".', history)).toEqual({ claims: 3, true: 2 });
    expect(checker.taste('You like films by Park Chan-wook, like "Oldboy".', history)).toEqual({ claims: 2, true: 1 }); // one film alone
    expect(checker.taste('You like films by Park Chan-wook, like "Oldboy".', [OLDBOY])).toEqual({ claims: 2, true: 2 });
    expect(checker.taste('You watch a bit of everything: thrillers, comedies.', history)).toEqual({ claims: 2, true: 1 });
    expect(checker.tasteWords('You like South Korean thrillers, like "Oldboy".', history)).toEqual([
      { kind: 'country', holds: true },
      { kind: 'genre', holds: true },
    ]);
  });

  it('of a reason hold for the film and for those that are named', () => {
    expect(checker.reason('It is a South Korean film, like "Oldboy".', [OLDBOY], PARASITE)).toEqual({ claims: 2, true: 2 });
    expect(checker.reason('After "Rocky II", here is another drama of the 2010s.', history, PARASITE)).toEqual({ claims: 2, true: 1 });
  });

  it('tell much where they hold for few films', () => {
    const catalogue = [OLDBOY, PARASITE, ROCKY, MATILDA];
    expect(checker.tells('You like dramas, as "Parasite" shows.', catalogue)).toBe(0.5);
    expect(checker.tells('You like dramas, as "Parasite" shows. You also like boxing films: "Rocky II".', catalogue)).toBe(0.125);
    expect(checker.tells('You like "Oldboy".', catalogue)).toBe(1);
  });

  it('are those of a sentence that is whole, in words that the model was taught', () => {
    const good = (text: string) => checker.isWellFormed(text);
    expect(good('You like South Korean thrillers, like "Oldboy" and "Parasite". You also enjoy dramas of the 1970s, as "Rocky II" shows.')).toBe(true);
    expect(good('It is a biased film of the genres drama. Question: When did "Rocky II" come out?')).toBe(false);
    expect(good('You like dramas such as "Parasite')).toBe(false);
    expect(good('You like thrillers, thrillers, like "Oldboy"')).toBe(false);
    expect(good('You are drawn to films of the series series: "Oldboy".')).toBe(false);
  });

  it('that the facts cannot know are not true', () => {
    expect(checker.reason('It is a thriller, something new for you.', [OLDBOY], PARASITE)).toEqual({ claims: 2, true: 1 });
    expect(checker.reason('It is a black comedy, a change for you.', [OLDBOY], PARASITE)).toEqual({ claims: 2, true: 2 });
    expect(checker.reason('It is a film by Nobody Here, like "Oldboy".', history, PARASITE)).toEqual({ claims: 2, true: 0 });
    expect(checker.taste('You like "Oldboy".', history)).toEqual({ claims: 2, true: 0 });
  });
});
