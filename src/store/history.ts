/** The watch history: where it comes from, how it changes, and the way back. */
import type { Item } from '../engine/types';
import type { Actions } from './actions';
import type { Browsing } from './catalogue';
import type { Context } from './context';
import { MAX_HISTORY, readLink } from './link';
import { restoreOwn, type StoredItem } from './storage';
import { rememberHistory } from './remember';
import { factsOf, sameItem, wordsOf, type Answer } from './state';

export interface History extends Pick<Actions, 'add' | 'remove' | 'move' | 'clear' | 'undo' | 'usePreset' | 'openLink'> {
  /** From the address or, failing that, from the browser; when the catalogue is open. */
  restore(): void;
}

const UNDO_STEPS = 50;

const markStale = <T>(answer: Answer<T>): Answer<T> => (answer.kind === 'whole' ? { ...answer, stale: true } : answer);

export function createHistory(context: Context, { askSasRec }: Pick<Browsing, 'askSasRec'>): History {
  const { settings, set, get, notify } = context;

  const words = () => wordsOf(get());

  const setHistory = (history: Item[]) => {
    set((state) => ({ history, past: [...state.past.slice(1 - UNDO_STEPS), state.history], recommendation: markStale(state.recommendation), genre: markStale(state.genre) }));
    rememberHistory(context);
    void askSasRec();
  };

  /** Rows of ids, in their order; what the catalogue does not know is left out and said. */
  const find = (items: readonly StoredItem[]): Item[] => {
    const { catalogue } = get();
    if (catalogue.kind !== 'open') return [];
    const { rowOf } = catalogue;
    const found = items.slice(0, MAX_HISTORY).flatMap((item): Item[] => {
      if (typeof item !== 'number') return [{ kind: 'own', film: restoreOwn(item) }];
      const row = rowOf.get(item);
      return row === undefined ? [] : [{ kind: 'film', row }];
    });
    const unknown = Math.min(items.length, MAX_HISTORY) - found.length;
    if (unknown) notify(`${unknown} of ${items.length} ${words().items} were ignored: this bundle's catalogue does not know them.`);
    return found;
  };

  const restore = () => {
    const own = settings.kiosk ? [] : find(settings.keeper.read());
    const link = readLink(settings.hash);
    if (link?.notice) notify(link.notice);
    const linked = link ? find(link.ids) : [];
    if (link && linked.length) {
      const differs = own.length > 0 && !(own.length === linked.length && own.every((item, i) => sameItem(item, linked[i]!)));
      if (differs) notify('This history came with the link. Undo brings back your own.');
      set({ history: linked, past: differs ? [own] : [], candidateKind: link.candidateKind, seed: link.seed });
    } else set({ history: own });
    set({ ownFilms: own.flatMap((item) => (item.kind === 'own' ? [item.film] : [])) });
  };

  return {
    restore,

    add(item) {
      const { history } = get();
      const name = factsOf(get(), item)?.title ?? `This ${words().item}`;
      if (history.some((other) => sameItem(other, item))) notify(`“${name}” is in the history already.`);
      else if (history.length >= MAX_HISTORY) notify(`A history holds ${MAX_HISTORY} ${words().items} at most. Remove one first.`);
      else setHistory([...history, item]);
    },
    remove: (index) => setHistory(get().history.filter((_, i) => i !== index)),
    move(from, to) {
      const history = [...get().history];
      const [item] = history.splice(from, 1);
      if (!item || to < 0 || to > history.length) return;
      history.splice(to, 0, item);
      setHistory(history);
    },
    clear: () => get().history.length && setHistory([]),
    undo() {
      const history = get().past.at(-1);
      if (!history) return;
      set((state) => ({ history, past: state.past.slice(0, -1), recommendation: markStale(state.recommendation), genre: markStale(state.genre) }));
      rememberHistory(context);
      void askSasRec();
    },
    usePreset(ids) {
      const { catalogue } = get();
      if (catalogue.kind !== 'open') return;
      const rows = ids.flatMap((id) => catalogue.rowOf.get(id) ?? []);
      if (rows.length) setHistory(rows.map((row) => ({ kind: 'film', row })));
      else notify(`This bundle's catalogue knows none of the ${words().items} of this example.`);
    },
    openLink(hash) {
      const link = readLink(hash);
      if (link?.notice) notify(link.notice);
      const history = link ? find(link.ids) : [];
      if (!link || history.length === 0) return;
      set({ candidateKind: link.candidateKind, seed: link.seed });
      setHistory(history);
    },
  };
}
