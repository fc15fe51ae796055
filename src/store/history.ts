/** The watch history: where it comes from, how it changes, and the way back. */
import { translate } from '../content/language';
import { linkIds, readLink, rememberAddress, type Link } from './address';
import { candidatesOf } from './candidates';
import type { Browsing } from './catalogue';
import { nextTask } from './model';
import {
  canShortlist,
  hasNewcomers,
  defaultKind,
  factsOf,
  itemId,
  ofPresent,
  ownKey,
  sameItem,
  wordsOf,
  type Actions,
  type Answer,
  type CandidateKind,
  type Context,
  type Item,
  type State,
  type Watched,
} from './state';
import { restoreOwn, storeOwn, type StoredItem } from './storage';

export interface History extends Pick<Actions, 'add' | 'remove' | 'move' | 'clear' | 'undo' | 'usePreset' | 'openLink' | 'setLowSteer'> {
  /** `kept`, or else from the address or, failing that, from the browser; when the catalogue is open. */
  restore(kept?: StoredItem[] | null): void;
  /** Another history, as one step of Undo. */
  setHistory(history: Watched[]): void;
  /** Another history in the place of the last step's. */
  amendHistory(history: Watched[]): void;
}

const UNDO_STEPS = 50;

/** An answer of the history before: marked as such, and gone where there is no history any more. */
const markStale = <T>(answer: Answer<T>, history: readonly Item[]): Answer<T> =>
  ofPresent(answer.kind === 'whole' ? { ...answer, stale: true } : answer, history);

/** A longer history is written in a task of its own: its change is on the page first. */
const LONG = 1000;
/** Those whose history waits to be written. */
const waiting = new WeakSet<Context>();

/** Keeps the history in the address and in the browser; a booth keeps nothing. */
export function rememberHistory(context: Context): void {
  const { catalogue, kiosk, history } = context.get();
  if (catalogue.kind !== 'open' || kiosk) return;
  rememberAddress(context);
  if (history.length <= LONG) return write(context);
  if (waiting.has(context)) return;
  waiting.add(context);
  void nextTask().then(() => {
    waiting.delete(context);
    write(context);
  });
}

function write(context: Context): void {
  const items = idsOfHistory(context.get());
  if (!items) return;
  if (!context.settings.keeper.write(items)) context.notify(translate()('notice.historyNotKept'));
}

/** The history as it is kept between catalogues; null while there is none. */
export function idsOfHistory({ catalogue, history }: Pick<State, 'catalogue' | 'history'>): StoredItem[] | null {
  if (catalogue.kind !== 'open') return null;
  const { sha256 } = catalogue.manifest.files.sbert;
  return history.map((item): StoredItem => {
    const { at, rating, low } = item;
    if (item.kind === 'own') return withFacts(storeOwn(item.film, sha256), item);
    const { id } = catalogue.films[item.row]!;
    return at === undefined && rating === undefined && !low ? id : withFacts({ id }, item);
  });
}

/** What a service's file says of a film, on another object. Assigned, not spread: a history may have 20,000. */
function withFacts<T extends object>(to: T, { at, rating, low }: Pick<Watched, 'at' | 'rating' | 'low'>): T & Pick<Watched, 'at' | 'rating' | 'low'> {
  const item: T & Pick<Watched, 'at' | 'rating' | 'low'> = to;
  if (at !== undefined) item.at = at;
  if (rating !== undefined) item.rating = rating;
  if (low) item.low = low;
  return item;
}

