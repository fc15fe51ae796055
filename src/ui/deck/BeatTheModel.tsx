import { lazy, Suspense, useState } from 'react';
import { DECK, deckFor } from '../../content/acts/deck';
import { FIRST_WORDS } from '../../content/copy';
import { useMatinee } from '../shared/useMatinee';
import './deck.css';

const Deck = lazy(() => import('./Deck').then(({ Deck }) => ({ default: Deck })));

/** The region and the button that opens it; the game itself is loaded when it is opened. */
export function BeatTheModel() {
  const [open, setOpen] = useState(false);
  const catalogue = useMatinee((state) => state.catalogue);
  const copy = deckFor(catalogue.kind === 'open' ? catalogue.manifest.words : FIRST_WORDS, true);
  return (
    <section className="panel deck" aria-label={DECK.name}>
      <div className="deck-door">
        <button className={open ? 'secondary' : 'primary'} aria-expanded={open} onClick={() => setOpen(!open)}>
          {DECK.name}
        </button>
        <p className="hint">{copy.pitch}</p>
      </div>
      {open && (
        <Suspense fallback={<p className="hint">{DECK.dealing}</p>}>
          <Deck />
        </Suspense>
      )}
    </section>
  );
}
