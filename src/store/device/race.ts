/**
 * WebGPU or WASM: a small model may be faster on the processor. After the first answer, while nobody is at the page, both devices are timed on
 * recommendations in a second model worker, one after the other; the faster one serves from then on, and at later visits from the start.
 */
import { seededRandom } from '../../random';
import type { Item } from '../../engine/types';
import type { DeviceReport } from '../../worker/protocol';
import { CANDIDATES, chooseCandidates } from '../candidates';
import { steering, type Context, type State } from '../state';
import type { RaceKeeper } from './kept';

/** What the page gives the store for it; left out where memory is short. */
export interface RaceSettings {
  keeper: RaceKeeper;
  /** Resolves when nobody has been at the page for a while. */
  quiet(): Promise<void>;
  /** @returns a function that ends it */
  onTouch(then: () => void): () => void;
}

export interface Racing {
  /** Begins one as soon as nobody is there, where one is due. */
  begin(): void;
  /** Ends the one that is under way, with its worker. */
  end(): void;
}

/** Timed recommendations on each device, whose median counts; one before them is not timed, since a device prepares itself in it. */
const TIMED = 3;
/** Ended by touches as often, it waits for the next visit. */
const TRIES = 5;
/** A device that takes so long for its recommendations is not waited for. */
const LONGEST_MS = 120_000;

/** @param move makes the rival's worker the model's */
export function createRacing({ client, settings, get }: Context, move: (device: DeviceReport, loadMs: number) => void): Racing {
  let tries = 0;
  let waiting = false;
  let running: AbortController | null = null;

  /** The adapter and the version that have not been timed yet; null where no race is due. */
  const due = (): { device: DeviceReport; adapter: string; version: string } | null => {
    const { model, deviceChoice, catalogue, history, lacksTexts } = get();
    if (lacksTexts || !settings.race || deviceChoice !== 'auto' || model.kind !== 'ready' || catalogue.kind !== 'open' || history.length === 0) return null;
    const { adapter } = model.device;
    const { version } = catalogue;
    if (adapter === undefined || version === undefined) return null;
    const known = settings.race.keeper.read().some((race) => race.adapter === adapter && race.version === version);
    return known ? null : { device: model.device, adapter, version };
  };

  const time = async (device: 'wasm' | 'webgpu', history: Item[], draws: Item[][], signal: AbortSignal) => {
    const options = { rival: true, signal };
    const { device: report, loadMs } = await client.request('load', { bundle: settings.bundle, device, version: versionOf(get()) }, options);
    const { recommender } = get();
    if (recommender !== null) await client.request('backbone', { name: recommender }, options);
    const times: number[] = [];
    for (const candidates of draws) times.push((await client.request('recommend', { history, candidates, decoding: 'constrained' }, options)).timings.totalMs);
    return { report, loadMs, ms: times.slice(1).sort((a, b) => a - b)[TIMED >> 1]! };
  };

  const race = async (signal: AbortSignal) => {
    const found = due();
    if (!found || !settings.race) return;
    const { device, adapter, version } = found;
    const before = get().model;
    const history = steering(get());
    const draws = drawsFor(get());
    const other = device.device === 'wasm' ? 'webgpu' : 'wasm';
    const own = await time(device.device, history, draws, signal);
    const rival = await time(other, history, draws, signal);
    if (signal.aborted) return;
    const times = { wasmMs: (other === 'wasm' ? rival : own).ms, webgpuMs: (other === 'wasm' ? own : rival).ms };
    const { keeper } = settings.race;
    keeper.write([...keeper.read().filter((kept) => kept.adapter !== adapter || kept.version !== version), { adapter, version, ...times }]);
    if (get().model !== before) return; // it is being loaded again
    const result = { adapter, ...times };
    const faster = times.wasmMs < times.webgpuMs ? 'wasm' : 'webgpu';
    if (faster === device.device) move({ ...device, race: result }, before.kind === 'ready' ? before.loadMs : 0);
    else if (client.promoteRival()) move({ ...rival.report, fallbackReason: null, adapter, race: result }, rival.loadMs);
  };

  const end = () => {
    if (!running) return;
    running.abort();
    running = null;
    client.endRival();
  };

  return {
    begin() {
      if (waiting || running || tries >= TRIES || !due()) return;
      waiting = true;
      void settings.race!.quiet().then(async () => {
        waiting = false;
        if (running || !due()) return;
        tries++;
        const mine = (running = new AbortController());
        const touched = settings.race!.onTouch(end);
        const timer = setTimeout(() => {
          tries = TRIES;
          end();
        }, LONGEST_MS);
        try {
          await race(mine.signal);
        } catch (cause) {
          if (mine.signal.aborted) return;
          tries = TRIES; // what fails is not tried again in this visit
          console.warn('The devices could not be compared, so nothing changes:', cause);
        } finally {
          clearTimeout(timer);
          touched();
          if (mine.signal.aborted)
            this.begin(); // it was touched: again, when nobody is there
          else end();
        }
      });
    },
    end,
  };
}

const versionOf = ({ catalogue }: State) => (catalogue.kind === 'open' ? catalogue.version : undefined);

/** Candidates that the language model has not read, so that both devices have the same to do: one set to get ready, then those that are timed. */
function drawsFor({ catalogue, history }: State): Item[][] {
  if (catalogue.kind !== 'open') return [];
  const draw = seededRandom(1);
  return Array.from({ length: 1 + TIMED }, () =>
    chooseCandidates('paper', catalogue.films, history, [], [], Math.floor(draw() * 2 ** 31)).slice(0, CANDIDATES),
  );
}
