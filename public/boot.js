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
  const TRIES = 'matinee.boot';
  const tries = () => {
    try {
      return Number(sessionStorage.getItem(TRIES)) || 0;
    } catch {
      return 0;
    }
  };
  const remember = (count) => {
    try {
      if (count) sessionStorage.setItem(TRIES, String(count));
      else sessionStorage.removeItem(TRIES);
    } catch {
      // A browser that keeps nothing waits the shortest time each time.
    }
  };
  let mending = false;

  function mend(element) {
    if (mending) return;
    mending = true;
    const count = tries() + 1;
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
      const url = element.src || element.href;
      const stalled = new AbortController();
      const timer = setTimeout(() => stalled.abort(), 20_000);
      await fetch(url, { cache: 'reload', integrity: element.integrity, credentials: 'same-origin', signal: stalled.signal })
        .then((response) => response.arrayBuffer())
        .catch(() => undefined);
      clearTimeout(timer);
      again();
    }, seconds * 1000);
  }

  addEventListener(
    'error',
    (event) => {
      const element = event.target;
      if (element instanceof HTMLScriptElement || (element instanceof HTMLLinkElement && element.rel === 'stylesheet')) mend(element);
    },
    true,
  );
  addEventListener('load', () => {
    if (!mending) remember(0);
    if ('serviceWorker' in navigator) navigator.serviceWorker.register('./sw.js', { scope: './' }).catch(() => undefined);
  });
})();
