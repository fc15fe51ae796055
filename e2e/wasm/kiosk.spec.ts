import { expect, fixtureFilms, test, type Matinee } from '../matinee';
import { buildHistory } from '../recommending';

const begin = ({ page }: Matinee) => page.getByRole('button', { name: 'Touch to begin' });
/** The longest that an operator can set: no test is so slow that the booth starts over in its middle. */
const IDLE_SECONDS = 900;
/**
 * From here on the clock stands still but for `leave`, and somebody has just been there: what follows does not depend on the machine's speed. A booth whose model is
 * not there after minutes is loaded anew, so that it has to be there before minutes are skipped.
 */
const standStill = async (matinee: Matinee) => {
  const { page } = matinee;
  await matinee.ready('WASM');
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000));
  await page.mouse.move(300, 320);
  await page.mouse.move(310, 330);
};
const leave = async ({ page }: Matinee, seconds: number) => {
  await page.clock.fastForward(seconds * 1000);
  await page.clock.runFor(1500);
};

const holdOn = ({ page }: Matinee) => page.addInitScript((seconds) => localStorage.setItem('matinee.kiosk.idle.1', String(seconds)), IDLE_SECONDS);
const visit = async (matinee: Matinee, query: Record<string, string> = {}) => {
  await holdOn(matinee);
  await matinee.page.clock.install();
  await matinee.visit({ device: 'wasm', query: { kiosk: '1', ...query } });
};

test('left alone it counts down, plays an example, and gives the next visitor an empty page of their own', async ({ matinee, page }) => {
  await visit(matinee, { auto: '0' });
  await buildHistory(matinee);
  await page.getByText('Credits and licences').click();
  await matinee.search.fill('somebody else');
  await standStill(matinee);
  await leave(matinee, IDLE_SECONDS - 10);
  await expect(page.getByRole('timer', { name: 'Starting over' })).toContainText(/in \d+ s/);
  await leave(matinee, 20);
  await expect(begin(matinee)).toBeVisible();
  await page.clock.resume();
  await expect(matinee.search).toHaveValue('');

  await begin(matinee).click();
  await expect(begin(matinee)).toHaveCount(0);
  await expect(matinee.films).toHaveCount(0);
  await expect(matinee.search).toHaveValue('');
  await expect(page.locator('details[open]')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /undo/i })).toBeDisabled();
  await expect(page.getByText('watch next?')).toBeVisible();
});

const signs = {
  'a wheel': (page) => page.mouse.wheel(0, 40),
  'a pointer': (page) => page.mouse.move(200 + Math.random() * 100, 300),
  'a key': (page) => page.keyboard.press('Shift'),
  'a pinch': async (page) => {
    const session = await page.context().newCDPSession(page);
    const fingers = (apart: number) => [
      { x: 600, y: 400 - apart },
      { x: 600, y: 400 + apart },
    ];
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(20) });
    await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(90) });
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    expect(await page.evaluate(() => visualViewport?.scale)).toBe(1);
    await session.detach();
  },
} satisfies Record<string, (page: Matinee['page']) => Promise<void>>;

test('a wheel, a pointer, a key or a pinch counts as somebody being there', async ({ matinee, page }) => {
  await visit(matinee, { auto: '0' });
  await matinee.add(fixtureFilms().titles[0]!);
  await standStill(matinee);
  for (const [what, act] of Object.entries(signs))
    await test.step(what, async () => {
      for (let i = 0; i < 3; i++) {
        await leave(matinee, IDLE_SECONDS - 10);
        await expect(page.getByRole('timer', { name: 'Starting over' })).toBeVisible();
        await act(page);
        await page.clock.runFor(1500);
        await expect(page.getByRole('timer', { name: 'Starting over' })).toHaveCount(0);
      }
      await expect(matinee.films).toHaveCount(1);
    });
});

test('a page that stood still takes nobody’s text: what was typed meanwhile arrives first', async ({ matinee, page }) => {
  await visit(matinee, { auto: '0' });
  await matinee.search.fill('some');
  await standStill(matinee);
  await page.clock.fastForward((IDLE_SECONDS + 60) * 1000);
  await matinee.search.press('b');
  await page.clock.runFor(2500);
  await expect(begin(matinee)).toHaveCount(0);
  await expect(matinee.search).toHaveValue('someb');
});