export function createHistory(context: Context, { askSasRec }: Pick<Browsing, 'askSasRec'>): History {
  const { settings, set, get, notify } = context;

  const now = () => translate(wordsOf(get()));

  /** History and candidates change in one step: nobody sees, or asks about, those of different states. */
  const change = (history: Watched[], past: Watched[][], more: Partial<Pick<State, 'candidateKind' | 'seed' | 'lowSteer'>> = {}) => {
    set((state) => ({
      ...more,
      history,
      past,
      candidates: candidatesOf({ ...state, ...more, history }),
      recommendation: markStale(state.recommendation, history),
      genre: markStale(state.genre, history),
    }));
    rememberHistory(context);
    void askSasRec();
  };
  const setHistory = (history: Watched[], more?: Parameters<typeof change>[2]) => change(history, [...get().past.slice(1 - UNDO_STEPS), get().history], more);

  /** Items of ids and of kept films, in their order and each once; what the catalogue does not know is left out and said. */
  const find = (stored: readonly StoredItem[]): Watched[] => {
    const { catalogue } = get();
    if (catalogue.kind !== 'open') return [];
    const { rowOf, manifest } = catalogue;
    const found = stored.flatMap((item): Watched[] => {
      if (typeof item !== 'number' && !('id' in item))
        return [withFacts<Watched>({ kind: 'own', film: restoreOwn(item, manifest.files.sbert.sha256, manifest.aligner.textSize) }, item)];
      const row = rowOf.get(typeof item === 'number' ? item : item.id);
      return row === undefined ? [] : [withFacts<Watched>({ kind: 'film', row }, typeof item === 'number' ? {} : item)];
    });
    const unknown = stored.length - found.length;
    if (unknown) notify(now()('notice.unknown', { unknown, of: stored.length }));
    return [...new Map(found.map((item) => [itemId(item), item])).values()];
  };

  /** Films of the visitor's own stand where they stood; SBERT reads them before they are asked about. */
  const ofLink = ({ ids, own = [] }: Link): Watched[] => {
    const items: StoredItem[] = [...ids];
    for (const { at, ...film } of own) items.splice(Math.min(at, items.length), 0, { ...film, embedding: [] });
    return find(items);
  };

  const restoreWatchlist = () => {
    const { catalogue, candidateKind } = get();
    if (catalogue.kind !== 'open') return;
    const kept = settings.kiosk ? [] : (settings.watchlistKeeper?.read() ?? []);
    const watchlist = [...new Set(kept.flatMap((item) => (typeof item === 'number' ? (catalogue.rowOf.get(item) ?? []) : [])))];
    set({ watchlist });
    if (candidateKind !== 'watchlist' || watchlist.length > 0) return;
    set({ candidateKind: defaultKind(get()) });
    notify(now()('notice.linkWatchlist'));
  };

  /** How a link draws the candidates, as far as this bundle can. */
  const kindOf = ({ candidateKind }: Pick<Link, 'candidateKind'>): CandidateKind => {
    const lacks = candidateKind === 'catalogue' ? !canShortlist(get()) : candidateKind === 'newcomers' && !hasNewcomers(get());
    if (!lacks) return candidateKind ?? defaultKind(get());
    notify(now()(candidateKind === 'catalogue' ? 'notice.linkCatalogue' : 'notice.linkNewcomers'));
    return defaultKind(get());
  };

  /** A link that was opened before there was a catalogue to find its films in. */
  let opened: string | null = null;

  const restore: History['restore'] = (kept = null) => {
    if (kept) return set({ history: find(kept), past: [] });
    const own = settings.kiosk ? [] : find(settings.keeper.read());
    const link = readLink(opened ?? settings.hash);
    opened = null;
    if (link?.notice) notify(link.notice);
    const linked = link ? ofLink(link) : [];
    if (link && linked.length) {
      // The link that the visitor's own history has: with films that the link leaves out, such as their own and those before the last.
      const hasOwn = (link.own ?? []).every((film) => own.some((item) => item.kind === 'own' && ownKey(item.film) === ownKey(film)));
      const lowSteer = [false, true].find((lowSteer) => hasOwn && linkIds({ catalogue: get().catalogue, history: own, lowSteer }).join() === link.ids.join());
      if (lowSteer === undefined && own.length) notify(now()('notice.linkHistory'));
      set({
        ...(lowSteer === undefined ? { history: linked, past: own.length ? [own] : [] } : { history: own, past: [], lowSteer }),
        candidateKind: kindOf(link),
        seed: link.seed,
      });
    } else set({ history: own, candidateKind: defaultKind(get()) });
    restoreWatchlist();
    set({ ownFilms: own.flatMap((item) => (item.kind === 'own' ? [item.film] : [])) });
  };

  return {
    restore,
    setHistory,
    amendHistory: (history) => change(history, get().past),

    add(item) {
      const { history } = get();
      const name = factsOf(get(), item)?.title ?? now()('history.thisItem');
      const refused = history.some((other) => sameItem(other, item)) ? now()('notice.there', { title: name }) : '';
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
      const { past, importing, undoImport } = get();
      const history = past.at(-1);
      if (importing.kind === 'whole' && importing.before === history) undoImport();
      else if (history) change(history, past.slice(0, -1));
    },
    setLowSteer: (lowSteer) => change(get().history, get().past, { lowSteer }),
    usePreset(ids) {
      const { catalogue } = get();
      if (catalogue.kind !== 'open') return;
      const rows = new Set(ids.flatMap((id) => catalogue.rowOf.get(id) ?? []));
      if (rows.size) setHistory([...rows].map((row) => ({ kind: 'film', row })));
      else notify(now()('notice.example'));
    },
    openLink(hash) {
      if (get().catalogue.kind !== 'open') {
        opened = hash;
        return;
      }
      const link = readLink(hash);
      if (link?.notice) notify(link.notice);
      const history = link ? ofLink(link) : [];
      if (link && history.length) setHistory(history, { candidateKind: kindOf(link), seed: link.seed });
    },
  };
}
