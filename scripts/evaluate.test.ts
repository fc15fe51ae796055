/** `npm run evaluate` on the fixture bundle, as a person or another program runs it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'matinee-'));
const sequences = join(folder, 'sequences.tsv');

interface Line {
  user: string;
  target: number;
  candidates: number[];
  systems: Record<string, { rank: number; ranking: { id: number; score: number | null }[] }>; // null: SASRec never saw it
}

async function evaluate(...more: string[]) {
  const out = join(folder, `${Math.random()}.jsonl`);
  const argv = ['--import', 'tsx', 'scripts/evaluate.ts', '--sequences', sequences, '--bundle', 'e2e/fixtures/bundle', '--json', out, ...more];
  const { stdout, stderr } = await run(process.execPath, argv);
  const [first, ...lines] = readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  return { stdout, stderr, summary: (first as { summary: { systems: { system: string; users: number; hit1: number }[] } }).summary, lines: lines as Line[] };
}

beforeAll(() => {
  const { ids, warm } = JSON.parse(readFileSync('e2e/fixtures/bundle/catalogue.json', 'utf8')) as { ids: number[]; warm: number };
  const users = Array.from({ length: 5 }, (_, user) => [user, ...Array.from({ length: 6 }, (_, i) => ids[(user * 29 + i * 7) % warm]!)]);
  const text = users.map(([user, ...items]) => `u${user}\t${items.join(' ')}`).join('\n');
  writeFileSync(sequences, `${text}\nbroken line\nu9\t999999999 ${ids[0]}\nu10\t999999999 ${ids[1]} ${ids[ids.length - 1]}\n`);
});

describe('npm run evaluate', () => {
  it('measures what the bundle carries beside its own: MLP-LLM and further collaborative filters', async () => {
    const { summary, lines } = await evaluate('--systems', 'mlp-llm,a-llmrec,ncf', '--workers', '1');
    expect(summary.systems.map(({ system }) => system)).toEqual(['mlp-llm', 'a-llmrec', 'ncf']);
    const scores = (system: string) => lines.map(({ systems }) => systems[system]!.ranking);
    expect(scores('mlp-llm')).not.toEqual(scores('a-llmrec'));
  });

  it('ranks the same whatever the number of processes, and reports what it skips', async () => {
    const one = await evaluate('--backend', 'wasm', '--workers', '1');
    const three = await evaluate('--backend', 'wasm', '--workers', '3');
    // A process reads together what it has not read before: the split changes a score's eighth digit, and no place.
    const close = (lines: Line[]) =>
      lines.map(({ systems, ...line }) => ({
        ...line,
        systems: Object.fromEntries(
          Object.entries(systems).map(([name, { rank, ranking }]) => [
            name,
            { rank, ranking: ranking.map(({ id, score }) => ({ id, score: score && (expect.closeTo(score, 6) as number) })) },
          ]),
        ),
      }));
    expect(three.lines).toEqual(close(one.lines));

    expect(one.lines.map(({ user }) => user)).toEqual(['u0', 'u1', 'u2', 'u3', 'u4', 'u10']);
    expect(one.stderr).toMatch(/line 6 is not/);
    expect(one.stderr).toMatch(/user u9: no film before the target/);
    expect(one.stderr).toMatch(/1 unknown item ids were left out: 999999999/);
    for (const { target, candidates, systems } of one.lines) {
      expect(Object.keys(systems)).toEqual(['a-llmrec', 'a-llmrec-sbert', 'sasrec', 'llm-only']);
      expect(candidates).toHaveLength(20);
      for (const { rank, ranking } of Object.values(systems)) {
        expect(ranking.map(({ id }) => id).sort()).toEqual([...candidates].sort());
        expect(ranking[rank - 1]!.id).toBe(target);
      }
    }
    for (const { system, users, hit1 } of one.summary.systems) {
      expect(users).toBe(6);
      expect(hit1).toBeCloseTo(one.lines.filter(({ systems }) => systems[system]!.rank === 1).length / 6, 10);
      expect(one.stdout).toContain(system);
    }
  });

  it('ends with a sentence when the bundle or the file is not there', async () => {
    const fail = (...argv: string[]) => run(process.execPath, ['--import', 'tsx', 'scripts/evaluate.ts', ...argv]);
    await expect(fail('--sequences', sequences, '--bundle', folder)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/no model bundle/) as string,
    });
    await expect(fail('--sequences', '/missing.tsv', '--bundle', 'e2e/fixtures/bundle')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/missing\.tsv cannot be read/) as string,
    });
  });
});
