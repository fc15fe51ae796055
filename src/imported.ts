/** Scripts of the page that are imported when they are needed. */

/** As long as a script may neither arrive nor fail. */
const STALLED_MS = 20_000;

/**
 * An import that ends. One that fails, or that stands still, rejects and is told to public/boot.js, which fetches the page's scripts again until they are whole and
 * then loads the page: a browser keeps a failed import, and one that never ends, for as long as the page is there.
 */
export function imported<T>(load: () => Promise<T>): () => Promise<T> {
  let arrived = false;
  // Outside a page nobody hears it.
  const { dispatchEvent } = globalThis as Partial<EventTarget>;
  const tell = () => dispatchEvent?.call(globalThis, new CustomEvent('matinee:script', { detail: { isNeeded: () => !arrived } }));
  return () =>
    new Promise<T>((resolve, reject) => {
      const failed = (error: Error) => {
        tell();
        reject(error);
      };
      const timer = setTimeout(() => failed(new Error('A script of this page does not arrive.')), STALLED_MS);
      load()
        .then((module) => {
          arrived = true;
          resolve(module);
        }, failed)
        .finally(() => clearTimeout(timer));
    });
}
