import { describe, expect, it } from 'vitest';
import { Tokenizer } from './tokenizer';

/** A byte-level BPE without merges, in tokenizer.json's form: a token is a byte. GPT-2's printable stand-ins for bytes. */
function byteLevel(): Uint8Array {
  const printable = [...range(33, 126), ...range(161, 172), ...range(174, 255)];
  let next = 256;
  const letters = range(0, 255).map((byte) => String.fromCodePoint(printable.includes(byte) ? byte : next++));
  const special = ['<s>', '<pad>', '</s>', '<unk>'];
  const vocab = Object.fromEntries([...special, ...letters].map((token, id) => [token, id]));
  const level = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  return new TextEncoder().encode(
    JSON.stringify({
      version: '1.0',
      added_tokens: special.map((content, id) => ({ id, content, special: true, normalized: false, single_word: false, lstrip: false, rstrip: false })),
      normalizer: null,
      pre_tokenizer: level,
      post_processor: null,
      decoder: level,
      model: { type: 'BPE', dropout: null, unk_token: null, vocab, merges: [], fuse_unk: false, byte_fallback: false },
    }),
  );
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

describe('the tokenizer', () => {
  const tokenizer = new Tokenizer(byteLevel(), 'tokenizer.json');
  const text = 'Amélie 東京 👩‍👧 "x" سينما';

  it('gives back what it was given', () => {
    expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
  });

  it('shows a character when its last byte has come, and never a broken one', () => {
    const stream = tokenizer.stream();
    const pieces = tokenizer.encode(text).map((id) => stream.push(id));
    expect(pieces.join('')).toBe(text);
    expect(pieces.slice(0, 4)).toEqual(['A', 'm', '', 'é']);
  });

  it('shows bytes that are no character as such, at the end at the latest', () => {
    const [lead] = tokenizer.encode('é');
    const stream = tokenizer.stream();
    expect(stream.push(lead!)).toBe('');
    expect(stream.end()).toBe('\uFFFD');
    expect(stream.text).toBe('\uFFFD');
  });

  it('reads special tokens in a title as text', () => {
    const ids = tokenizer.encode('</s><s>');
    expect(ids).toHaveLength(7);
    expect(ids.every((id) => id > 3)).toBe(true);
  });

  it('leaves special tokens out of what it writes', () => {
    expect(tokenizer.decode([2, ...tokenizer.encode('ok'), 2])).toBe('ok');
  });

  it('refuses a file that is no tokenizer, by name', () => {
    expect(() => new Tokenizer(new TextEncoder().encode('<!doctype html>'), 'tokenizer.json')).toThrow(/tokenizer\.json/);
  });

  it('is refused with a token id that has no embedding', () => {
    expect(() => tokenizer.checkVocabulary(260)).not.toThrow();
    expect(() => tokenizer.checkVocabulary(259)).toThrow(/token id 259/);
    const json = JSON.parse(new TextDecoder().decode(byteLevel())) as { model: { vocab: Record<string, unknown> } };
    for (const id of [-1, 1.5, 1e9, 'x']) {
      json.model.vocab.a = id;
      const wrong = new TextEncoder().encode(JSON.stringify(json));
      expect(() => new Tokenizer(wrong, 'tokenizer.json').checkVocabulary(260)).toThrow(/token id/);
    }
  });
});
