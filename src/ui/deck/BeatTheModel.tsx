import { lazy, Suspense, useState } from 'react';
import { useT } from '../shared/useMatinee';
import './deck.css';

const Deck = lazy(() => import('./Deck').then(({ Deck }) => ({ default: Deck })));

/** The region and the button that opens it; the game itself is loaded when it is opened. */
export function BeatTheModel() {
  const [open, setOpen] = useState(false);
  const t = useT();
  return (
    <section className="panel deck" aria-label={t('deck.name')}>
      <div className="deck-door">
        <button className={open ? 'secondary' : 'primary'} aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('deck.name')}
        </button>
        <p className="hint">{t('deck.pitch')}</p>
      </div>
      {open && (
        <Suspense fallback={<p className="hint">{t('deck.dealing')}</p>}>
          <Deck />
        </Suspense>
      )}
    </section>
  );
}
