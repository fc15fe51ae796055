import { expect, fixtureFilms, test } from '../matinee';

const { ids } = fixtureFilms();
const line = (user: number) => `u${user}\t${[0, 10, 20, 30].map((offset) => ids[user + offset]).join(' ')}`;
const file = (lines: readonly string[], name = 'users.tsv') => ({ name, mimeType: 'text/tab-separated-values', buffer: Buffer.from(lines.join('\n')) });

test("a visitor's file of users is evaluated in the tab: progress, a pause, the table, and what is wrong with a file", async ({ matinee, page }) => {
  await matinee.visit({ device: 'wasm' });
  await page.getByText('How good is it?').click();
  const region = page.getByRole('region', { name: 'Test it here' });
  const button = region.getByRole('button', { name: 'Evaluate on my file' });
  await expect(button).toBeDisabled();
  await matinee.ready('WASM');

  const choose = async (chosen: ReturnType<typeof file>) => {
    const chooser = page.waitForEvent('filechooser');
    await button.click();
    await (await chooser).setFiles(chosen);
  };

  await choose(file([...Array.from({ length: 6 }, (_, user) => line(user)), 'no tab', `x\t${ids[0]} 999999999`]));
  await expect(region).toContainText(/users\.tsv: 6 users, \d+ s\./);
  await expect(region.getByRole('row', { name: /^A-LLMRec \d/ })).toContainText(/\[\d\.\d{3}, \d\.\d{3}\]/);
  await expect(region.getByRole('row', { name: /^SASRec \d/ })).toBeVisible();
  await expect(region.getByRole('row', { name: /^A-LLMRec less SASRec/ })).toBeVisible();
  await region.getByText('What of the file was left out').click();
  await expect(region).toContainText('line 7 is not "user<TAB>item ids": skipped');

  // The number of users holds; a pause leaves what was measured, and it goes on from there.
  await region.getByRole('spinbutton', { name: 'Users, at most' }).fill('2');
  await choose(file([line(1), line(2), line(3)]));
  await expect(region).toContainText('users.tsv: 2 users');
  await region.getByRole('spinbutton', { name: 'Users, at most' }).fill('5000');
  await choose(
    file(
      Array.from({ length: 5000 }, (_, user) => `v${user}\t${[0, 1, 2, 3, 4, 5, 6].map((offset) => ids[(user + offset * 7) % 120]).join(' ')}`),
      'many.tsv',
    ),
  );
  await expect(region.getByRole('progressbar', { name: 'Users evaluated' })).toBeVisible();
  await expect(region).toContainText(/\d+ of 5,000 users, about/);
  await region.getByRole('button', { name: 'Pause' }).click();
  const paused = region.getByText(/many\.tsv: paused after [\d,]+ of 5,000 users/);
  await expect(paused).toBeVisible();
  const before = Number(/after ([\d,]+) of/.exec((await paused.textContent()) ?? '')![1]!.replace(',', ''));
  await region.getByRole('button', { name: 'Go on' }).click();
  await expect.poll(async () => Number(/: ([\d,]+) of 5,000/.exec((await region.textContent()) ?? '')?.[1]?.replace(',', '') ?? 0)).toBeGreaterThan(before);
  await region.getByRole('button', { name: 'Pause' }).click();
  await expect(paused).toBeVisible();

  for (const [chosen, message] of [
    [file([''], 'empty.tsv'), 'The file is empty.'],
    [file(['{"users": []}'], 'users.json'), 'line 1 is not "user<TAB>item ids"'],
    [file(['a\t999999998 999999999']), "the target 999999999 is not in the bundle's catalogue"],
  ] as const) {
    await choose(chosen);
    await expect(region.getByRole('alert')).toContainText(message);
  }
  // The model is there for the next question.
  await matinee.ready('WASM');
});

test('people that the game invents, and rounds that were played, are evaluated without a file', async ({ matinee, page }) => {
  await matinee.visit({ device: 'wasm' });
  await matinee.ready('WASM');
  await page.getByText('How good is it?').click();
  const region = page.getByRole('region', { name: 'Test it here' });
  const played = region.getByRole('button', { name: /^Evaluate on rounds that I played/ });
  await expect(played).toBeDisabled();
  await region.getByRole('spinbutton', { name: 'Users, at most' }).fill('5');
  await region.getByRole('button', { name: 'Evaluate on invented people' }).click();
  await expect(region).toContainText(/Invented people: 5 users, \d+ s\./);
  await expect(region).toContainText('this shows how the evaluation works');

  await page.getByRole('button', { name: 'Beat the model', exact: true }).click();
  const deck = page.getByRole('region', { name: 'Beat the model', exact: true });
  await deck.locator('.deck-choice').first().click();
  await expect(deck.getByRole('definition')).toHaveText([/^[01] of 1$/, /^[01] of 1$/, /^[01] of 1$/, /^[01] of 1$/]);
  await played.click();
  await expect(region).toContainText(/Rounds that you played: 1 users?, \d+ s\./);
});
