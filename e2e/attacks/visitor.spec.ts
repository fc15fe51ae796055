/** What stands in the browser's storage and in links, and what hands do: quick clicks, odd texts. */
import type { Page } from '@playwright/test';
import { expect, fixtureFilms, test, type Matinee } from '../matinee';
import { buildHistory, recommendAndCheck } from '../recommending';
import { tally } from './tally';

const KEY = 'matinee.history.1 /models/fixture/';
const { ids } = fixtureFilms();
const own = { title: 'Mine', year: 2024, description: 'Quiet.', embedding: Array<number>(384).fill(0.05) };

async function answers(matinee: Matinee): Promise<void> {
  await matinee.ready('WASM');
  await matinee.recommend.click();
  await expect(matinee.recommendation).toContainText(/first token/i, { timeout: 60_000 });
  await expect(matinee.recommendation).not.toContainText(/NaN|undefined|\[object/);
}

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
      if (kept === 0) await matinee.add(fixtureFilms().titles[0]!);
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

  test('pieces of the model in the cache are exchanged: none is used', async ({ matinee, page }) => {
    await matinee.visit({ device: 'wasm' });
    await buildHistory(matinee);
    await matinee.ready('WASM');
    await page.evaluate(async () => {
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys())
          if (!/\.(html|js|css)$|\/$/.test(new URL(request.url).pathname)) await cache.put(request, new Response('not what was stored'));
      }
    });
    await page.reload();
    await expect(matinee.films).toHaveCount(3);
    await answers(matinee);
  });
});

test.describe('links', () => {
  const hashes = [
    '',
    '#',
    '#h',
    '#h=',
    '#h=.',
    '#h=...',
    '#h=%',
    '#h=%E0%A4%A',
    '#h=-1',
    '#h=1e3',
    '#h=0x10',
    '#h=1.5.NaN',
    '#h=Infinity',
    '#h=999999999',
    '#h=9999999999',
  ];
  hashes.push(
    `#h=${'1.'.repeat(10_000)}`,
    `#h=${'9'.repeat(100_000)}`,
    '#h=__proto__',
    '#h=constructor',
    '#h=<script>document.title="in"</script>',
    '#h="><img src=x onerror=alert(1)>',
  );
  hashes.push(
    `#h=${ids[0]}&c=oracle`,
    `#h=${ids[0]}&s=-1`,
    `#h=${ids[0]}&s=1e9`,
    `#h=${ids[0]}&o=!!!!`,
    `#h=${ids[0]}&o=${'A'.repeat(20_000)}`,
    `#h=${ids[0]}&&&&`,
    '#h=&o=',
    '#about',
    '#h=\u202e1',
    '#h=１２',
  );

  test('in an open page, one after the other', async ({ matinee, page }) => {
    await matinee.visit({ device: 'wasm' });
    await buildHistory(matinee);
    await matinee.ready('WASM');
    const failed = await tally(
      test,
      hashes,
      (hash) => hash.slice(0, 30),
      async (hash) => {
        await page.evaluate((to) => (location.hash = to), hash);
        await expect(matinee.search).toBeEnabled();
        await expect(page.getByText(/this page failed/i)).toHaveCount(0);
        await expect(page).not.toHaveTitle('in');
      },
    );
    expect(failed).toEqual([]);
    await matinee.clear.click();
    await buildHistory(matinee);
    await recommendAndCheck(matinee);
  });

  const queries = [
    'bundle=',
    'bundle=//example.com/x/',
    'bundle=http://localhost:1/',
    'bundle=data:text/html,x',
    'bundle=blob:x',
    'bundle=..%5C..%5Cx',
    'bundle=%00',
    'bundle=file:///etc/',
  ];
  queries.push(
    'device=',
    'device=webnn',
    'kiosk=2',
    'kiosk=1&pin=abc',
    'home=javascript:alert(1)',
    `home=https://x.example/${'x'.repeat(5000)}`,
    'auto=7',
    '%',
    `bundle=${'x/'.repeat(400)}`,
  );
  test('queries: ignored with a notice, or a sentence', async ({ matinee, page }) => {
    const failed = await tally(
      test,
      queries,
      (query) => query.slice(0, 30),
      async (query) => {
        const bundle = query.startsWith('bundle') || query === '%' ? '' : 'bundle=models/fixture/&';
        await page.goto(`./?${bundle}${query}`);
        await expect(matinee.search).toBeVisible();
        if (query !== '%' && query !== 'device=')
          await expect(page.getByText(/ignored|no model at|cannot be|not understood/i).first()).toBeVisible({ timeout: 20_000 });
      },
    );
    expect(failed).toEqual([]);
  });
});

/** Presses what can be pressed, many times in one task, as no finger would: by a seed. */
async function press(page: Page, names: string[], times: number, seed: number): Promise<void> {
  await page.evaluate(
    ({ wanted, count, start }) => {
      let state = start;
      for (let i = 0; i < count; i++) {
        state = (state * 1103515245 + 12345) % 2147483648;
        const buttons = [...document.querySelectorAll('button')].filter(
          (button) => !button.disabled && wanted.some((name) => (button.getAttribute('aria-label') ?? button.textContent).startsWith(name)),
        );
        buttons[state % Math.max(1, buttons.length)]?.click();
      }
    },
    { wanted: names, count: times, start: seed },
  );
}

