/** The races' results between visits, where the browser keeps anything. What is read may be anything: it is checked. */
import type { Race } from '../../onnx/race';

/** Of one version of the bundle: another one may be larger. */
export interface KeptRace extends Race {
  version: string;
}

export interface RaceKeeper {
  read(): KeptRace[];
  write(races: KeptRace[]): void;
}

const KEY = 'matinee.races.1';
/** Adapters and versions: the latest. */
const MOST = 8;
const LONGEST = 300;

const isTime = (value: unknown) => Number.isFinite(value) && (value as number) > 0;
const isText = (value: unknown) => typeof value === 'string' && value.length <= LONGEST;

function isRace(value: unknown): value is KeptRace {
  if (typeof value !== 'object' || value === null) return false;
  const { adapter, version, wasmMs, webgpuMs } = value as Record<keyof KeptRace, unknown>;
  return isText(adapter) && isText(version) && isTime(wasmMs) && isTime(webgpuMs);
}

/** @param bundle the bundle's folder, as a URL */
export function localRaces(bundle: string): RaceKeeper {
  const key = `${KEY} ${new URL(bundle).pathname}`;
  return {
    read() {
      try {
        const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
        return Array.isArray(stored) ? stored.filter(isRace).slice(-MOST) : [];
      } catch {
        return [];
      }
    },
    write(races) {
      try {
        localStorage.setItem(key, JSON.stringify(races.slice(-MOST)));
      } catch {
        // It is run again at the next visit.
      }
    },
  };
}
