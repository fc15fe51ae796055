import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { imported } from './imported';

const heard = vi.fn<(event: CustomEvent<{ isNeeded(): boolean }>) => boolean>();
const stillNeeded = () => heard.mock.calls.at(-1)![0].detail.isNeeded();

beforeEach(() => {
  vi.useFakeTimers();
  heard.mockReset();
  vi.stubGlobal('dispatchEvent', heard);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('what arrives is given, and nobody is told, however late the clock', async () => {
  await expect(imported(() => Promise.resolve('part'))()).resolves.toBe('part');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(heard).not.toHaveBeenCalled();
});

test('what fails is told, until another try has it', async () => {
  const tries = [Promise.reject(new Error('cut')), Promise.resolve('part')];
  const load = imported(() => tries.shift()!);
  await expect(load()).rejects.toThrow('cut');
  expect(heard).toHaveBeenCalledOnce();
  expect(stillNeeded()).toBe(true);
  await expect(load()).resolves.toBe('part');
  expect(stillNeeded()).toBe(false);
});

test('what stands still fails after 20 seconds; once it has come all the same, it is needed no more', async () => {
  let arrive!: (part: string) => void;
  const waiting = imported(() => new Promise<string>((resolve) => (arrive = resolve)))();
  const failed = expect(waiting).rejects.toThrow('does not arrive');
  await vi.advanceTimersByTimeAsync(20_000);
  await failed;
  expect(stillNeeded()).toBe(true);
  arrive('part');
  await vi.advanceTimersByTimeAsync(0);
  expect(stillNeeded()).toBe(false);
});

test('no part of the page imports a script in another way', () => {
  const page = ['ui', 'store', 'content'].flatMap((folder) =>
    readdirSync(join(import.meta.dirname, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /(?<!\.test)\.tsx?$/.test(name))
      .map((name) => [`${folder}/${name}`, readFileSync(join(import.meta.dirname, folder, name), 'utf8')] as const),
  );
  const importing = page.filter(([, text]) => /\bimport\('/.test(text));
  expect(importing.length).toBeGreaterThan(5);
  const ways = (text: string) => text.match(/\b(?:imported|later)\([^;]*?\bimport\('/g)?.length;
  expect(importing.filter(([, text]) => ways(text) !== text.match(/\bimport\('/g)!.length).map(([name]) => name)).toEqual([]);
  expect(page.filter(([, text]) => /\blazy\(/.test(text)).map(([name]) => name)).toEqual([]);
});
