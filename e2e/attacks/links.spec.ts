/** Addresses that nobody would write by hand: cut, huge, encoded twice, of another version, or meant to do harm. */
import { expect, fixtureFilms, test } from '../matinee';
import { buildHistory, recommendAndCheck } from '../recommending';
import { answers } from './answers';
import { tally } from './tally';

const { ids } = fixtureFilms();

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
    '#h=2147483648',
    '#h=9999999999',
    '#h=18446744073709551616',
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
    `#h=${ids[0]}&h=${ids[1]}`,
    `#h=${ids[0]}%2E${ids[1]}%00`,
    `#h=${'%25'.repeat(3000)}`,
    `#h=${ids[0]}${'&c=sasrec'.repeat(1000)}`,
  );
  const own = (value: unknown) => `#h=${ids[0]}&o=${Buffer.from(JSON.stringify(value)).toString('base64url')}`;
  hashes.push(
    own(null),
    own([]),
    own([[0, 'Mine', 2024, 'Quiet.']]).slice(0, -5),
    own([[1e9, 'Mine', 2024, 'Quiet.']]),
    own([[-1, 'Mine', 2024, 'Quiet.']]),
    own([[0, '', 2024, 'Quiet.']]),
    own([[0, 'Mine', NaN, 'Quiet.']]),
    own([[0, 'x'.repeat(300), 2024, '']]),
    own([[0, '__proto__', 2024, '__proto__']]),
    own([[0, '</script><img src=x onerror=document.title="in">', 2024, '\u0000\u202e']]),
    own(Array.from({ length: 500 }, (_, i) => [i, `Mine ${i}`, 2024, ''])),
    own([...Array<unknown[]>(3).fill([0, 'The same', 2024, ''])]),
    own({ length: 3 }),
    own([[[[[]]]]]),
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

  test('as the address of a visit: the page, its reason where something was left out, and the films that are known', async ({ matinee, page }) => {
    test.setTimeout(900_000); // a visit each
    const failed = await tally(
      test,
      hashes,
      (hash) => hash.slice(0, 30),
      async (hash) => {
        await page.goto('about:blank');
        await page.goto(`./?bundle=models/fixture/&device=wasm&auto=0${hash}`);
        await expect(matinee.search).toBeEnabled();
        await expect(page.getByText(/this page failed/i)).toHaveCount(0);
        await expect(page).not.toHaveTitle('in');
        const asksForFilms = /^#h=./.test(hash) && hash !== '#h=&o=';
        const isRead = hash.startsWith(`#h=${ids[0]}`) && hash.length < 16_000;
        if (isRead && hash.startsWith(`#h=${ids[0]}&`)) await expect(matinee.films.filter({ hasText: fixtureFilms().titles[0]! })).toHaveCount(1);
        else if (asksForFilms && !isRead) await expect(page.getByText(/ignored|not understood|not known|left out/i).first()).toBeVisible();
        expect(await page.evaluate(() => document.body.innerText)).not.toMatch(/NaN|\[object|undefined/);
      },
    );
    expect(failed).toEqual([]);
    await page.goto('about:blank');
    await page.goto(`./?bundle=models/fixture/&device=wasm${own([[0, 'Mine', 2024, 'Quiet.']])}`);
    await answers(matinee);
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
