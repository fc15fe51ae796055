import { use, useCallback, useEffect, useRef, useState } from 'react';
import { resetLanguage } from '../../store/language/language';
import type { Store } from '../../store/state';
import { examplesOf } from '../history/examples';
import { StoreContext, useMatinee, useT } from '../shared/useMatinee';
import { count } from './counts';
import { closeExits, fillScreen, keepAwake } from './guards';
import { idleSeconds } from './idleSeconds';
import { Keyboard } from './Keyboard';
import { Operator } from './Operator';
import { reloadWhenStuck } from './reloadWhenStuck';
import { useIdle } from './useIdle';

const WARNING_SECONDS = 15;

/** Booth mode. Left alone, the page shows one example after the other and asks the model about it; a touch gives an empty page to the next visitor. */
export function Kiosk() {
  const store = use(StoreContext);
  const kiosk = useMatinee((state) => state.kiosk);
  return kiosk && store ? <Booth store={store} /> : null;
}

function Booth({ store }: { store: Store }) {
  const t = useT();
  /** Nobody is there: an example plays. */
  const [alone, setAlone] = useState(false);
  const [seconds, setSeconds] = useState(idleSeconds);
  const example = useRef(0);

  const nextExample = useCallback(() => {
    const { catalogue, startOver } = store.getState();
    const examples = examplesOf(catalogue.kind === 'open' ? catalogue.films : null);
    startOver(catalogue.kind === 'open' ? (examples[example.current++ % examples.length]?.ids ?? []) : []);
    void resetLanguage();
    scrollTo({ top: 0 });
    setAlone(true);
  }, [store]);
  const left = useIdle(true, seconds, nextExample);

  useEffect(() => {
    const ends = [keepAwake(), fillScreen(), closeExits(), reloadWhenStuck(store)];
    return () => ends.forEach((end) => end());
  }, [store]);
  useEffect(() => (alone ? askOnce(store) : undefined), [alone, store]);
  useEffect(() => (alone ? undefined : countAnswers(store)), [alone, store]);

  // The page as it was loaded has its first visitor with the first touch; each later one begins by the button.
  const [met, setMet] = useState(false);
  useEffect(() => {
    if (met || alone) return;
    const first = () => {
      count('visits');
      setMet(true);
    };
    addEventListener('pointerdown', first, { once: true });
    return () => removeEventListener('pointerdown', first);
  }, [met, alone]);
  const begin = () => {
    count('visits');
    setMet(true);
    store.getState().startOver([]);
    setAlone(false);
    scrollTo({ top: 0 });
    requestAnimationFrame(() => document.querySelector('main')?.focus({ preventScroll: true }));
  };

  return (
    <>
      {alone && (
        <button className="begin" ref={focus} onClick={begin}>
          <span>{t('booth.begin')}</span>
        </button>
      )}
      {!alone && left <= WARNING_SECONDS && (
        <p className="kiosk-warning" role="timer" aria-label={t('booth.warning')}>
          {t('booth.warningIn', { seconds: left })}
        </p>
      )}
      <Keyboard />
      <Operator idleSeconds={seconds} onIdleSeconds={setSeconds} />
    </>
  );
}

/** Enter begins, too. */
const focus = (button: HTMLButtonElement | null) => button?.focus();

/** Asks about the example as soon as the model can answer. @returns a function that ends the wait. */
function askOnce(store: Store): () => void {
  const ask = () => {
    const { model, history, candidates, recommendation, recommend } = store.getState();
    if (model.kind !== 'ready' || history.length === 0 || candidates.length === 0 || recommendation.kind !== 'none') return;
    void recommend();
  };
  ask();
  return store.subscribe(ask);
}

function countAnswers(store: Store): () => void {
  return store.subscribe((after, before) => {
    for (const key of ['recommendation', 'genre'] as const) if (after[key].kind === 'whole' && before[key].kind === 'writing') count('answers');
  });
}
