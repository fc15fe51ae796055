import type { ServerResponse } from 'node:http';
import { listen } from '../../scripts/serve.mjs';
import { expect, test, type Matinee } from '../matinee';
import { ports } from '../ports';
import { buildHistory, recommendAndCheck } from '../recommending';
import { altered, alteredApp } from './alteredBundle';
import { tally } from './tally';

const port = ports.closing[0];
const at = `http://localhost:${port}/`;
const policy = { 'Cross-Origin-Resource-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
const page = '<!doctype html><title>Log in</title>';

/** What a server, or what stands between, answers in place of a file. */
const faults: Record<string, (response: ServerResponse, bytes: Buffer) => void> = {
  forbidden: (response) => response.writeHead(403, policy).end('No'),
  'not found': (response) => response.writeHead(404, policy).end('No'),
  broken: (response) => response.writeHead(500, policy).end('No'),
  'a login page': (response) => response.writeHead(200, { ...policy, 'Content-Type': 'text/html' }).end(page),
  'a way to a login page': (response) => response.writeHead(302, { ...policy, Location: '/index.html' }).end(),
  empty: (response) => response.writeHead(200, policy).end(),
  cut: (response, bytes) => response.writeHead(200, policy).end(bytes.subarray(0, bytes.length >> 1)),
  'cut off': (response, bytes) => {
    response.writeHead(200, { ...policy, 'Content-Length': bytes.length });
    response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
  },
  'a flipped bit': (response, bytes) => {
    const flipped = Buffer.from(bytes);
    // Of a manifest, in a hash: it has none of its own, and in the name of something optional a bit is no fault that could be seen.
    const hash = flipped.indexOf('"sha256":"', flipped.lastIndexOf('"files":'));
    flipped[hash < 0 ? flipped.length >> 1 : hash + '"sha256":"'.length]! ^= 1;
    response.writeHead(200, policy).end(flipped);
  },
  'too long': (response, bytes) => response.writeHead(200, policy).end(Buffer.concat([bytes, bytes])),
  'gzip that is none': (response, bytes) => response.writeHead(200, { ...policy, 'Content-Encoding': 'gzip' }).end(bytes),
};

async function answersAsEver(matinee: Matinee): Promise<void> {
  await matinee.ready('WASM');
  if ((await matinee.films.count()) === 0) await buildHistory(matinee);
  await recommendAndCheck(matinee);
}

test.describe('server faults', () => {
  let served: ReturnType<typeof alteredApp>['served'];
  let close: () => Promise<void>;
  test.beforeEach(async () => {
    const app = alteredApp(altered({}));
    served = app.served;
    close = await listen(app.listener, port);
  });
  test.afterEach(() => close());
  const spoil = (file: string, fault: keyof typeof faults) => {
    served.answer = (name, _, response) => {
      if (name !== file) return false;
      faults[fault]!(response, served.files.get(file)!);
      return true;
    };
  };
  const mend = () => (served.answer = () => false);

  for (const file of ['manifest.json', 'catalogue.json', 'sasrec.safetensors', 'opt.onnx'])
    for (const fault of Object.keys(faults))
      test(`${file}, ${fault}, at the first visit: said, and had right at Try again`, async ({ matinee, page }) => {
        spoil(file, fault);
        await page.goto(`${at}?bundle=models/altered/&device=wasm`);
        await expect(page.getByRole('alert').first()).toBeVisible({ timeout: 60_000 });
        await expect(matinee.status).not.toContainText(/ready on/i);
        mend();
        await page
          .getByRole('button', { name: /try again/i })
          .first()
          .click();
        await answersAsEver(matinee);
      });

  test('a manifest that is not to be read any more: the copy of the last visit serves', async ({ matinee, page }) => {
    await page.goto(`${at}?bundle=models/altered/&device=wasm`);
    await answersAsEver(matinee);
    const failed = await tally(test, Object.keys(faults), String, async (fault) => {
      spoil('manifest.json', fault);
      await page.reload();
      await answersAsEver(matinee);
    });
    expect(failed).toEqual([]);
  });
});
