import { useState } from 'react';
import { homePage, isLocal } from '../../store/takeHome/takeHome';
import { later } from '../pacing/Later';
import { useMatinee, useT } from '../shared/useMatinee';
import './takeHome.css';

const Bag = later(async () => (await import('./Bag')).Bag);

/** The region and the button that opens it; what draws QR codes and tickets is loaded when it is opened. */
export function TakeHome() {
  const [open, setOpen] = useState(false);
  const isEmpty = useMatinee((state) => state.history.length === 0);
  const t = useT();
  const home = useMatinee((state) => state.home);
  const isHere = useMatinee((state) => !state.kiosk) && isLocal(homePage(location.href, home));
  return (
    <section className="panel take-home" aria-label={t('takeHome.name')}>
      <div className="take-home-door">
        <button className="secondary" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('takeHome.name')}
        </button>
        <p className="hint">{t(isHere ? 'takeHome.pitchLocal' : 'takeHome.pitch')}</p>
      </div>
      {open && isEmpty && <p role="status">{t('takeHome.empty')}</p>}
      {open && !isEmpty && <Bag />}
    </section>
  );
}
