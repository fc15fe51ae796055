/** On the fixture bundle: networks that know nothing, so only the counting can be checked. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openNodeBundle } from '../../node/nodeBundle';
import { openWasmRuntime } from '../../node/wasmRuntime';
import { evaluateUsers, type EvaluationReport } from './evaluateUsers';
import { loadModels, type Models } from '../models';

let models: Models;
let sequence: (...rows: number[]) => string;

beforeAll(async () => {
  models = await loadModels(await openNodeBundle('e2e/fixtures/bundle'), await openWasmRuntime());
  sequence = (...rows) => rows.map((row) => models.films[row]!.id).join(' ');
});
afterAll(() => models.dispose());

const users = (count: number) => Array.from({ length: count }, (_, u) => `u${u}\t${sequence(u, u + 10, u + 20, u + 30)}`).join('\n');
const evaluate = (text: string, options = {}) => evaluateUsers(models, { text, limit: 100, seed: 1 }, options);

describe("the evaluation of a visitor's file", () => {
  it('ranks the last film of each user for both systems, and repeats itself', async () => {
    const progress: EvaluationReport[] = [];
    const report = await evaluate(users(4), { onProgress: (value: EvaluationReport) => progress.push(value) });
    expect(report).toMatchObject({ done: 4, total: 4, seed: 1, candidates: 20, stopped: false, skipped: [] });
    expect(report.systems.map(({ system, users }) => [system, users])).toEqual([
      ['a-llmrec', 4],
      ['sasrec', 4],
    ]);
    for (const { hit1, interval } of report.systems) {
      expect(interval[0]).toBeLessThanOrEqual(hit1);
      expect(interval[1]).toBeGreaterThanOrEqual(hit1);
    }
    expect(report.difference!.value).toBeCloseTo(report.systems[0]!.hit1 - report.systems[1]!.hit1, 10);
    expect(progress[0]).toMatchObject({ done: 1, total: 4 });
    const again = await evaluate(users(4));
    expect({ ...again, seconds: 0 }).toEqual({ ...report, seconds: 0 });
  });

  it('says what it left out, and goes on', async () => {
    const text = `${users(1)}\nno tab here\nx\t999999999 ${sequence(1, 2)}\ny\t${sequence(1)} 999999999`;
    const report = await evaluate(text);
    expect(report.done).toBe(2);
    expect(report.skipped).toEqual([
      'line 2 is not "user<TAB>item ids": skipped',
      "user y: the target 999999999 is not in the bundle's catalogue: skipped",
      '1 unknown item ids were left out: 999999999',
    ]);
  });

  it('takes no more users than asked', async () => {
    expect(await evaluateUsers(models, { text: users(5), limit: 2, seed: 1 })).toMatchObject({ done: 2, total: 2 });
  });

  it('goes on from what was measured as if it had not been paused, and starts anew for another model', async () => {
    const whole = await evaluate(users(6));
    const stop = new AbortController();
    const paused = await evaluate(users(6), { signal: stop.signal, onProgress: () => stop.abort() });
    const more = (from: EvaluationReport) => evaluateUsers(models, { text: users(6), limit: 100, seed: 1, from });
    const done: number[] = [];
    const report = await evaluateUsers(models, { text: users(6), limit: 100, seed: 1, from: paused }, { onProgress: ({ done: users }) => done.push(users) });
    expect(paused.done).toBe(1);
    expect(done[0]).toBe(2);
    expect({ ...report, seconds: 0 }).toEqual({ ...whole, seconds: 0 });
    expect(report.seconds).toBeGreaterThan(paused.seconds);
    const other = await more({ ...paused, run: 'another', places: [[19], [19]] });
    expect(other.places).toEqual(whole.places);
  });

  it('gives what it has measured when it is stopped, and nothing before the first user', async () => {
    const stop = new AbortController();
    const report = await evaluate(users(6), { signal: stop.signal, onProgress: () => stop.abort() });
    expect(report).toMatchObject({ done: 1, total: 6, stopped: true });
    await expect(evaluate(users(2), { signal: stop.signal })).rejects.toMatchObject({ code: 'stopped' });
  });

  it.each([
    ['an empty file', ' \n\n', /empty/],
    ['what is no table', '{"users": []}\n{}', /line 1 is not/],
    ['ids of another data set', 'a\t900000001 900000002', /900000002 is not in the bundle/],
    ['a binary file', '\u0000PNG\u0001\n\ufffd\ufffd', /No user of the file/],
  ])('refuses %s and says what a file looks like', async (_, text, message) => {
    await expect(evaluate(text)).rejects.toMatchObject({
      code: 'file-invalid',
      message: expect.stringMatching(message) as string,
      nextStep: expect.stringMatching(/tab/) as string,
    });
  });
});
