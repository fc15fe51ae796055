import { use, useEffect, useState } from 'react';
import { examplesOf } from './history/examples';
import { StoreContext, useMatinee } from './shared/useMatinee';

const IDLE_SECONDS = 90;
const WARNING_SECONDS = 15;

/** Booth mode: after a while without a visitor the page starts over with the next example, and asks the model about it. */
export function Kiosk() {
  const store = use(StoreContext);
  const kiosk = useMatinee((state) => state.kiosk);
  const [left, setLeft] = useState(IDLE_SECONDS);

  useEffect(() => {
    if (!kiosk || !store) return;
    let idle = 0;
    let example = 0;
    let asks = false;
    const active = () => {
      idle = 0;
      asks = false;
      setLeft(IDLE_SECONDS);
    };
    const timer = setInterval(() => {
      idle++;
      const { catalogue, model, candidates, recommend, startOver } = store.getState();
      if (idle >= IDLE_SECONDS) {
        const examples = examplesOf(catalogue.kind === 'open' ? catalogue.films : null);
        startOver(examples[example++ % examples.length]?.ids ?? []);
        scrollTo({ top: 0 });
        asks = true;
        idle = 0;
      } else if (asks && model.kind === 'ready' && candidates.length > 0) {
        asks = false;
        void recommend();
      }
      setLeft(IDLE_SECONDS - idle);
    }, 1000);
    const events = ['pointerdown', 'keydown', 'touchstart'] as const;
    events.forEach((event) => window.addEventListener(event, active));
    return () => {
      clearInterval(timer);
      events.forEach((event) => window.removeEventListener(event, active));
    };
  }, [kiosk, store]);

  if (!kiosk || left > WARNING_SECONDS) return null;
  return (
    <p className="kiosk-warning" role="timer" aria-label="Starting over">
      Starting over in {left} s: touch the page to stay.
    </p>
  );
}
