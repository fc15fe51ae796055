/** The watch history: where it comes from, how it changes, and the way back. */
import type { Item } from '../engine/types';
import { MAX_HISTORY, readLink, rememberAddress } from './address';
import { candidatesOf } from './candidates';
import type { Browsing } from './catalogue';
import { factsOf, itemKey, sameItem, wordsOf, type Actions, type Answer, type Context, type State } from './state';
import { restoreOwn, storeOwn, type StoredItem } from './storage';

export interface History extends Pick<Actions, 'add' | 'remove' | 'move' | 'clear' | 'undo' | 'usePreset' | 'openLink'> {
  /** `kept`, or else from the address or, failing that, from the browser; when the catalogue is open. */
  restore(kept?: StoredItem[] | null): void;
}

const UNDO_STEPS = 50;

const markStale = <T>(answer: Answer<T>): Answer<T> => (answer.kind === 'whole' ? { ...answer, stale: true } : answer);

/** Keeps the history in the address and in the browser; a booth keeps nothing. */
export function rememberHistory(context: Context): void {
  const items = idsOfHistory(context.get());
  if (!items || context.get().kiosk) return;
  rememberAddress(context);
  if (!context.settings.keeper.write(items))
    context.notify('This browser keeps no data for the page: the history will be gone when you close the tab. Copy the link to keep it.');
}

/** The history as it is kept between catalogues; null while there is none. */
export function idsOfHistory({ catalogue, history }: Pick<State, 'catalogue' | 'history'>): StoredItem[] | null {
  if (catalogue.kind !== 'open') return null;
  const { sha256 } = catalogue.manifest.files.sbert;
  return history.map((item) => (item.kind === 'own' ? storeOwn(item.film, sha256) : catalogue.films[item.row]!.id));
}

export function createHistory(context: Context, { askSasRec }: Pick<Browsing, 'askSasRec'>): History {
  const { settings, set, get, notify } = context;

  const words = () => wordsOf(get());

  /** History and candidates change in one step: nobody sees, or asks about, those of different states. */
  const change = (history: Item[], past: Item[][], more: Partial<Pick<State, 'candidateKind' | 'seed'>> = {}) => {
    set((state) => ({
      ...more,
      history,
      past,
      candidates: candidatesOf({ ...state, ...more, history }),
      recommendation: markStale(state.recommendation),
      genre: markStale(state.genre),
    }));
    rememberHistory(context);
    void askSasRec();
  };
  const setHistory = (history: Item[], more?: Parameters<typeof change>[2]) => change(history, [...get().past.slice(1 - UNDO_STEPS), get().history], more);

  /** Items of ids and of kept films, in their order and each once; what the catalogue does not know is left out and said. */
  const find = (stored: readonly StoredItem[]): Item[] => {
    const { catalogue } = get();
    if (catalogue.kind !== 'open') return [];
    const { rowOf, manifest } = catalogue;
    const found = stored.slice(0, MAX_HISTORY).flatMap((item): Item[] => {
      if (typeof item !== 'number') return [{ kind: 'own', film: restoreOwn(item, manifest.files.sbert.sha256, manifest.aligner.textSize) }];
      const row = rowOf.get(item);
      return row === undefined ? [] : [{ kind: 'film', row }];
    });
    const unknown = Math.min(stored.length, MAX_HISTORY) - found.length;
    if (unknown) notify(`${unknown} of ${stored.length} ${words().items} were ignored: this bundle's catalogue does not know them.`);
    return [...new Map(found.map((item) => [itemKey(item), item])).values()];
  };

  /** A link that was opened before there was a catalogue to find its films in. */
  let opened: string | null = null;

  const restore: History['restore'] = (kept = null) => {
    if (kept) return set({ history: find(kept), past: [] });
    const own = settings.kiosk ? [] : find(settings.keeper.read());
    const link = readLink(opened ?? settings.hash);
    opened = null;
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
      const refused = history.some((other) => sameItem(other, item))
        ? `“${name}” is in the history already.`
        : history.length >= MAX_HISTORY
          ? `A history holds ${MAX_HISTORY} ${words().items} at most. Remove one first.`
          : '';
      if (refused) notify(refused);
      else setHistory([...history, item]);
      return !refused;
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
      const { past } = get();
      const history = past.at(-1);
      if (history) change(history, past.slice(0, -1));
    },
    usePreset(ids) {
      const { catalogue } = get();
      if (catalogue.kind !== 'open') return;
      const rows = new Set(ids.flatMap((id) => catalogue.rowOf.get(id) ?? []));
      if (rows.size) setHistory([...rows].map((row) => ({ kind: 'film', row })));
      else notify(`This bundle's catalogue knows none of the ${words().items} of this example.`);
    },
    openLink(hash) {
      if (get().catalogue.kind !== 'open') {
        opened = hash;
        return;
      }
      const link = readLink(hash);
      if (link?.notice) notify(link.notice);
      const history = link ? find(link.ids) : [];
      if (link && history.length) setHistory(history, { candidateKind: link.candidateKind, seed: link.seed });
    },
  };
}