test('a booth holds the screen, lets nobody out of the page, and is used without a keyboard', async ({ matinee, page }) => {
  await page.addInitScript(() => {
    const asked: unknown[] = ((globalThis as { asked?: unknown[] }).asked = []);
    Object.defineProperty(navigator, 'wakeLock', {
      value: {
        request: (type: string) => {
          const lock = Object.assign(new EventTarget(), { released: false, type, release: async () => undefined });
          asked.push(lock);
          return Promise.resolve(lock);
        },
      },
    });
  });
  await visit(matinee);

  await test.step('the screen is kept awake, again after the page was hidden', async () => {
    const asked = () => page.evaluate(() => (globalThis as { asked?: unknown[] }).asked!.length);
    expect(await asked()).toBe(1);
    // As the browser does when the page is hidden.
    await page.evaluate(() => {
      Object.assign((globalThis as { asked?: object[] }).asked![0]!, { released: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await expect.poll(asked).toBe(2);
  });

  await test.step('nothing leads out of the page: no import, no link, no menu, no zoom; the first touch fills the screen', async () => {
    await expect(page.getByRole('button', { name: 'Import history', exact: true })).toHaveCount(0);
    await expect(page.getByLabel('Import history', { exact: true })).toHaveCount(0);
    await page.locator('details').evaluateAll((all) => all.forEach((one) => ((one as HTMLDetailsElement).open = true)));
    const address = page.url();
    for (const link of await page.locator('a[href]').all()) await link.click({ force: true });
    expect(page.url()).toBe(address);
    await expect(page.locator('a[href^=http]')).toHaveCount(0);
    const prevented = await page.evaluate(() => {
      const events = [
        new MouseEvent('contextmenu', { bubbles: true, cancelable: true }),
        new WheelEvent('wheel', { ctrlKey: true, bubbles: true, cancelable: true }),
        new KeyboardEvent('keydown', { key: '+', ctrlKey: true, bubbles: true, cancelable: true }),
      ];
      return events.map((event) => !document.body.dispatchEvent(event));
    });
    expect(prevented).toEqual([true, true, true]);
    await page.mouse.click(600, 400);
    await expect.poll(() => page.evaluate(() => document.fullscreenElement === document.documentElement)).toBe(true);
  });

  await test.step('a film is found and taken by the keyboard on the screen alone', async () => {
    const title = fixtureFilms().titles.find((one) => /^[A-Z][a-z]+( [A-Z][a-z]+)*$/.test(one))!;
    await matinee.search.click();
    const keyboard = page.getByRole('group', { name: 'Keyboard' });
    const press = (name: string) => keyboard.getByRole('button', { name, exact: true }).click();
    await press('x');
    await press('Backspace');
    for (const letter of title.toLowerCase()) await press(letter === ' ' ? 'Space' : letter);
    await expect(matinee.search).toHaveValue(title.toLowerCase());
    await press('Enter');
    await expect(matinee.films).toHaveCount(1);
    await expect(matinee.films.first()).toContainText(title);
    await press('Hide');
    await expect(keyboard).toHaveCount(0);
  });
});

test('switched on before its network, it comes up by itself when the network does', async ({ matinee, page }) => {
  let network = false;
  await page.route('**/models/**', (route) => (network ? route.continue() : route.abort()));
  await holdOn(matinee);
  await matinee.visit({ device: 'wasm', query: { kiosk: '1' } });
  await expect(page.getByText(/could not be|did not arrive|cannot be reached|not there/i).first()).toBeVisible();
  network = true;
  await matinee.ready('WASM', 90_000);
  await matinee.add(fixtureFilms().titles[0]!);
});

test("the operator's panel: a held corner, a PIN, and what the booth counted", async ({ matinee, page }) => {
  await visit(matinee, { pin: '4711' });
  await matinee.search.click();
  await standStill(matinee);
  await page.mouse.move(10, 10);
  await page.mouse.down();
  await page.mouse.up();
  await leave(matinee, 4);
  const panel = page.getByRole('dialog', { name: 'For the operator' });
  await expect(panel).toBeHidden();
  await page.mouse.down();
  await leave(matinee, 4);
  await page.mouse.up();
  await expect(panel).toBeVisible();
  await page.clock.resume();
  for (const digit of '0000') await panel.getByRole('button', { name: digit, exact: true }).click();
  await expect(panel.getByText('This is not the PIN.')).toBeVisible();
  await expect(panel.getByText('Health')).toHaveCount(0);
  for (const digit of '4711') await panel.getByRole('button', { name: digit, exact: true }).click();
  await expect(panel.getByText('Health')).toBeVisible();
  await expect(panel).toContainText('1 visits, 0 answers');
  const download = page.waitForEvent('download');
  await panel.getByRole('button', { name: /CSV/ }).click();
  expect((await download).suggestedFilename()).toBe('matinee-counts.csv');
});
