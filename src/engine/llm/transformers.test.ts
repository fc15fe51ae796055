/** Tokens are those of transformers.js (the maintained package under the name @xenova/transformers), whole and in the same order. */
import { readFile } from 'node:fs/promises';
import { PreTrainedTokenizer } from '@xenova/transformers';
import { describe, expect, test } from 'vitest';
import { Tokenizer } from './tokenizer';

const texts = ['The Matrix', ' "Amélie"', 'WALL·E', '2001: A Space Odyssey (1968). Sci-Fi.', '🎬 مدينة', '千と千尋の神隠し', '  two  spaces\n', ''];

describe.each([
  { file: 'tokenizer.json', special: false },
  { file: 'sbert-tokenizer.json', special: true },
])('$file', ({ file, special }) => {
  test.each(texts)('%j', async (text) => {
    const bytes = await readFile(new URL(`../../../e2e/fixtures/bundle/${file}`, import.meta.url));
    const theirs = new PreTrainedTokenizer(JSON.parse(bytes.toString()), { clean_up_tokenization_spaces: false });
    const ours = new Tokenizer(bytes, file, { keepSpecialTokens: special });
    expect(ours.encode(text, { special })).toEqual(theirs.encode(text, { add_special_tokens: special }));
  });
});
