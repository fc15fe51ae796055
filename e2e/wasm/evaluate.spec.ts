import { expect, fixtureFilms, test } from '../matinee';

const { ids } = fixtureFilms();
const line = (user: number) => `u${user}\t${[0, 10, 20, 30].map((offset) => ids[user + offset]).join(' ')}`;
const file = (lines: readonly string[], name = 'users.tsv') => ({ name, mimeType: 'text/tab-separated-values', buffer: Buffer.from(lines.join('\n')) });

test("a visitor's file of users is evaluated in the tab: progress, Stop, the table, and what is wrong with a file", async ({ matinee, page }) => {
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

  // The number of users holds; Stop leaves what was measured.
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
  await region.getByRole('button', { name: 'Stop the evaluation' }).click();
  await expect(region).toContainText(/many\.tsv: stopped after [\d,]+ of 5,000 users/);

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
