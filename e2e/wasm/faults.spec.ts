import { expect, fixtureFilms, test } from '../matinee';

/** What the server does to the language model's file, and what the page must say about it. */
const cases = [
  { bundle: 'fixture-corrupted', says: /opt\.onnx/ },
  { bundle: 'fixture-truncated', says: /opt\.onnx/ },
  { bundle: 'fixture-missing', says: /opt\.onnx/ },
  { bundle: 'fixture-html', says: /opt\.onnx/ },
  { bundle: 'fixture-version', says: /version/i },
  { bundle: 'fixture-nomanifest', says: /manifest/i },
] as const;

test('a bundle with a fault is refused whole, the page says why and keeps the history; slow or broken connections are no fault', async ({ matinee, page }) => {
  test.setTimeout(300_000); // eight visits
  for (const { bundle, says } of cases)
    await test.step(bundle, async () => {
      await matinee.visit({ bundle, device: 'wasm' });
      await expect(page.getByRole('alert').filter({ hasText: says }).first()).toBeVisible({ timeout: 60_000 });
      await expect(page.getByRole('button', { name: /try again/i }).first()).toBeVisible();
      const readable = bundle !== 'fixture-version' && bundle !== 'fixture-nomanifest';
      if (readable) {
        await matinee.add(fixtureFilms().titles[0]!);
        await expect(matinee.films).toHaveCount(1);
      }
    });
  await test.step('after a missing bundle nothing is said to be opening', async () => {
    await expect(matinee.search).toHaveAttribute('placeholder', 'The catalogue could not be opened.');
    await page.locator('details').evaluateAll((all) => all.forEach((one) => ((one as HTMLDetailsElement).open = true)));
    await expect(page.getByText(/opening|being opened/i)).toHaveCount(0);
  });
  // Until here no language model has come whole, so that none is kept.
  await test.step('a language model that is slow to come holds up neither the search nor SASRec', async () => {
    await matinee.visit({ bundle: 'fixture-slow', device: 'wasm' });
    await matinee.add(fixtureFilms().titles[0]!);
    await expect(
      page
        .getByRole('list', { name: /SASRec/i })
        .getByRole('listitem')
        .first(),
    ).toBeVisible();
    await expect(matinee.status).not.toContainText(/ready on/i);
  });
  await test.step('a connection that breaks in the middle of a file is taken up again', async () => {
    await matinee.visit({ bundle: 'fixture-flaky', device: 'wasm' });
    await matinee.ready('WASM');
  });
});

test('a full storage does not keep the model from running, and the page says what it costs', async ({ matinee, page }) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(test.info().project.use.baseURL!).origin, quotaSize: 200_000 });
  await matinee.visit({ device: 'wasm' });
  await matinee.ready('WASM');
  await expect(page.getByText(/room in this browser|refused to store/i).first()).toBeVisible();
});
