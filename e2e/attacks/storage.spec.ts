/** What stands in the browser's storage when the page opens: written by an earlier version, by a person, by a disk that fails. */
import { expect, fixtureFilms, test } from '../matinee';
import { buildHistory } from '../recommending';
import { answers } from './answers';
import { tally } from './tally';

const KEY = 'matinee.history.1 /models/fixture/';
const { ids } = fixtureFilms();
const own = { title: 'Mine', year: 2024, description: 'Quiet.', embedding: Array<number>(384).fill(0.05) };

test.describe('storage', () => {
  const stored: Record<string, string> = {
    'the same id three times': JSON.stringify([ids[0], ids[0], ids[0], ids[1]]),
    '10,000 ids': JSON.stringify(Array.from({ length: 10_000 }, (_, i) => ids[i % 100])),
    '10,000 ids that nobody knows': JSON.stringify([ids[0], ...Array.from({ length: 10_000 }, (_, i) => 500_000 + i)]),
    'a film without embedding': JSON.stringify([ids[0], { ...own, embedding: undefined }]),
    'a film of another width': JSON.stringify([ids[0], { ...own, embedding: [1, 2, 3] }]),
    'a film twice as wide': JSON.stringify([ids[0], { ...own, embedding: Array<number>(768).fill(0.1) }]),
    'a film with NaN': JSON.stringify([ids[0], own]).replace('0.05', 'null'),
    'the same film of one’s own three times': JSON.stringify([ids[0], own, own, own]),
    'a film called __proto__': JSON.stringify([ids[0], { ...own, title: '__proto__' }]),
    'an object with __proto__': `[${ids[0]}, {"__proto__": {"title": "x"}}]`,
    'no JSON': '[1, 2',
    'no list': '{"length": 5}',
    null: 'null',
    'lists of lists': `${'['.repeat(5000)}${']'.repeat(5000)}`,
    'a text of four megabytes': JSON.stringify(['x'.repeat(4e6)]),
  };
  for (const [name, value] of Object.entries(stored))
    test(`${name}: the page opens and recommends`, async ({ matinee, page }) => {
      await page.addInitScript(
        ([key, text]) => {
          if (!sessionStorage.getItem('once')) localStorage.setItem(key!, text!);
          sessionStorage.setItem('once', '1');
        },
        [KEY, value],
      );
      await matinee.visit({ device: 'wasm' });
      await expect(matinee.search).toBeEnabled({ timeout: 30_000 });
      const kept = await matinee.films.count();
      expect(kept).toBe(name.startsWith('10,000 ids') ? kept : Math.min(kept, 3));
      await answers(matinee);
    });

  test('every other key full of what is none of ours', async ({ matinee, page }) => {
    await matinee.visit({ device: 'wasm' });
    await buildHistory(matinee);
    await matinee.ready('WASM');
    const keys = await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
    const more = [
      'matinee.theme',
      'matinee.races',
      `${KEY} watchlist`,
      `${KEY} more like`,
      `${KEY} not for me`,
      `${KEY} score`,
      'matinee.boot',
      'matinee.reload',
    ];
    const failed = await tally(
      test,
      ['null', '[]', '{}', '-1', '"\\u0000"', '[null]', '{"__proto__":1}', '1e999', 'x'.repeat(1e5)],
      (text) => text.slice(0, 20),
      async (text) => {
        await page.evaluate(
          ({ names, value, except }) => {
            for (const name of names) if (name !== except) for (const storage of [localStorage, sessionStorage]) storage.setItem(name, value);
          },
          { names: [...keys, ...more], value: text, except: KEY },
        );
        await page.reload();
        await expect(matinee.films).toHaveCount(3);
        await answers(matinee);
      },
    );
    expect(failed).toEqual([]);
  });

  for (const how of ['throws', 'is missing'])
    test(`a storage that ${how}`, async ({ matinee, page }) => {
      await page.addInitScript((missing) => {
        for (const name of ['localStorage', 'sessionStorage', 'caches'])
          Object.defineProperty(globalThis, name, {
            get() {
              if (missing) return undefined;
              throw new DOMException('The operation is insecure.', 'SecurityError');
            },
          });
      }, how === 'is missing');
      await matinee.visit({ device: 'wasm' });
      await buildHistory(matinee);
      await answers(matinee);
    });

  test('what the browser keeps of the app and its model is exchanged: none of it is used', async ({ matinee, page }) => {
    await matinee.visit({ device: 'wasm' });
    await buildHistory(matinee);
    await matinee.ready('WASM');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.evaluate(async () => {
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys())
          // Nothing of ours could run if these two were no scripts and no page.
          if (!/(\.html|boot\.js|\/)$/.test(new URL(request.url).pathname)) await cache.put(request, new Response('not what was stored'));
      }
    });
    await page.reload();
    await expect(matinee.films).toHaveCount(3);
    await answers(matinee);
  });

  test('a storage that is full: this visit lacks nothing', async ({ matinee, page }) => {
    await page.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      };
    });
    const session = await page.context().newCDPSession(page);
    await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(test.info().project.use.baseURL!).origin, quotaSize: 1 });
    await matinee.visit({ device: 'wasm' });
    await buildHistory(matinee);
    await answers(matinee);
    await expect(matinee.films).toHaveCount(3);
  });
});
