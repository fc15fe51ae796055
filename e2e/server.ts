/**
 * The server of the browser tests: the build as scripts/serve.mjs serves it, the fixture bundle at models/fixture/, and
 * beside it the same bundle with one fault each (models/fixture-corrupted/ ...).
 */
import type { RequestListener } from 'node:http';
import { fileURLToPath } from 'node:url';
import { ensureBuild } from '../scripts/prepare.mjs';
import { createApp, listen } from '../scripts/serve.mjs';
import { faultyBundle } from './faultyBundle';
import { ports, subPath } from './ports';

const fixture = fileURLToPath(new URL('./fixtures/bundle', import.meta.url));

await ensureBuild();
const withFaults = (app: RequestListener): RequestListener => {
  const faulty = faultyBundle(fixture);
  return (request, response) => void faulty(request, response, () => app(request, response));
};
const mounts = { 'models/fixture': fixture };
await listen(withFaults(createApp({ mounts })), ports.root);
await listen(createApp({ mounts, base: subPath }), ports.subPath);
await listen(createApp({ mounts, isolated: false }), ports.plain);
