/** The films of the whole catalogue that lie nearest to the history, as the model worker finds them: candidates of the kind 'catalogue'. */
import { SHORTLIST } from '../../content/systems';
import type { Item } from '../../engine/types';
import { candidatesOf } from '../candidates';
import type { Browsing } from '../catalogue';
import { filmRows, steering, type Context, type State, type Store } from '../state';

export interface Shortlisting {
  /** Resolves when the candidates are the present history's. @throws MatineeError why they cannot be found. */
  shortlisted(): Promise<void>;
}

/** What a shortlist never has: all that was watched, also what does not steer. */
export const leftOutRows = ({ history, sasrec }: Pick<State, 'history' | 'sasrec'>): number[] => [...filmRows(history), ...(sasrec?.excluded ?? [])];

export const isShortlisted = (state: Pick<State, 'candidateKind' | 'shortlist' | 'history' | 'lowSteer' | 'lacksTexts'>): boolean => {
  const { candidateKind, shortlist, lacksTexts } = state;
  if (candidateKind !== 'catalogue' || steering(state).length === 0) return true;
  return shortlist?.of === steering(state) && (shortlist.reach !== 'rated' || lacksTexts);
};

/** Asks as soon as there is a model and a history that it has not been asked about. */
export function createShortlisting({ client, set, get }: Context, { settled }: Pick<Browsing, 'settled'>, subscribe: Store['subscribe']): Shortlisting {
  /** The history of the request that is under way. */
  let asking: readonly Item[] | null = null;
  let answer: Promise<void> = Promise.resolve();

  const ask = async (history: Item[]) => {
    try {
      // What is never to be proposed comes with SASRec's list, which the same task asks for that changes the history.
      await Promise.resolve();
      await settled();
      if (steering(get()) !== history) return;
      do {
        const { lacksTexts, shortlist: before } = get();
        const rows = await client.request('shortlist', { history, count: SHORTLIST, leftOut: leftOutRows(get()) });
        if (steering(get()) !== history) return;
        const reach = lacksTexts ? 'rated' : before?.of === history && before.reach === 'rated' ? 'widened' : undefined;
        const shortlist: State['shortlist'] = { of: history, rows, ...(reach ? { reach } : {}) };
        set((state) => ({ shortlist, candidates: candidatesOf({ ...state, shortlist }) }));
        // The texts have come meanwhile.
      } while (get().shortlist?.reach === 'rated' && !get().lacksTexts);
    } finally {
      if (asking === history) asking = null;
    }
  };
  const askPresent = () => {
    const history = steering(get());
    if (asking !== history) answer = ask((asking = history));
    return answer;
  };
  const canAsk = ({ model, catalogue }: State) => catalogue.kind === 'open' && (model.kind === 'ready' || model.kind === 'running');

  let failed: readonly Item[] | null = null;
  subscribe((state, before) => {
    // A model that comes back is asked again.
    if (!canAsk(state)) failed = null;
    if (!canAsk(state) || isShortlisted(state) || failed === steering(state)) return;
    if (state.history === before.history && asking === steering(state)) return;
    // Why it failed shows where the candidates are needed.
    const history = steering(state);
    askPresent().catch(() => (failed = history));
  });

  return {
    async shortlisted() {
      while (!isShortlisted(get())) await askPresent();
    },
  };
}
