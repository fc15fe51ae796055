import { lazy, Suspense, useState } from 'react';
import { useMatinee, useT } from '../shared/useMatinee';
import './takeHome.css';

const Bag = lazy(() => import('./Bag').then(({ Bag }) => ({ default: Bag })));

/** The region and the button that opens it; what draws QR codes and tickets is loaded when it is opened. */
export function TakeHome() {
  const [open, setOpen] = useState(false);
  const isEmpty = useMatinee((state) => state.history.length === 0);
  const t = useT();
  return (
    <section className="panel take-home" aria-label={t('takeHome.name')}>
      <div className="take-home-door">
        <button className="secondary" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('takeHome.name')}
        </button>
        <p className="hint">{t('takeHome.pitch')}</p>
      </div>
      {open && isEmpty && <p role="status">{t('takeHome.empty')}</p>}
      {open && !isEmpty && (
        <Suspense fallback={null}>
          <Bag />
        </Suspense>
      )}
    </section>
  );
}
