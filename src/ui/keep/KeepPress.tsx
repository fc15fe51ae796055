import { useEffect } from 'react';

const PRESSED = 'button, a[href], summary, label, input';
/** What a finger may move between down and up and still press; in CSS pixels. */
const STILL = 10;

/**
 * A press counts where it began. A browser gives the click to what lies under the pointer when it is lifted: where the page moved in between (an answer
 * came above it), the press would be lost.
 */
export function KeepPress() {
  useEffect(() => {
    let began: { control: HTMLElement; x: number; y: number } | null = null;
    const down = ({ isPrimary, button, target, clientX: x, clientY: y }: PointerEvent) => {
      const control = isPrimary && button === 0 && target instanceof Element ? target.closest<HTMLElement>(PRESSED) : null;
      began = control && { control, x, y };
    };
    const up = ({ target, clientX, clientY }: PointerEvent) => {
      const press = began;
      began = null;
      if (!press || Math.hypot(clientX - press.x, clientY - press.y) > STILL) return;
      const { control } = press;
      const isUnder = target instanceof Node && control.contains(target);
      if (!isUnder && control.isConnected && !control.matches(':disabled')) control.click();
    };
    const cancelled = () => void (began = null);
    const listeners = [
      ['pointerdown', down],
      ['pointerup', up],
      ['pointercancel', cancelled],
    ] as const;
    for (const [type, listener] of listeners) addEventListener(type, listener as EventListener, true);
    return () => {
      for (const [type, listener] of listeners) removeEventListener(type, listener as EventListener, true);
    };
  }, []);
  return null;
}