test.describe('clicks', () => {
  test.beforeEach(async ({ matinee }) => {
    await matinee.visit({ device: 'wasm' });
    await buildHistory(matinee);
    await matinee.ready('WASM');
  });
  const bursts: Record<string, string[]> = {
    'Recommend alone': ['Recommend'],
    'Recommend and Stop': ['Recommend', 'Stop'],
    'Recommend and Favourite genre': ['Recommend', 'Favourite genre', 'Stop'],
    'Clear and Undo': ['Clear history', 'Undo'],
    'Remove and Undo': ['Remove', 'Undo'],
    'Shuffle and Recommend': ['Shuffle', 'Recommend'],
    'everything at once': ['Recommend', 'Stop', 'Favourite genre', 'Clear history', 'Undo', 'Remove', 'Shuffle', 'Under the hood', 'Close'],
  };
  for (const [name, names] of Object.entries(bursts))
    test(name, async ({ matinee, page }) => {
      for (let seed = 1; seed <= 5; seed++) {
        await press(page, names, 40, seed);
        await page.waitForTimeout(50);
      }
      await page.keyboard.press('Escape');
      await expect(page.getByText(/this page failed/i)).toHaveCount(0);
      await page.evaluate(() => [...document.querySelectorAll('button')].find((button) => button.textContent.trim() === 'Stop')?.click());
      if (await matinee.clear.isEnabled()) await matinee.clear.click();
      await expect(matinee.films).toHaveCount(0);
      await buildHistory(matinee);
      await recommendAndCheck(matinee);
    });

  test('a part of the page that throws: a sentence, a way back, and the history', async ({ matinee, page, watchdog }) => {
    watchdog.allowErrors.push(/the browser's own fault/);
    await page.evaluate(() => {
      const map = Array.prototype.map;
      let until = performance.now() + 300;
      Array.prototype.map = function <T, U>(this: T[], change: (value: T, i: number, all: T[]) => U, self?: unknown): U[] {
        if (performance.now() < until && /react-dom|renderWithHooks|\bat [A-Z]\w* /.test(new Error().stack ?? '')) throw new Error("the browser's own fault");
        if (performance.now() >= until) {
          until = 0;
          Array.prototype.map = map;
        }
        return map.call(this, change as never, self) as U[];
      };
      [...document.querySelectorAll('button')].find((button) => button.getAttribute('aria-label')?.startsWith('Remove'))?.click();
    });
    await expect(page.getByText(/failed and was shown anew|this page failed/i).first()).toBeVisible();
    const again = page.getByRole('button', { name: 'Try again' });
    await page.waitForTimeout(400);
    if (await again.isVisible()) await again.click();
    await expect(matinee.films).toHaveCount(2);
    await recommendAndCheck(matinee);
  });
});

test.describe('input', () => {
  const texts = [
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\ufffd',
    '🎬',
    '👩‍👩‍👧‍👦'.repeat(50),
    'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L',
    '\u202eabc',
    'שלום',
    '千と千尋',
    '.*',
    '(?=',
    '[',
    '\\',
    "'; DROP TABLE films; --",
    '<script>alert(1)</script>',
    '${7*7}',
    '%s%n',
    '../../etc',
    '__proto__',
    'constructor',
    'toString',
    'a'.repeat(10_000),
    'the '.repeat(5_000),
    '1e999',
    'NaN',
    '-0',
    '\t\n\r',
    'ＴＨＥ',
  ];
  test('in the search: found or not, and quick', async ({ matinee, page }) => {
    await matinee.visit({ device: 'wasm' });
    await expect(matinee.search).toBeEnabled();
    const failed = await tally(
      test,
      texts,
      (text) => JSON.stringify(text.slice(0, 20)),
      async (text) => {
        const begun = Date.now();
        await matinee.search.fill(text);
        await page.keyboard.press('Enter');
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Escape');
        await expect(page.getByText(/this page failed/i)).toHaveCount(0);
        expect(Date.now() - begun).toBeLessThan(5_000);
      },
    );
    expect(failed).toEqual([]);
    await matinee.add(fixtureFilms().titles[5]!);
    await answers(matinee);
  });

  test('as a film of one’s own: taken or refused with a reason', async ({ matinee, page }) => {
    await matinee.visit({ device: 'wasm' });
    await buildHistory(matinee);
    await matinee.ready('WASM');
    const failed = await tally(
      test,
      texts.filter((text) => text.length < 1000),
      (text) => JSON.stringify(text.slice(0, 20)),
      async (text) => {
        await page.evaluate(() => dispatchEvent(new Event('focus')));
        const title = page.getByLabel('Title', { exact: true }).first();
        if (!(await title.isVisible()))
          await page
            .getByText(/one.s own|your own|Add a movie of/i)
            .first()
            .click();
        await title.fill(text);
        await page.getByLabel('Description').first().fill(text);
        await page
          .getByRole('button', { name: /^Add to (the )?(history|candidates)/i })
          .first()
          .click();
        await expect(page.getByText(/this page failed/i)).toHaveCount(0);
      },
    );
    expect(failed).toEqual([]);
    await answers(matinee);
  });
});
