/** What hands type, paste, compose and drop. */
import { expect, fixtureFilms, test } from '../matinee';
import { buildHistory } from '../recommending';
import { answers } from './answers';
import { tally } from './tally';

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
    '</script><img src=x onerror=alert(1)>',
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

  test('as a film of one’s own: taken, or refused with a reason', async ({ matinee, page }) => {
    await matinee.visit({ device: 'wasm', query: { auto: '0' } });
    await buildHistory(matinee);
    await matinee.ready('WASM');
    await page.getByText('Add a movie of your own').click();
    const form = page.locator('form').filter({ has: page.getByRole('button', { name: 'Add to the history' }) });
    const title = form.getByLabel('Title', { exact: true });
    const failed = await tally(
      test,
      texts,
      (text) => JSON.stringify(text.slice(0, 20)),
      async (text) => {
        const before = await matinee.films.count();
        await title.fill(text);
        await form.getByLabel('Description').fill(text);
        await page.getByRole('button', { name: 'Add to the history' }).click();
        const sentence = page.getByText(/has no title|longer than|in the history already|cannot/i);
        await expect.poll(async () => (await matinee.films.count()) > before || (await sentence.count()) > 0).toBe(true);
        await expect(page.getByText(/this page failed/i)).toHaveCount(0);
      },
    );
    expect(failed).toEqual([]);
    await answers(matinee);
  });

  test('compositions that are given up, cut by a press or never end', async ({ matinee, page }) => {
    await matinee.visit({ device: 'wasm' });
    await buildHistory(matinee);
    await matinee.ready('WASM');
    const session = await page.context().newCDPSession(page);
    const compose = (text: string) => session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    const cuts: Record<string, () => Promise<unknown>> = {
      'given up': () => compose(''),
      Enter: () => page.keyboard.press('Enter'),
      Escape: () => page.keyboard.press('Escape'),
      'the field is left': () => page.keyboard.press('Tab'),
      'another composition': () => compose('ㅅ'),
      'a press elsewhere': () => matinee.recommend.click(),
      'the field is emptied': () => matinee.search.fill(''),
      'the language changes': () => page.getByRole('radio', { name: 'English' }).dispatchEvent('click'),
    };
    const failed = await tally(
      test,
      Object.entries(cuts),
      ([name]) => name,
      async ([, cut]) => {
        await matinee.search.focus();
        await compose('ㄱ');
        await compose('기');
        await cut();
        await matinee.search.focus();
        await compose('');
        await matinee.search.fill('');
        await expect(matinee.films).toHaveCount(3);
        await expect(page.getByText(/this page failed/i)).toHaveCount(0);
      },
    );
    expect(failed).toEqual([]);
    await matinee.add(fixtureFilms().titles[5]!);
    await answers(matinee);
  });

  /** What hands drop where a list of films or of users is meant. */
  const zip = Buffer.concat([Buffer.from('PK\u0005\u0006', 'latin1'), Buffer.alloc(18)]);
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  const files: Record<string, Buffer> = {
    'nothing.csv': Buffer.alloc(0),
    'picture.csv': png,
    'picture.zip': png,
    'empty.zip': zip,
    'cut.zip': Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), Buffer.alloc(40, 7)]),
    'nul.csv': Buffer.alloc(10_000),
    'noise.json': Buffer.from(Array.from({ length: 10_000 }, (_, i) => (i * 7919 + 13) % 251)),
    'deep.json': Buffer.from('['.repeat(100_000)),
    'proto.json': Buffer.from('{"__proto__": {"title": "x"}, "constructor": []}'),
    'line.txt': Buffer.from('x'.repeat(2e6)),
    'script.csv': Buffer.from('Title,Year\n</script><img src=x onerror=alert(1)>,2001\n'),
    'formula.csv': Buffer.from('Title,Date\n"=cmd|calc!A0",1/1/20\n'),
    'page.csv': Buffer.from('<!doctype html><title>Log in</title>'),
    'utf16.csv': Buffer.from('\ufeffTitle,Date\nHeat,1/1/20\n', 'utf16le'),
    'quotes.csv': Buffer.from('Title,Date\n"'.padEnd(50_000, '"')),
    'years.csv': Buffer.from('Name,Year,Rating\nHeat,99999999999,-5\nHeat,NaN,1e999\n'),
  };
  test('as a service’s export: a sentence or its films, and the history is kept', async ({ matinee, page }) => {
    await matinee.visit({ device: 'wasm' });
    await buildHistory(matinee);
    await matinee.ready('WASM');
    const shown = page.getByRole('region', { name: 'Imported history' });
    const failed = await tally(
      test,
      Object.entries(files),
      ([name]) => name,
      async ([name, buffer]) => {
        await page.getByLabel('Import history', { exact: true }).setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
        await expect(
          shown
            .filter({ hasText: name })
            .or(shown.getByRole('heading', { name: /imported/i }))
            .first(),
        ).toBeVisible();
        await expect(shown.getByRole('progressbar')).toHaveCount(0);
        await expect(shown).not.toContainText(/NaN|undefined|\[object|TypeError|RangeError/);
        await shown
          .getByRole('button', { name: /^(Done|Close|OK)$/ })
          .first()
          .click();
        await expect(shown).toBeHidden();
        for (const title of fixtureFilms().titles.slice(0, 3)) await expect(matinee.films.filter({ hasText: title }).first()).toBeVisible();
        await expect(page.getByText(/this page failed/i)).toHaveCount(0);
      },
    );
    expect(failed).toEqual([]);
    await answers(matinee);
  });

  test('as a file of users: a sentence', async ({ matinee, page }) => {
    await matinee.visit({ device: 'wasm' });
    await page.getByText('How good is it?').click();
    await matinee.ready('WASM');
    const region = page.getByRole('region', { name: 'Test it here' });
    const failed = await tally(
      test,
      Object.entries(files),
      ([name]) => name,
      async ([name, buffer]) => {
        const chooser = page.waitForEvent('filechooser');
        await region.getByRole('button', { name: 'Evaluate on my file' }).click();
        await (await chooser).setFiles({ name, mimeType: 'text/plain', buffer });
        const alert = region.getByRole('alert');
        await expect(alert).toContainText(/file is empty|is not "user<TAB>item ids"/, { timeout: 20_000 });
        await expect(alert).not.toContainText(/NaN|\[object|TypeError|RangeError/);
        expect((await alert.innerText()).length).toBeLessThan(900);
      },
    );
    expect(failed).toEqual([]);
    await answers(matinee);
  });
});
