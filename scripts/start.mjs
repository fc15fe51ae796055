/**
 * npm start: from a fresh clone to the app on http://localhost:4173. Installs and builds what is missing or stale, then serves.
 * Options as in serve.mjs: npm start -- --port 8080 --base /some/path/
 */
import { ensureBuild, ensurePackages } from './prepare.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Matinee needs Node 20.19 or later; this is ${process.versions.node}.`);
  process.exit(1);
}
try {
  await ensurePackages();
  const { createApp, listen, serveOptions } = await import('./serve.mjs');
  const options = serveOptions(process.argv.slice(2));
  await ensureBuild();
  await listen(createApp(options), options.port, options.host);
  console.log(`Matinee is at http://localhost:${options.port}${options.base}   (Ctrl+C stops it)`);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
