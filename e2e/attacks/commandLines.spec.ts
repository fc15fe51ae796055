import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '../matinee';
import { altered, tensor } from './alteredBundle';
import { tally } from './tally';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'matinee-attacks-'));
const file = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const bundleOf = (name: string, files: Map<string, Buffer>) => {
  const path = mkdtempSync(join(tmpdir(), `matinee-${name}-`));
  for (const [file, bytes] of files) writeFileSync(join(path, file), bytes);
  return path;
};

/** Ended by hand after three minutes, with the status 'hangs'. */
function run(command: string, args: readonly string[]): Promise<{ code: number | string; said: string; printed: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } });
    let [said, printed] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (printed += text.toString()));
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    const timer = setTimeout(() => child.kill('SIGKILL'), 180_000);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code: signal ? 'hangs' : (code ?? 0), said, printed });
    });
  });
}

const fixture = ['--bundle', 'e2e/fixtures/bundle'];
const { ids } = JSON.parse(altered({}).get('catalogue.json')!.toString()) as { ids: number[] };
const good = file('good.tsv', `1\t${ids.slice(0, 5).join(' ')}\n`);
const broken = bundleOf('nan', altered({ files: { 'sasrec.safetensors': tensor('item_embedding', NaN) } }));

const scripts: Record<string, string[][]> = {
  evaluate: [
    [],
    ['--what'],
    ['--sequences', '/nowhere.tsv', ...fixture],
    ['--sequences', folder, ...fixture],
    ['--sequences', file('empty.tsv', ''), ...fixture],
    ['--sequences', file('binary.tsv', Buffer.from(Array.from({ length: 4000 }, (_, i) => i % 256))), ...fixture],
    ['--sequences', good, '--candidates', 'twenty', ...fixture],
    ['--sequences', good, '--candidates', '1e9', ...fixture],
    ['--sequences', good, '--limit', '-1', ...fixture],
    ['--sequences', good, '--seed', 'x', ...fixture],
    ['--sequences', good, '--systems', 'gpt', ...fixture],
    ['--sequences', good, '--bundle', broken, '--systems', 'sasrec'],
    ['--sequences', good, '--bundle', '/nowhere'],
    ['--sequences', good, '--json', join(folder, 'no', 'out.json'), ...fixture],
    ['--sequences', good, '--json', folder, ...fixture],
    ['--pinned', good, ...fixture],
    ['--pinned', file('pinned.json', '{"users": []}'), ...fixture],
  ],
  import: [[], ['--what'], ['/nowhere.csv'], [folder], [good, good], [file('notes.csv', '\u0000\u0001\u0002'), ...fixture], [good, '--bundle', '/nowhere']],
  sense: [['--what'], ['--shortlist', '-1'], ['--bundle', '/nowhere']],
  deck: [['--what'], ['--rounds', 'many'], ['--bundle', '/nowhere']],
  record: [['--what'], ['--bundle', '/nowhere'], ['--seed', 'x']],
  freeGeneration: [['--what'], ['--bundle', '/nowhere']],
  evaluateCatalogue: [[], ['--what'], ['--sequences', '/nowhere.tsv']],
  importMeasure: [['--what'], ['--rows', 'x'], ['--bundle', '/nowhere']],
  bench: [
    ['--what'],
    ['--runs', '0'],
    ['--runs', 'x'],
    ['--devices', 'abacus'],
    ['--films', '-1'],
    ['--port', '99999'],
    ['--bundle', 'models/nowhere/'],
    ['--json', join(folder, 'no', 'x.json')],
  ],
  soak: [
    ['--what'],
    ['--recommendations', '2'],
    ['--device', 'abacus'],
    ['--port', 'x'],
    ['--bundle', 'models/nowhere/'],
    ['--json', join(folder, 'no', 'x.json')],
  ],
};

test.describe('command lines', () => {
  test.setTimeout(1_800_000);
  for (const [name, calls] of Object.entries(scripts))
    test(`${name}: a sentence, and a status that is not 0`, async () => {
      const failed = await tally(
        test,
        calls,
        (args) => args.join(' '),
        async (args) => {
          const { code, said, printed } = await run(process.execPath, ['--import', 'tsx', `scripts/${name}.ts`, ...args]);
          expect(code, said).not.toBe(0);
          expect(code, said).not.toBe('hangs');
          expect(said.trim()).not.toBe('');
          expect(said).not.toMatch(/\n\s+at .*[:(]\d+|node:internal|UnhandledPromise/);
          expect(printed).not.toMatch(/NaN|Hit@1 +0/);
        },
      );
      expect(failed).toEqual([]);
    });

  test('serve: a sentence, and a status that is not 0', async () => {
    const failed = await tally(
      test,
      [['--what'], ['--port', 'x'], ['--port', '-1'], ['--port', '99999'], ['--mount', 'x'], ['--dist', '/nowhere']],
      (args) => args.join(' '),
      async (args) => {
        const { code, said } = await run(process.execPath, ['scripts/serve.mjs', ...args]);
        expect(code, said).not.toBe(0);
        expect(code, said).not.toBe('hangs');
        expect(said).not.toMatch(/\n\s+at .*[:(]\d+/);
        expect(said.trim()).not.toBe('');
      },
    );
    expect(failed).toEqual([]);
  });

  test('training: a sentence, and a status that is not 0', async () => {
    const notes = file('notes', 'mine');
    const photos = mkdtempSync(join(tmpdir(), 'matinee-photos-'));
    writeFileSync(join(photos, 'cat.jpg'), '');
    const calls = [
      ['--device', 'banana'],
      ['--device', 'cuda:99'],
      ['--time-limit', 'nan'],
      ['--time-limit', '-1'],
      ['--work', notes],
      ['--out', photos],
      ['--data', '/nowhere'],
      ['--llm', '/nowhere'],
      ['--preset', 'huge'],
      ['--seed', '-1'],
      ['--only', 'nothing'],
    ];
    const failed = await tally(
      test,
      calls,
      (args) => args.join(' '),
      async (args) => {
        const { code, said } = await run(process.env.MATINEE_VENV ? join(process.env.MATINEE_VENV, 'bin/python') : 'training/.venv/bin/python', [
          '-m',
          'training',
          '--preset',
          'fixture',
          ...args,
          ...(args.includes('--work') ? [] : ['--work', join(folder, 'work')]),
        ]);
        expect(code, said).not.toBe(0);
        expect(code, said).not.toBe('hangs');
        expect(said).not.toMatch(/Traceback/);
        expect(said.trim()).not.toBe('');
      },
    );
    expect(failed).toEqual([]);
  });
});
