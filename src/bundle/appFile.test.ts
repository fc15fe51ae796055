import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { appFile } from './appFile';

const right = new TextEncoder().encode('export const answer = 42;');
const expected = { bytes: right.length, sha256: createHash('sha256').update(right).digest('hex') };
const flipped = right.slice();
flipped[3]! ^= 1;
const fetch = vi.fn<typeof globalThis.fetch>();
const options = { what: 'the worker', backoffMs: 1, stalledMs: 30 };
const whole = () => new Response(right, { headers: { 'Content-Type': 'text/javascript' } });

beforeEach(() => vi.stubGlobal('fetch', fetch.mockReset()));
afterEach(() => vi.unstubAllGlobals());

describe("a file of the app's own", () => {
  it('that is wrong in a cache of the page is taken out of it; one that is right, or was not asked, stays', async () => {
    const deleted: string[] = [];
    const cache = { delete: async (url: string, options: object) => deleted.push(`${url} ${JSON.stringify(options)}`) };
    vi.stubGlobal('caches', { keys: async () => ['precache'], open: async () => cache });
    fetch.mockImplementationOnce(async () => new Response(flipped)).mockImplementation(async () => whole());
    await appFile('https://a.example/w.js', expected, options);
    expect(deleted).toEqual(['https://a.example/w.js {"ignoreSearch":true}']);
    fetch.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    await appFile('https://a.example/w.js', expected, options);
    expect(deleted).toHaveLength(1);
  });

  it.each([
    ['a login page', () => new Response('<!doctype html>', { headers: { 'Content-Type': 'text/html' } })],
    ['a login page that says it is a script', () => new Response('<!doctype html>', { headers: { 'Content-Type': 'text/javascript' } })],
    ['a cut answer', () => new Response(right.slice(0, 9))],
    ['an empty answer', () => new Response('')],
    ['a longer answer', () => new Response(new Uint8Array(99))],
    ['a flipped byte', () => new Response(flipped)],
    ['a 404', () => new Response('', { status: 404 })],
    ['a 503', () => new Response('', { status: 503 })],
  ])('%s is not taken, and the right one is as soon as it comes', async (_, wrong) => {
    fetch
      .mockImplementationOnce(async () => wrong())
      .mockImplementationOnce(async () => wrong())
      .mockImplementationOnce(async () => wrong())
      .mockImplementation(async () => whole());
    const onWait = vi.fn();
    let received = 0;
    expect(await appFile('https://a.example/w.js', expected, { ...options, onWait, onBytes: (change) => (received += change) })).toEqual(right);
    expect(received).toBe(right.length);
    expect(onWait).toHaveBeenCalledTimes(2);
    expect(onWait.mock.calls[0]![0]).toMatch(/^Waiting for the worker: .+ goes on by itself/);
    expect(fetch.mock.calls.map(([, init]) => init?.cache)).toEqual(['default', 'reload', 'reload', 'reload']);
  });

  it('is asked for again when nothing arrives, and the wait is said', async () => {
    const silent: typeof globalThis.fetch = (_, init) =>
      new Promise((__, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))));
    fetch
      .mockImplementationOnce(silent)
      .mockImplementationOnce(silent)
      .mockImplementation(async () => whole());
    const onWait = vi.fn();
    expect(await appFile('https://a.example/w.js', expected, { ...options, onWait })).toEqual(right);
    expect(onWait).toHaveBeenCalledTimes(1);
  });

  it('can be given up', async () => {
    fetch.mockImplementation(async () => new Response(''));
    const abort = new AbortController();
    const waiting = appFile('https://a.example/w.js', expected, { ...options, backoffMs: 60_000, signal: abort.signal });
    setTimeout(() => abort.abort(), 20);
    await expect(waiting).rejects.toMatchObject({ code: 'stopped' });
  });
});
