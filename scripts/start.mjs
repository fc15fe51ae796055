/**
 * npm start: from a fresh clone to the app on http://localhost:4173. Installs and builds what is missing or stale, then serves.
 * Options as in serve.mjs: npm start -- --port 8080 --base /some/path/
 */
import { answerHelp, refuse, usageOf, UsageError } from './commandLine.mjs';
import { ensureBuild, ensurePackages } from './prepare.mjs';
import { serveOptions } from './serveOptions.mjs';

answerHelp(usageOf(import.meta.url));

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Matinee needs Node 20.19 or later; this is ${process.versions.node}.`);
  process.exit(1);
}
try {
  const options = serveOptions(process.argv.slice(2));
  await ensurePackages();
  const { createApp, listen } = await import('./serve.mjs');
  await ensureBuild();
  await listen(createApp(options), options.port, options.host);
  console.log(`Matinee is at http://localhost:${options.port}${options.base}   (Ctrl+C stops it)`);
} catch (error) {
  if (error instanceof UsageError) refuse(error.message);
  console.error(error.message);
  process.exit(1);
}
