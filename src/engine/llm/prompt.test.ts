import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PromptTemplate } from '../../bundle/manifest';
import { disambiguate, PromptBuilder, promptPieces, splice } from './prompt';

const words = { item: 'movie', items: 'movies', consumed: 'watched', consume: 'watch' };
const filled = Object.entries(words).reduce((text, [name, word]) => text.replaceAll(`{${name}}`, word), readFileSync('training/prompt.json', 'utf8'));
const template = JSON.parse(filled) as PromptTemplate;
const BOS = 2;

/** A tokenizer whose token is a character: prompts stay readable. */
const encode = (text: string) => Array.from(text, (character) => character.codePointAt(0)! + 10);
const builder = new PromptBuilder(template, BOS, encode);
const read = (ids: number[], slots: { position: number; kind: string; index: number }[]) =>
  ids
    .map((id, position) => {
      const slot = slots.find((s) => s.position === position);
      if (slot) return `[${slot.kind}${slot.kind === 'user' ? '' : ` ${slot.index}`}]`;
      return id === BOS ? '<s>' : String.fromCodePoint(id - 10);
    })
    .join('');

const titles = (names: string[]) => names.map((name) => builder.title(name));

describe('the prompt', () => {
  it('asks for a recommendation as the template says', () => {
    const { ids, slots } = builder.build('recommend', titles(['Heat', 'Alien']), titles(['Up', 'Big']));
    expect(read(ids, slots)).toBe(
      '<s>[user] is a user representation. This user has watched[history 0] "Heat"[history 1] "Alien" in the previous. ' +
        'Recommend one next movie for this user to watch next from the following movie title set,[candidate 0] "Up"[candidate 1] "Big". ' +
        'The recommendation is[user] "',
    );
  });

  it('drops the soft tokens for the language model alone', () => {
    const { ids, slots } = builder.build('genre', titles(['Heat']), [], { soft: false });
    expect(slots).toEqual([]);
    expect(read(ids, slots)).toBe('<s> is a user representation. This user has watched "Heat" in the previous. The favourite genres of this user are');
  });

  it('shares its beginning, through the history, with the genre question', () => {
    const history = titles(['Heat', 'Alien']);
    const recommend = builder.build('recommend', history, titles(['Up'])).ids;
    const genre = builder.build('genre', history).ids;
    const shared = genre.findIndex((id, i) => id !== recommend[i]);
    const text = genre.slice(0, shared).flatMap((id) => (id > 10 ? [String.fromCodePoint(id - 10)] : []));
    expect(text.join('')).toMatch(/"Heat" "Alien" in the previous\. $/);
  });

  it('uses the last films of a long history, and cuts long titles', () => {
    const history = Array.from({ length: 500 }, (_, i) => builder.title(`Film number ${i} with a long title`));
    const { ids, slots } = builder.build('recommend', history, titles(['Up']));
    expect(slots.filter((slot) => slot.kind === 'history')).toHaveLength(template.maxHistory);
    expect(history[0]).toHaveLength(template.maxTitleTokens);
    expect(read(ids, slots)).toContain('[history 9] "Film number 499 ');
  });

  it('ends an answer with the mark', () => {
    expect(builder.answer(builder.title('Up'))).toEqual(encode('Up"'));
  });

  it('puts soft tokens into the holes', () => {
    const prompt = builder.build('recommend', titles(['Heat']), titles(['Up']));
    const vector = Float32Array.of(1);
    const { tokens, blocks, positions } = splice(prompt, () => vector);
    expect(tokens.filter((token) => token === vector)).toHaveLength(4);
    expect([tokens.length, blocks.length, positions.length]).toEqual(new Array(3).fill(prompt.ids.length));
  });
});

describe('the prompt in pieces for people', () => {
  const decode = (ids: readonly number[]) => ids.flatMap((id) => (id === BOS ? [] : [String.fromCodePoint(id - 10)])).join('');

  it("has its words, its titles as they are read, and the soft tokens at the template's places", () => {
    const prompt = builder.build('recommend', titles(['Heat', '']), titles(['Up', 'A title that is far too long for the prompt, and goes on']));
    const pieces = promptPieces(prompt, decode);
    const cut = decode(builder.title('A title that is far too long for the prompt, and goes on'));
    expect(pieces.map((piece) => (piece.kind === 'soft' ? `[${piece.of} ${piece.index}]` : piece.text)).join('')).toBe(
      '[user 0] is a user representation. This user has watched[history 0] "Heat"[history 1] "" in the previous. ' +
        `Recommend one next movie for this user to watch next from the following movie title set,[candidate 0] "Up"[candidate 1] "${cut}". ` +
        'The recommendation is[user 0] "',
    );
    expect(pieces.flatMap((piece) => (piece.kind === 'title' ? [piece.text] : []))).toEqual(['Heat', 'Up', cut]);
  });

  it('shows no half character where a title was cut', () => {
    const prompt = { ids: [15, 16, 17], slots: [], titles: [{ position: 0, length: 2 }], blocks: [], positions: [] };
    expect(promptPieces(prompt, (ids) => (ids.length === 2 ? 'Up\uFFFD' : '!'))).toEqual([
      { kind: 'title', text: 'Up' },
      { kind: 'text', text: '!' },
    ]);
  });
});

describe('films of one prompt with the same title', () => {
  it('are told apart by year where it is known', () => {
    expect(
      disambiguate([
        { title: 'Heat', year: 1995 },
        { title: 'Heat', year: 1986 },
        { title: 'Up', year: 2009 },
        { title: 'Heat', year: 0 },
      ]),
    ).toEqual(['Heat (1995)', 'Heat (1986)', 'Up', 'Heat']);
  });
});
