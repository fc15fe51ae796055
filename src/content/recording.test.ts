import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RECORDING } from './recording';

test('what is played is of the bundle that is shipped; after another bundle: npm run record', () => {
  const manifest = readFileSync(new URL(`../../public/models/${RECORDING.bundle}/manifest.json`, import.meta.url));
  expect(RECORDING.version).toBe(createHash('sha256').update(manifest).digest('hex'));
});
