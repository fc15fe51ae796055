import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { download } from './download';

const options = { name: 'opt.onnx.01', maxBytes: 8, backoffMs: 1 };
const fetch = vi.fn<typeof globalThis.fetch>();
const bytes = (...values: number[]) => new Response(Uint8Array.from(values));
/** Sends two bytes, then breaks, or waits for ever. */
const broken = (end: 'error' | 'silence', signal?: AbortSignal | null) =>
  new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(Uint8Array.of(1, 2));
        signal?.addEventListener('abort', () => controller.error(signal.reason));
      },
      pull: (controller) => (end === 'error' ? controller.error(new TypeError('network error')) : new Promise(() => undefined)),
    }),
  );

beforeEach(() => vi.stubGlobal('fetch', fetch.mockReset()));
afterEach(() => vi.unstubAllGlobals());

describe('a download', () => {
  it('begins anew when the connection breaks, and counts no byte twice', async () => {
    fetch
      .mockRejectedValueOnce(new TypeError('Failed to fetch'))
      .mockResolvedValueOnce(broken('error'))
      .mockResolvedValueOnce(bytes(1, 2, 3));
    let count = 0;
    expect(await download('https://a.example/x', { ...options, onBytes: (change) => (count += change) })).toEqual(Uint8Array.of(1, 2, 3));
    expect(fetch).toHaveBeenCalledTimes(3);
    expect(count).toBe(3);
  });

  it('gives up after the third attempt, and names the file', async () => {
    fetch.mockRejectedValue(new TypeError('Failed to fetch'));
    await expect(download('https://a.example/x', options)).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining('opt.onnx.01') as string,
    });
    expect(fetch).toHaveBeenCalledTimes(3);
  });

  it('tries again when the server is overloaded, not when the file is missing', async () => {
    fetch.mockResolvedValueOnce(new Response('', { status: 503 })).mockResolvedValueOnce(bytes(1));
    await expect(download('https://a.example/x', options)).resolves.toEqual(Uint8Array.of(1));
    fetch.mockReset().mockResolvedValue(new Response('', { status: 404 }));
    await expect(download('https://a.example/x', options)).rejects.toMatchObject({ code: 'file-missing' });
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('gives up an attempt in which nothing arrives any more', async () => {
    fetch.mockImplementationOnce(async (_, init) => broken('silence', init?.signal)).mockResolvedValueOnce(bytes(4));
    await expect(download('https://a.example/x', { ...options, stalledMs: 30 })).resolves.toEqual(Uint8Array.of(4));
  });

  it('does not read on when more arrives than the manifest says', async () => {
    const cancel = vi.fn();
    fetch.mockResolvedValue(new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(5)), cancel })));
    await expect(download('https://a.example/x', options)).rejects.toMatchObject({ code: 'file-altered' });
    expect(cancel).toHaveBeenCalled();
  });

  it('stops at once, also between attempts', async () => {
    fetch.mockRejectedValue(new TypeError('Failed to fetch'));
    const abort = new AbortController();
    const downloading = download('https://a.example/x', { ...options, backoffMs: 60_000, signal: abort.signal });
    setTimeout(() => abort.abort(), 10);
    await expect(downloading).rejects.toMatchObject({ code: 'stopped' });
  });
});
