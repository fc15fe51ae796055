import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { contentSecurityPolicy, policyIn } from '../../scripts/csp.mjs';
import { ports, subPath } from '../ports';
import { expect, fixtureFilms, test } from '../matinee';

test('the policy stands in the page and in the headers, the page is cross-origin isolated, and a recommendation breaks no line of it', async ({
  page,
  matinee,
}) => {
  const response = await page.request.get('./');
  const html = readFileSync(fileURLToPath(new URL('../../dist/index.html', import.meta.url)), 'utf8');
  const policy = policyIn(html)!;
  expect(response.headers()['content-security-policy']).toBe(policy);
  // The hash of the page's import map, and no more.
  expect(policy.replace(/ 'sha256-[\w+/]{43}='/, '')).toBe(contentSecurityPolicy);
  expect(contentSecurityPolicy).not.toMatch(/unsafe-inline|'unsafe-eval'|blob:|https?:|\*/);

  await matinee.visit({ device: 'wasm' });
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await matinee.ready('WASM');
  await matinee.add(fixtureFilms().titles[0]!);
  await matinee.recommend.click();
  await expect(matinee.recommendation).toContainText('%', { timeout: 60_000 });
});

test('where the server does not isolate the page, it works, too', async ({ page, matinee }) => {
  await matinee.visit({ device: 'wasm', at: `http://localhost:${ports.plain}/` });
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  await matinee.ready('WASM');
});

test('everything is asked for below the path that the app stands under', async ({ page, matinee }) => {
  const outside: string[] = [];
  page.on('request', (request) => {
    if (!new URL(request.url()).pathname.startsWith(subPath)) outside.push(request.url());
  });
  await matinee.visit({ device: 'wasm', at: `http://localhost:${ports.subPath}${subPath}` });
  await matinee.ready('WASM');
  expect(outside).toEqual([]);
});
