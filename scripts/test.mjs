/**
 * npm test: from a fresh clone, installs what is missing (npm packages, a Chromium, the Python training environment), then
 * types (type tests are types), lint, unit and parity tests; beside them Python tests, formatting, a small training run and the build; then the
 * browser tests. Its last line counts the tests. npm test -- --only unit,e2e runs a part; --only firefox what needs no WebGPU in a stock Firefox; --only attacks what is too long for every run: wrong answers of servers to every file of the app.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine, usageOf } from './commandLine.mjs';
import { ensureBuild, ensurePackages, root, run } from './prepare.mjs';

const { values } = commandLine(usageOf(import.meta.url), { options: { only: { type: 'string' } } });
const only = values.only?.split(',');

const total = { passed: 0, failed: 0 };
const failures = [];
const unsteady = [];
const record = (name, passed, failed) => {
  total.passed += passed;
  total.failed += failed;
  if (failed > 0) failures.push(name);
};

/** One part of the run, or none where it is long and was not `asked` for by name: counts(code) gives its tests; a part that ends badly without a failed test counts as one failure. */
async function part(name, work, { asked = false } = {}) {
  if (only ? !only.includes(name) : asked) return;
  const started = Date.now();
  console.log(`\n== ${name}`);
  try {
    const { code, passed = 0, failed = 0 } = await work();
    record(name, passed, code !== 0 && failed === 0 ? 1 : failed);
  } catch (error) {
    console.error(error.message);
    record(name, 0, 1);
  }
  console.log(`== ${name}: ${Math.round((Date.now() - started) / 1000)} s`);
}

/** A command of the part that runs beside others: what it says comes as a whole. */
async function beside(command, args, options) {
  const { code, output } = await run(command, args, { ...options, capture: true });
  process.stdout.write(output);
  return { code };
}

const npx = (command, args, options) => run('npx', ['--no-install', command, ...args], { shell: process.platform === 'win32', ...options });

const readJson = (path) => (existsSync(join(root, path)) ? JSON.parse(readFileSync(join(root, path), 'utf8')) : null);

const interpreter = join(process.env.MATINEE_VENV ?? join(root, 'training/.venv'), 'bin/python');
// One thread: small matrices are faster so, and lint and the unit tests run beside.
const environment = { OMP_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1', TOKENIZERS_PARALLELISM: 'false', HF_HUB_OFFLINE: '1' };

try {
  await ensurePackages();
} catch (error) {
  console.error(error.message);
  console.log('0 passed, 1 failed');
  process.exit(1);
}
rmSync(join(root, 'test-results'), { recursive: true, force: true });

// Each keeps a core busy at most of the time.
await Promise.all([scripts(), python()]);

await part('e2e', () => browserTests([]));
await part(
  'firefox',
  async () => {
    const { code } = await run(process.execPath, ['--import', 'tsx', 'scripts/page/firefox.ts']);
    return { code, ...readJson('test-results/firefox.json') };
  },
  { asked: true },
);
await part('attacks', () => browserTests(['--project', 'attacks'], { MATINEE_ATTACKS: '1' }), { asked: true });

if (unsteady.length > 0) console.log(`\nPassed at the second try alone, which is a fault until it is explained:\n${unsteady.join('\n')}`);
if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);

async function scripts() {
  await part('types', () => npx('tsc', ['-b']));
  await part('lint', () => npx('eslint', ['.', '--max-warnings', '0']));
  await part('unit', async () => {
    const { code } = await npx('vitest', ['run', '--reporter=default', '--reporter=json', '--outputFile.json=test-results/unit.json']);
    const report = readJson('test-results/unit.json');
    return { code, passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0 };
  });
}

async function python() {
  await part('python', async () => {
    const setup = await beside('bash', ['training/setup.sh']);
    if (setup.code !== 0) throw new Error('training/setup.sh failed: see above.');
    const checks = [
      ['ruff', 'check', '--no-cache'],
      ['mypy', '--cache-dir', 'test-results/mypy'],
    ]; // pyproject.toml says of what
    let faulty = 0;
    for (const check of checks) if ((await beside(interpreter, ['-m', ...check], { env: environment })).code !== 0) faulty += 1;
    const report = 'test-results/python.xml';
    const { code } = await beside(interpreter, ['-m', 'pytest', '-q', 'training/tests', `--junit-xml=${report}`], { env: environment });
    const xml = existsSync(join(root, report)) ? readFileSync(join(root, report), 'utf8') : '';
    const count = (name) => Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(xml)?.[1] ?? 0);
    const failed = count('failures') + count('errors');
    return { code, passed: count('tests') - failed - count('skipped') + checks.length - faulty, failed: failed + faulty };
  });
  // ruff comes with the Python environment.
  await part('format', () => beside('node', ['scripts/format.mjs', '--check']));
  await part('training', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'matinee-training-'));
    try {
      const args = ['-m', 'training', '--preset', 'fixture', '--work', join(folder, 'work'), '--out', join(folder, 'bundle')];
      const { code } = await beside(interpreter, args, { env: environment });
      const complete = existsSync(join(folder, 'bundle', 'manifest.json'));
      if (code === 0 && !complete) throw new Error('The training run ended well but wrote no manifest.json.');
      return { code, passed: complete ? 1 : 0 };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  await part('build', async () => {
    await ensureBuild({ capture: true });
    return { code: 0 };
  });
}

/** Of the browser tests that failed once and passed then. */
function titlesOf(suites) {
  return suites.flatMap(({ specs = [], suites: inner = [] }) => [
    ...specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky')).map(({ file, title }) => `${file}: ${title}`),
    ...titlesOf(inner),
  ]);
}

async function browserTests(args, env = {}) {
  const { ensureBrowser } = await import('./browser.mjs');
  await ensureBrowser();
  const { code } = await npx('playwright', ['test', ...args], { env });
  const report = readJson('test-results/e2e.json');
  unsteady.push(...titlesOf(report?.suites ?? []));
  const stats = report?.stats;
  return { code, passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0), failed: stats?.unexpected ?? 0 };
}
