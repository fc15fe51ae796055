import { expect, it } from 'vitest';
import { openNodeBundle } from '../src/node/nodeBundle';
import { parseCatalogue } from '../src/engine/items/catalogue';
import { doAll } from './pool';

it('tells what no list holds from what stands first: places come back from another process as they are', async () => {
  const bundle = 'e2e/fixtures/bundle';
  const opened = await openNodeBundle(bundle);
  const films = parseCatalogue(await opened.read('catalogue'), opened.manifest);
  const cold = films.find((film) => film.cold)!.row;
  const [done] = await doAll([{ shortlist: 1, history: [0, 1], target: cold }], { bundle, backend: 'wasm', workers: 1 });
  expect(done!.places!.sasrec).toBe(Infinity);
});
