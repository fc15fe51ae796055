import { useState } from 'react';
import { later } from '../pacing/Later';
import { useT } from '../shared/useMatinee';
import './deck.css';

const Deck = later(
  async () => (await import('./Deck')).Deck,
  function Dealing() {
    const t = useT();
    return <p className="hint">{t('deck.dealing')}</p>;
  },
);

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
      {open && <Deck />}
    </section>
  );
}
