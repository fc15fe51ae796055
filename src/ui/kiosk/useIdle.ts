import { useEffect, useRef, useState } from 'react';

/** Whatever a person does at a screen: a pinch is two touches, a reader turns a wheel. Not `scroll`: the page scrolls by itself, too. */
const EVENTS = ['pointerdown', 'pointermove', 'wheel', 'keydown', 'touchstart', 'touchmove', 'input'] as const;

/** A tick that comes so long after the one before: the page stood still. */
const LATE_MS = 3000;

/**
 * Counts the seconds since anybody did anything.
 * @param seconds after which `onIdle` is called; the count starts over then
 * @returns seconds that are left
 */
export function useIdle(on: boolean, seconds: number, onIdle: () => void): number {
  const [left, setLeft] = useState(seconds);
  const idle = useRef(onIdle);
  useEffect(() => void (idle.current = onIdle));

  useEffect(() => {
    if (!on) return;
    let since = Date.now();
    let last = { x: -1, y: -1 };
    const active = (event: Event) => {
      // Browsers report a move where the page moved under a pointer that lies still.
      if (event instanceof PointerEvent && event.type === 'pointermove') {
        const there = { x: event.screenX, y: event.screenY };
        const still = there.x === last.x && there.y === last.y;
        last = there;
        if (still) return;
      }
      since = Date.now();
      setLeft(seconds);
    };
    let ticked = Date.now();
    const timer = setInterval(() => {
      const late = Date.now() - ticked > LATE_MS;
      ticked = Date.now();
      const gone = Math.floor((Date.now() - since) / 1000);
      // After a standstill what was done meanwhile may be about to arrive: nobody's text is taken before it has.
      if (gone >= seconds && !late) {
        since = Date.now();
        setLeft(seconds);
        idle.current();
      } else setLeft(Math.max(1, seconds - gone));
    }, 1000);
    for (const event of EVENTS) addEventListener(event, active, { capture: true, passive: true });
    return () => {
      clearInterval(timer);
      for (const event of EVENTS) removeEventListener(event, active, { capture: true });
    };
  }, [on, seconds]);
  return left;
}
