/** What a visitor finds by wandering instead of by asking: the map of all films, the search by meaning, a film that does not exist yet. */
import type { Film } from '../../engine/types';
import type { Browsing } from '../catalogue';
import type { ModelRunner } from '../model';
import type { OwnFilms } from '../ownFilms';
import type { Context } from '../state';
import { createInventing } from './invention';
import { createMapping } from './map';
import { createMeaning } from './meaning';
import type { Wander, WanderActions } from './state';

/** What every part of wandering works with. */
export interface WanderContext {
  context: Context;
  /** Changes the state, unless the visitor of a booth who asked has left. */
  put(by: number, change: Partial<Wander>): void;
  visitor(): number;
  /** Rows that no list shows which the page makes by itself: the one place that says so. */
  unlisted(): Promise<number[]>;
  browse: Browsing['browse'];
  run: ModelRunner['run'];
  readUnread: OwnFilms['readUnread'];
}

export function createWandering(
  context: Context,
  { browse }: Pick<Browsing, 'browse'>,
  { run }: Pick<ModelRunner, 'run'>,
  { readUnread }: Pick<OwnFilms, 'readUnread'>,
  visitor: () => number,
): WanderActions {
  const { set, get } = context;
  /** Of one catalogue. */
  let known: { films: readonly Film[]; rows: Promise<number[]> } | undefined;
  const parts: WanderContext = {
    context,
    visitor,
    browse,
    run,
    readUnread,
    put: (by, change) => by === visitor() && set(({ wander }) => ({ wander: { ...wander, ...change } })),
    unlisted() {
      const { catalogue } = get();
      if (catalogue.kind !== 'open') return Promise.resolve([]);
      if (known?.films !== catalogue.films) {
        // Without the table nothing is known of any film, and nothing is left out; the next question asks again.
        const rows = browse('unlisted', () => ({})).catch(() => ((known = undefined), []));
        known = { films: catalogue.films, rows };
      }
      return known.rows;
    },
  };
  return { ...createMapping(parts), ...createMeaning(parts), ...createInventing(parts) };
}
