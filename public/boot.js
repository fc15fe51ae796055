/**
 * Runs before the page's own script. Registers the service worker, and mends a page whose script or style did not arrive whole (a login page, a cut
 * or altered file: their integrity does not fit): each is fetched again past all caches, and the page is loaded again.
 */
(() => {
  'use strict';
  // Before the first picture: dark, unless somebody has asked for light.
  try {
    if (localStorage.getItem('matinee.theme') === 'light') document.documentElement.dataset.theme = 'light';
  } catch {
    // A browser that keeps nothing shows the page dark.
  }
  /** What stands in the templates of the page is of a visit to the default bundle (scripts/firstFrame.ts). */
  const OTHER_PAGES = ['bundle', 'kiosk'];

  /** Languages to look for, the most wanted first, as src/store/language/language.ts has them. */
  function languages(asked) {
    let kept = null;
    try {
      kept = localStorage.getItem('matinee.language');
    } catch {
      // As above.
    }
    return [asked, ...[kept, ...navigator.languages].map((tag) => tag?.toLowerCase().split('-')[0]), 'en'];
  }

  /** The page's first picture, until its script is there. */
  function showFrame() {
    const place = document.getElementById('root');
    if (!place) return;
    arrival.disconnect();
    const parameters = new URLSearchParams(location.search);
    if (OTHER_PAGES.some((name) => parameters.has(name))) return;
    const templates = [...document.querySelectorAll('template[data-frame]')];
    for (const language of languages(parameters.get('lang'))) {
      const template = templates.find(({ dataset }) => dataset.frame === language);
      if (!template) continue;
      document.documentElement.lang = template.lang;
      place.dataset.frame = language;
      // Nothing of it answers yet.
      place.inert = true;
      place.ariaHidden = 'true';
      place.append(document.importNode(template.content, true));
      return;
    }
  }
  // Before the browser draws what it has read.
  const arrival = new MutationObserver(showFrame);
  arrival.observe(document, { childList: true, subtree: true });

  const TRIES = 'matinee.boot';
  /** When the page was last loaded again for a script that comes later. */
  const CHUNK = 'matinee.chunk';
  const CHUNK_MS = 60_000;
  const noted = (key = TRIES) => {
    try {
      return Number(sessionStorage.getItem(key)) || 0;
    } catch {
      return 0;
    }
  };
  const remember = (count, key = TRIES) => {
    try {
      if (count) sessionStorage.setItem(key, String(count));
      else sessionStorage.removeItem(key);
    } catch {
      // A browser that keeps nothing waits the shortest time each time.
    }
  };
  let mending = false;

  async function fetchAnew(url, integrity) {
    // The service worker would answer with its own copy, which may have gone bad on the disk.
    try {
      for (const name of await caches.keys()) await (await caches.open(name)).delete(url, { ignoreSearch: true });
    } catch {
      // A browser that keeps nothing has no copies.
    }
    const stalled = new AbortController();
    const timer = setTimeout(() => stalled.abort(), 20_000);
    await fetch(url, { cache: 'reload', integrity, credentials: 'same-origin', signal: stalled.signal })
      .then((response) => response.arrayBuffer())
      .catch(() => undefined);
    clearTimeout(timer);
  }

  /** What spoilt one copy may have spoilt others: each stands under its hash (vite.config.ts), and is fetched again where it has another. */
  async function fetchSpoilt() {
    try {
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const { url } of await cache.keys()) {
          const { origin, pathname, searchParams } = new URL(url);
          const wanted = searchParams.get('__WB_REVISION__');
          if (!wanted?.startsWith('sha256-')) continue;
          const bytes = await (await cache.match(url)).arrayBuffer();
          const hash = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))));
          if (`sha256-${hash}` !== wanted) await fetchAnew(origin + pathname, wanted);
        }
      }
    } catch {
      // As above; or without https, where nothing can be checked.
    }
  }

  function mend(element) {
    if (mending) return;
    mending = true;
    const count = noted() + 1;
    remember(count);
    const seconds = Math.min(60, 2 ** Math.min(count, 6) / 2);
    const say = () => {
      const line = document.createElement('p');
      line.setAttribute('role', 'alert');
      line.textContent = `A file of this page did not arrive as it should (a login page of the network, or a broken download). The page tries again by itself in ${Math.ceil(seconds)} s; your history is kept.`;
      document.body?.prepend(line);
    };
    if (document.body) say();
    else addEventListener('DOMContentLoaded', say);
    const again = () => location.reload();
    setTimeout(async () => {
      // Of a script that imports others the browser does not say which one it was.
      const files = new Map([element, ...document.querySelectorAll('link[rel=modulepreload]')].map((file) => [file.src || file.href, file.integrity]));
      await Promise.all([...files].map(([url, integrity]) => fetchAnew(url, integrity)));
      await fetchSpoilt();
      again();
    }, seconds * 1000);
  }

  addEventListener(
    'error',
    (event) => {
      const element = event.target;
      // A script that the first one imports stands in the page, too: imported without its link it would be run unchecked (public/start.js).
      const isFirst = (link) => link.rel === 'stylesheet' || (link.rel === 'modulepreload' && link.hasAttribute('fetchpriority') && !('next' in link.dataset));
      if (element instanceof HTMLScriptElement || (element instanceof HTMLLinkElement && isFirst(element))) mend(element);
    },
    true,
  );
  // A script that comes later in a visit: Vite tells of one that does not, by its address in the error.
  addEventListener('vite:preloadError', async (event) => {
    const url = /https?:\S+/.exec(event.payload?.message ?? '')?.[0];
    if (!url || !navigator.onLine || Date.now() - noted(CHUNK) < CHUNK_MS) return;
    remember(Date.now(), CHUNK);
    await fetchAnew(url, '');
    await fetchSpoilt();
    if (noted(CHUNK)) location.reload(); // without a memory it would for ever
  });
  addEventListener('load', () => {
    if (!mending) remember(0);
    if ('serviceWorker' in navigator) navigator.serviceWorker.register('./sw.js', { scope: './' }).catch(() => undefined);
  });
})();
