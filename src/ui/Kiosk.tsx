import { useEffect, useState } from 'react';
import { PRESETS } from '../content/presets';
import { useActions, useMatinee } from './useMatinee';

const IDLE_SECONDS = 90;
const WARNING_SECONDS = 15;

/** Booth mode: after a while without a visitor the page starts over with the next example. */
export function Kiosk() {
  const actions = useActions();
  const kiosk = useMatinee((state) => state.kiosk);
  const [left, setLeft] = useState(IDLE_SECONDS);

  useEffect(() => {
    if (!kiosk) return;
    let idle = 0;
    let example = 0;
    const active = () => {
      idle = 0;
      setLeft(IDLE_SECONDS);
    };
    const timer = setInterval(() => {
      idle++;
      if (idle >= IDLE_SECONDS) {
        actions.stop();
        actions.usePreset(PRESETS[example++ % PRESETS.length]!.ids);
        idle = 0;
      }
      setLeft(IDLE_SECONDS - idle);
    }, 1000);
    const events = ['pointerdown', 'keydown', 'touchstart'] as const;
    events.forEach((event) => window.addEventListener(event, active));
    return () => {
      clearInterval(timer);
      events.forEach((event) => window.removeEventListener(event, active));
    };
  }, [kiosk, actions]);

  if (!kiosk || left > WARNING_SECONDS) return null;
  return <p className="kiosk-warning">Starting over in {left} s: touch the page to stay.</p>;
}
