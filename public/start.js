/**
 * Starts the page's own script, which the page has begun to fetch (scripts/viteFiles.ts), when the first picture has been drawn: its evaluation takes up to a fifth of a
 * second on a phone. What the page needs next is fetched from then on. A file of its own, so that neither this nor boot.js is needed by the other.
 *
 * What the script imports is checked by its link alone: where that fails, the browser would fetch it again for the import, and run it unchecked. So the script waits
 * for each; asked for once more, one that has arrived says so, and one that has not is fetched anew or fails, which boot.js mends.
 */
const link = document.querySelector('link[data-start]');
const script = Object.assign(document.createElement('script'), { type: 'module', crossOrigin: 'anonymous', integrity: link.integrity, src: link.href });
const arrived = (preload) =>
  new Promise((resolve) => {
    if (!preload.relList.supports('modulepreload')) return resolve();
    const again = preload.cloneNode();
    again.addEventListener('load', resolve, { once: true });
    document.head.append(again);
  });
const imports = Promise.all([...document.querySelectorAll('link[rel=modulepreload]')].map(arrived));
const { port1, port2 } = new MessageChannel();
port1.onmessage = async () => {
  port1.close();
  await imports;
  document.head.append(script);
  for (const next of document.querySelectorAll('link[data-next]')) Object.assign(next, { fetchPriority: 'low', rel: 'modulepreload' });
};
requestAnimationFrame(() => port2.postMessage(null));
// A page in the background has no frames.
setTimeout(() => port2.postMessage(null), 100);
