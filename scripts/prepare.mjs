/** What start and test share: npm packages, the build, and child processes. Node's own modules only: it runs before npm ci. */
import { spawn } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a command in the repository root; resolves with its exit code and, when captured, its output. */
export function run(command, args, { capture = false, env = {}, shell = false } = {}) {
  return new Promise((fulfil) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      shell,
      stdio: capture ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    let output = '';
    child.stdout?.on('data', (text) => (output += text));
    child.stderr?.on('data', (text) => (output += text));
    child.on('error', (error) => fulfil({ code: 127, output: `${output}${error.message}` }));
    child.on('close', (code, signal) => fulfil({ code: code ?? (signal ? 1 : 0), output }));
  });
}

const modified = (path) => (existsSync(join(root, path)) ? statSync(join(root, path)).mtimeMs : 0);

/** The newest change below a path, folders included: deleting a file changes its folder. */
function newest(path) {
  const full = join(root, path);
  if (!existsSync(full)) return 0;
  const stats = statSync(full);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(full).map((name) => newest(join(path, name))));
}

/** What a lock says of its packages, by path; null where it cannot be read. */
function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}

/**
 * Whether node_modules holds what package-lock.json asks for: npm writes a hidden lock of what it installed. Packages that are optional may be of
 * another platform, so they may be missing.
 * @param {string} folder of package-lock.json and node_modules
 */
export function packagesMatch(folder) {
  const wanted = packagesOf(join(folder, 'package-lock.json'));
  const installed = packagesOf(join(folder, 'node_modules/.package-lock.json'));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, { version, integrity, optional, devOptional }]) => {
    if (path === '') return true;
    const found = installed[path];
    if (!found) return Boolean(optional || devOptional);
    return found.version === version && found.integrity === integrity;
  });
}

/** npm ci, when node_modules is not what the lock asks for. Never through a link: what stands behind it belongs to another checkout. */
export async function ensurePackages() {
  if (packagesMatch(root)) return;
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink())
    throw new Error('node_modules is a link to a folder that does not hold what package-lock.json asks for. Run npm ci there, or remove the link.');
  console.log('Installing npm packages (npm ci) ...');
  const { code } = await run('npm', ['ci', '--include=dev'], { shell: process.platform === 'win32' });
  if (code !== 0) throw new Error('npm ci failed: see above. Without a network, npm needs a filled cache.');
}

/** The build, when dist is missing or older than anything it is made from. What it says comes as a whole when captured, beside other work. */
export async function ensureBuild({ capture = false } = {}) {
  const sources = [
    'src',
    'public',
    'index.html',
    'vite.config.ts',
    'package-lock.json',
    'scripts/csp.mjs',
    'scripts/compress.mjs',
    'scripts/firstFrame.ts',
    'scripts/viteFiles.ts',
  ];
  if (Math.max(...sources.map(newest)) <= modified('dist/.built')) return;
  console.log('Building ...');
  const { code, output } = await run('npm', ['run', '--silent', 'bundle'], { shell: process.platform === 'win32', capture });
  process.stdout.write(output);
  if (code !== 0) throw new Error('The build failed: see above.');
}
