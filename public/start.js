/**
 * Starts the page's own script, which the page has begun to fetch (scripts/viteFiles.ts), when the first picture has been drawn: its evaluation takes up to a fifth of a
 * second on a phone. What the page needs next is fetched from then on. A file of its own, so that neither this nor boot.js is needed by the other.
 */
const link = document.querySelector('link[data-start]');
const script = Object.assign(document.createElement('script'), { type: 'module', crossOrigin: 'anonymous', integrity: link.integrity, src: link.href });
const { port1, port2 } = new MessageChannel();
port1.onmessage = () => {
  port1.close();
  document.head.append(script);
  for (const next of document.querySelectorAll('link[data-next]')) Object.assign(next, { fetchPriority: 'low', rel: 'modulepreload' });
};
requestAnimationFrame(() => port2.postMessage(null));
// A page in the background has no frames.
setTimeout(() => port2.postMessage(null), 100);
