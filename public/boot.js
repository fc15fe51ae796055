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

  const pause = (seconds) => new Promise((resume) => setTimeout(resume, seconds * 1000));
  /** Longer after each try. */
  const waitSeconds = (tries) => Math.min(60, 2 ** Math.min(tries, 6) / 2);
  const arrives = (fetched) => fetched.then(async (response) => response.ok && (await response.arrayBuffer()).byteLength > 0).catch(() => false);

  /** @returns whether it came as it must be */
  async function fetchAnew(url, integrity) {
    // The service worker would answer with its own copy, which may have gone bad on the disk.
    try {
      for (const name of await caches.keys()) await (await caches.open(name)).delete(url, { ignoreSearch: true });
    } catch {
      // A browser that keeps nothing has no copies.
    }
    return arrives(fetch(url, { cache: 'reload', integrity, credentials: 'same-origin', signal: AbortSignal.timeout(20_000) }));
  }

  const importMap = (page = document) => page.querySelector('script[type=importmap]')?.textContent;

  /** Whether another build stands on the server, which has other scripts. */
  async function isReplaced() {
    try {
      const response = await fetch('./', { cache: 'no-store', signal: AbortSignal.timeout(20_000) });
      const map = importMap(new DOMParser().parseFromString(await response.text(), 'text/html'));
      return map !== undefined && map !== importMap();
    } catch {
      return false;
    }
  }

  /**
   * Whether each script that the page may import (scripts/viteFiles.ts) is what it must be, in the browser's cache or fetched anew: the browser does not say which
   * one it was, for it may be one that another imports.
   */
  async function areWhole() {
    const { integrity = {} } = JSON.parse(importMap() ?? '{}');
    const whole = Object.entries(integrity).map(async ([path, hash]) => {
      const url = new URL(path, document.baseURI).href;
      const kept = fetch(url, { cache: 'only-if-cached', mode: 'same-origin', integrity: hash, signal: AbortSignal.timeout(5_000) });
      return (await arrives(kept)) || fetchAnew(url, hash);
    });
    return (await Promise.all(whole)).every(Boolean);
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
    const seconds = waitSeconds(count);
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
  // A script that comes later in a visit, and has not come (src/imported.ts).
  let mendingScripts = false;
  const parts = [];
  const isNeeded = () => parts.some((part) => part.isNeeded());
  addEventListener('matinee:script', async ({ detail }) => {
    parts.push(detail);
    if (mendingScripts) return;
    mendingScripts = true;
    for (let round = 0; isNeeded(); round++) {
      if (round > 0) await pause(waitSeconds(round));
      if (!(await areWhole()) && !(await isReplaced())) continue;
      await fetchSpoilt();
      // Where they are whole and fail all the same, not again at once; where nothing is remembered, not at all: it would be for ever.
      const wait = CHUNK_MS - (Date.now() - noted(CHUNK));
      if (wait > 0) await pause(wait / 1000);
      remember(Date.now(), CHUNK);
      if (isNeeded() && noted(CHUNK)) location.reload();
      break;
    }
    mendingScripts = false;
  });
  addEventListener('load', () => {
    if (!mending) remember(0);
    if ('serviceWorker' in navigator) navigator.serviceWorker.register('./sw.js', { scope: './' }).catch(() => undefined);
  });
})();
