import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MatineeError } from '../../errors';
import { film, films, manifest, page, timings, type Handlers } from '../../testing/page';
import { localRaces, type KeptRace } from './kept';

const card = { device: 'webgpu', detail: 'a card', fallbackReason: null, adapter: 'a card' } as const;
const processor = { device: 'wasm', detail: '4 threads', fallbackReason: 'WASM was chosen.' } as const;
const kept = { adapter: 'a card', version: 'v1', wasmMs: 34, webgpuMs: 120 };

/** A page on a card whose recommendations take so long on each device; the first of each, in which a device prepares itself, ten times that. */
async function racing(
  ms: { wasm: number; webgpu: number },
  { races = [], handlers = {}, first = card, kiosk = false }: { races?: KeptRace[]; handlers?: Handlers; first?: object; kiosk?: boolean } = {},
) {
  let loaded: 'wasm' | 'webgpu' = 'webgpu';
  let asked = 0;
  const rivals: { candidates: unknown[]; device: string }[] = [];
  const touches = new Set<() => void>();
  const store = { races, quiets: 0 };
  const all = page(
    {
      open: () => ({ manifest, films, version: 'v1' }),
      load: ({ device }: { device: 'wasm' | 'webgpu' }, options) => {
        if (!options?.rival) return { device: first, loadMs: 5, version: 'v1' };
        loaded = device;
        asked = 0;
        return { device: device === 'wasm' ? processor : card, loadMs: 7, version: 'v1' };
      },
      recommend: ({ candidates }: { candidates: unknown[] }, options) => {
        if (options?.rival) rivals.push({ candidates, device: loaded });
        return { candidate: 0, text: 'Film 1', ranking: [], prompt: [], timings: { ...timings, totalMs: ms[loaded] * (asked++ ? 1 : 10) } };
      },
      ...handlers,
    },
    {
      kiosk,
      race: {
        keeper: { read: () => store.races, write: (written) => (store.races = written) },
        quiet: () => {
          store.quiets++;
          return new Promise((resolve) => setTimeout(resolve, 1000));
        },
        onTouch: (then) => {
          touches.add(then);
          return () => touches.delete(then);
        },
      },
    },
  );
  const started = all.state().start();
  await vi.advanceTimersByTimeAsync(50);
  await started;
  all.state().add(film(3));
  await vi.advanceTimersByTimeAsync(10);
  const recommend = async () => {
    void all.state().recommend();
    await vi.advanceTimersByTimeAsync(10);
    expect(all.state().recommendation.kind).toBe('whole');
  };
  return { ...all, recommend, rivals, kept: store, touch: () => [...touches].forEach((then) => then()) };
}
const later = () => vi.advanceTimersByTimeAsync(1100);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('the race of the devices', () => {
  it('is run after the first answer, when nobody is there; WASM serves where it is faster, and both times are known', async () => {
    const { state, recommend, rivals, kept: store, asked } = await racing({ wasm: 34, webgpu: 120 });
    await later();
    expect(rivals).toEqual([]);
    await recommend();
    expect(rivals).toEqual([]);
    await later();
    expect(state().model).toMatchObject({
      kind: 'ready',
      device: { device: 'wasm', detail: '4 threads', fallbackReason: null, race: { wasmMs: 34, webgpuMs: 120 } },
    });
    expect(asked.filter((name) => name === 'promoted')).toHaveLength(1);
    expect(store.races).toEqual([kept]);
    // The same on both, and nothing that was read before.
    const of = (device: string) => rivals.filter((each) => each.device === device).map(({ candidates }) => candidates);
    expect(of('wasm')).toEqual(of('webgpu'));
    expect(new Set(of('wasm').map((each) => JSON.stringify(each))).size).toBe(4);
    await recommend();
    await later();
    expect(rivals).toHaveLength(8);
  });

  it('leaves WebGPU where that is faster, and ends the rival', async () => {
    const { state, recommend, asked, kept: store } = await racing({ wasm: 50, webgpu: 20 });
    await recommend();
    await later();
    expect(state().model).toMatchObject({ kind: 'ready', device: { ...card, race: { wasmMs: 50, webgpuMs: 20 } }, loadMs: 5 });
    expect(asked).not.toContain('promoted');
    expect(asked.at(-1)).toBe('ended');
    expect(store.races).toHaveLength(1);
  });

  it('hands what is known to the load, and is not run again', async () => {
    const load = vi.fn((_args: { races: KeptRace[] }) => ({ device: { ...processor, adapter: 'a card', race: kept }, loadMs: 5 }));
    const { recommend, rivals } = await racing({ wasm: 34, webgpu: 120 }, { races: [kept], handlers: { load } });
    expect(load.mock.calls[0]![0].races).toEqual([kept]);
    await recommend();
    await later();
    expect(rivals).toEqual([]);
  });

  it('is run again for another version, also from WASM to WebGPU', async () => {
    const first = { ...processor, fallbackReason: null, adapter: 'a card' };
    const { state, recommend, kept: store } = await racing({ wasm: 90, webgpu: 20 }, { races: [{ ...kept, version: 'v0' }], first });
    await recommend();
    await later();
    expect(state().model).toMatchObject({ kind: 'ready', device: { device: 'webgpu', race: { webgpuMs: 20 } } });
    expect(store.races).toHaveLength(2);
  });

  it('is not run where the visitor has chosen, nor where there is no adapter', async () => {
    const chosen = await racing({ wasm: 34, webgpu: 120 });
    await chosen.state().setDevice('webgpu');
    await chosen.recommend();
    await later();
    expect(chosen.rivals).toEqual([]);
    const none = await racing({ wasm: 34, webgpu: 120 }, { first: processor });
    await none.recommend();
    await later();
    expect(none.rivals).toEqual([]);
  });

  it('ends at a touch or a question, keeps nothing of what it measured, and is run again when nobody is there', async () => {
    let slow = true;
    const {
      state,
      recommend,
      touch,
      asked,
      kept: store,
    } = await racing(
      { wasm: 34, webgpu: 120 },
      {
        handlers: {
          recommend: async (_, options) => {
            if (options?.rival && slow)
              await new Promise((_resolve, reject) => options.signal!.addEventListener('abort', () => reject(new MatineeError('stopped', 'Stopped.', ''))));
            return { candidate: 0, text: 'Film 1', ranking: [], prompt: [], timings };
          },
        },
      },
    );
    await recommend();
    await later();
    touch();
    await vi.advanceTimersByTimeAsync(1);
    expect(asked.at(-1)).toBe('ended');
    await later();
    await recommend();
    expect(store.races).toEqual([]);
    expect(state().model).toMatchObject({ kind: 'ready', device: card });
    slow = false;
    await later();
    await later();
    expect(store.races).toHaveLength(1);
  });

  it('changes nothing when it fails, and is not tried again in this visit', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    let loads = 0;
    const {
      state,
      recommend,
      kept: store,
    } = await racing(
      { wasm: 34, webgpu: 120 },
      {
        handlers: {
          load: (_, options) => {
            if (!options?.rival) return { device: card, loadMs: 5, version: 'v1' };
            loads++;
            throw new MatineeError('out-of-memory', 'no room', '');
          },
        },
      },
    );
    for (let i = 0; i < 3; i++) {
      await recommend();
      await later();
    }
    expect(loads).toBe(1);
    expect(state()).toMatchObject({ model: { kind: 'ready', device: card }, recommendation: { kind: 'whole' }, recovery: null });
    expect(store.races).toEqual([]);
  });
});

it('what is kept is checked when it is read', () => {
  const items = new Map<string, string>();
  vi.stubGlobal('localStorage', { getItem: (key: string) => items.get(key) ?? null, setItem: (key: string, value: string) => items.set(key, value) });
  const keeper = localRaces('http://localhost/models/movies/');
  keeper.write([kept]);
  expect(keeper.read()).toEqual([kept]);
  expect(localRaces('http://localhost/models/video-games/').read()).toEqual([]);
  const [key] = items.keys();
  for (const odd of [
    '{',
    '7',
    '[1,null]',
    JSON.stringify([
      { ...kept, wasmMs: -1 },
      { ...kept, adapter: 7 },
    ]),
  ]) {
    items.set(key!, odd);
    expect(keeper.read()).toEqual([]);
  }
});
