import type { State, Store } from '../../store/state';

/** The store loads a lost model again by itself; what has not come back after so long gets a new page. */
const STUCK_MS = 5 * 60_000;
const EVERY_MS = 10_000;
const KEY = 'matinee.kiosk.reloads';

/** What changes while anything goes on; the same for `STUCK_MS`, nothing does. Null when all is well. */
const progressOf = ({ model, recommendation, genre }: Pick<State, 'model' | 'recommendation' | 'genre'>): unknown[] | null =>
  model.kind === 'ready' ? null : [model.kind === 'lost' || model.kind === 'failed' || model.kind === 'checking' ? '' : model, recommendation, genre];

/**
 * A page whose model is not there, or whose answer makes no progress, is loaded anew, after longer and longer waits (5, 10, 20 ... minutes,
 * an hour at most), and only where its server answers: a browser's error page would stay.
 * @returns a function that ends it
 */
export function reloadWhenStuck(store: Store, reload = () => location.reload()): () => void {
  let last: unknown[] | null = null;
  let since = Date.now();
  const check = async () => {
    const now = progressOf(store.getState());
    const goesOn = now === null || last === null || now.some((value, i) => value !== last?.[i]);
    last = now;
    if (now === null) forget();
    if (goesOn) {
      since = Date.now();
      return;
    }
    if (Date.now() - since < Math.min(60 * 60_000, STUCK_MS * 2 ** reloads())) return;
    since = Date.now();
    const answers = await fetch(location.href, { method: 'HEAD', cache: 'no-store' }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (!answers) return;
    remember();
    reload();
  };
  const timer = setInterval(() => void check(), EVERY_MS);
  return () => clearInterval(timer);
}

const stored = <T>(act: (storage: Storage) => T, otherwise: T): T => {
  try {
    return act(sessionStorage);
  } catch {
    return otherwise;
  }
};
const reloads = () => stored((storage) => Math.min(8, Number(storage.getItem(KEY)) || 0), 0);
const remember = () => stored((storage) => storage.setItem(KEY, String(reloads() + 1)), undefined);
const forget = () => stored((storage) => storage.removeItem(KEY), undefined);
