import { expect, test } from 'vitest';
import { favouriteGenre } from './genre';
import type { Models } from './models';

test('a bundle without genres is not asked for any', async () => {
  const models = { manifest: { title: 'Games', prompt: {} } } as unknown as Models;
  await expect(favouriteGenre(models, { history: [{ kind: 'film', row: 0 }] })).rejects.toMatchObject({
    code: 'no-genres',
    message: expect.stringContaining('Games') as string,
  });
});
