import { lazy, Suspense, useState } from 'react';
import { FIRST_WORDS } from '../../content/copy';
import { TAKE_HOME, takeHomeFor } from '../../content/acts/takeHome';
import { useMatinee } from '../shared/useMatinee';
import './takeHome.css';

const Bag = lazy(() => import('./Bag').then(({ Bag }) => ({ default: Bag })));

/** The region and the button that opens it; what draws QR codes and tickets is loaded when it is opened. */
export function TakeHome() {
  const [open, setOpen] = useState(false);
  const isEmpty = useMatinee((state) => state.history.length === 0);
  const words = useMatinee(({ catalogue }) => (catalogue.kind === 'open' ? catalogue.manifest.words : FIRST_WORDS));
  const copy = takeHomeFor(words);
  return (
    <section className="panel take-home" aria-label={TAKE_HOME.name}>
      <div className="take-home-door">
        <button className="secondary" aria-expanded={open} onClick={() => setOpen(!open)}>
          {TAKE_HOME.name}
        </button>
        <p className="hint">{copy.pitch}</p>
      </div>
      {open && isEmpty && <p role="status">{copy.empty}</p>}
      {open && !isEmpty && (
        <Suspense fallback={null}>
          <Bag copy={copy} />
        </Suspense>
      )}
    </section>
  );
}
