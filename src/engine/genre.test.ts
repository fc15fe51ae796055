import { expect, test } from 'vitest';
import { favouriteGenre, namedBefore } from './genre';
import type { Models } from './models';

test('a bundle without genres is not asked for any', async () => {
  const models = { manifest: { title: 'Games', prompt: {} } } as unknown as Models;
  await expect(favouriteGenre(models, { history: [{ kind: 'film', row: 0 }] })).rejects.toMatchObject({
    code: 'no-genres',
    message: expect.stringContaining('Games') as string,
  });
});

test('no genre is named twice', () => {
  const tokenizer = { encode: (text: string) => [...text].map((letter) => letter.codePointAt(0)! + text.length) };
  const manifest = { prompt: { factWords: { genres: { Drama: 'drama', 'Film-Noir': 'film noir', War: 'war' }, countries: {} } } };
  const refused = namedBefore({ tokenizer, manifest } as unknown as Models);
  const first = (name: string) => tokenizer.encode(` ${name}`)[0]!;
  expect(refused(' film noir, drama and')).toEqual([first('drama'), first('film noir')]);
  expect(refused(' warm')).toEqual([]);
  expect(namedBefore({ tokenizer, manifest: { prompt: {} } } as unknown as Models)(' drama')).toEqual([]);
});
