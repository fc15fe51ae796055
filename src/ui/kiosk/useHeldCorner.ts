import { useEffect, useRef } from 'react';

const CORNER = 80; // CSS pixels, at the upper left
const HOLD_MS = 3000;

const inCorner = ({ clientX, clientY }: PointerEvent) => clientX < CORNER && clientY < CORNER;

/** Calls `onHeld` when the upper left corner is held for three seconds, or Ctrl+Alt+O pressed on a keyboard. */
export function useHeldCorner(onHeld: () => void): void {
  const held = useRef(onHeld);
  useEffect(() => void (held.current = onHeld));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = () => clearTimeout(timer);
    const begin = (event: PointerEvent) => {
      end();
      if (inCorner(event)) timer = setTimeout(() => held.current(), HOLD_MS);
    };
    const leave = (event: PointerEvent) => !inCorner(event) && end();
    const key = (event: KeyboardEvent) => event.ctrlKey && event.altKey && event.code === 'KeyO' && held.current();
    addEventListener('pointerdown', begin, true);
    addEventListener('pointermove', leave, true);
    addEventListener('pointerup', end, true);
    addEventListener('pointercancel', end, true);
    addEventListener('keydown', key);
    return () => {
      end();
      removeEventListener('pointerdown', begin, true);
      removeEventListener('pointermove', leave, true);
      removeEventListener('pointerup', end, true);
      removeEventListener('pointercancel', end, true);
      removeEventListener('keydown', key);
    };
  }, []);
}
