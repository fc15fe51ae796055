import { use, useEffect } from 'react';
import { steering, type State } from '../../store/state';
import { StoreContext } from '../shared/useMatinee';

/** How long what a visitor has changed stands before it is answered. */
const PAUSE_MS = 800;
/** Since the last letter. */
const TYPING_MS = 1500;

const isChanged = (after: State, before: State) =>
  steering(after) !== steering(before) ||
  after.candidates !== before.candidates ||
  (after.model.kind === 'ready' && before.model.kind !== 'ready' && before.model.kind !== 'running') ||
  (after.catalogue.kind === 'open' && before.catalogue.kind !== 'open') ||
  // What was asked for is done: the other voices follow.
  (after.model.kind === 'ready' && before.model.kind === 'running' && before.automatic.kind !== 'asking');

type Told = 'past' | 'candidates' | 'sasrec' | 'shortlist';

/** What the visitor did, and may do more of at once; what arrives by itself (a restored history, a list, the model) is answered without a pause. */
export const isVisitors = (after: Pick<State, Told>, before: Pick<State, Told>): boolean =>
  after.past !== before.past || (after.candidates !== before.candidates && after.sasrec === before.sasrec && after.shortlist === before.shortlist);

/** Answers follow the history, when nothing has changed for a moment and nobody is typing. */
export function useAnswersItself() {
  const store = use(StoreContext);
  useEffect(() => {
    if (!store) return;
    let timer = 0;
    let typedAt = -Infinity;
    let changedAt = -Infinity;
    let composing = false;
    const wait = (ms: number) => {
      clearTimeout(timer);
      timer = window.setTimeout(() => {
        const since = performance.now() - typedAt;
        const { model, automatic } = store.getState();
        // What a visitor has asked for is not disturbed; its end is a change.
        if (model.kind === 'running' && automatic.kind !== 'asking') return;
        if (composing || since < TYPING_MS) wait(TYPING_MS);
        else void store.getState().answerByItself();
      }, ms);
    };
    const typed = () => (typedAt = performance.now());
    const begins = () => (composing = true);
    const ends = () => {
      composing = false;
      typed();
    };
    addEventListener('input', typed);
    addEventListener('compositionstart', begins);
    addEventListener('compositionend', ends);
    const leave = store.subscribe((after, before) => {
      if (!isChanged(after, before)) return;
      const now = performance.now();
      if (isVisitors(after, before)) changedAt = now;
      wait(Math.max(0, changedAt + PAUSE_MS - now));
    });
    wait(PAUSE_MS);
    return () => {
      clearTimeout(timer);
      leave();
      removeEventListener('input', typed);
      removeEventListener('compositionstart', begins);
      removeEventListener('compositionend', ends);
    };
  }, [store]);
}
