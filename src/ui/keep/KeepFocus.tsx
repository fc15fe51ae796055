import { useEffect } from 'react';

const FOCUSABLE = 'button:not(:disabled), input:not(:disabled), textarea:not(:disabled), summary, a[href], [tabindex]';

/** Where the focus goes when what had it is gone: to a landing nearby (`data-landing`), or to whatever can have it there. */
function landingIn(places: readonly Element[]): HTMLElement | null {
  for (const place of places) {
    if (!place.isConnected) continue;
    const found =
      place.querySelector<HTMLElement>('[data-landing]') ?? [...place.querySelectorAll<HTMLElement>(FOCUSABLE)].find((one) => one.checkVisibility());
    if (found) return found;
  }
  return null;
}

/** Whenever the element that has the focus leaves the page, for whatever reason, the focus stays near the place where it was. */
export function KeepFocus() {
  useEffect(() => {
    let places: Element[] = [];
    const remember = ({ target }: FocusEvent) => {
      places = [];
      for (let at = target as Element | null; at && at !== document.body; at = at.parentElement) places.push(at);
    };
    const observer = new MutationObserver(() => {
      if (places.length === 0 || places[0]?.isConnected || document.activeElement !== document.body) return;
      const landing = landingIn(places);
      places = [];
      landing?.focus({ preventScroll: true });
    });
    document.addEventListener('focusin', remember);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener('focusin', remember);
      observer.disconnect();
    };
  }, []);
  return null;
}
