/** Named in vite.config.ts too: the service worker answers from it. */
const CACHE = 'matinee-onnxruntime';

/**
 * Stores the WASM files that this worker has fetched where the service worker finds them. On a first visit they are asked
 * for before the service worker controls the page, so that it never sees them; the second request comes from the HTTP cache.
 * A full or refused storage costs only the offline visit, so it is not an error here.
 */
export async function keepForOffline(): Promise<void> {
  if (!('caches' in globalThis)) return;
  const fetched = performance.getEntriesByType('resource').map((entry) => entry.name);
  const modules = new Set(fetched.filter((url) => url.startsWith(`${location.origin}/`) && new URL(url).pathname.endsWith('.wasm')));
  try {
    const cache = await caches.open(CACHE);
    for (const url of modules) if (!(await cache.match(url))) await cache.add(url);
  } catch (error) {
    console.warn('The WASM file could not be kept for visits without a network:', error);
  }
}
