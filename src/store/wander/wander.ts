/** What a visitor finds by wandering instead of by asking: the map of all films, the search by meaning, a film that does not exist yet. */
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
  /** Rows that no list shows which the page makes by itself; none where there are no facts. */
  unlisted(): Promise<number[]>;
  browse: Browsing['browse'];
  run: ModelRunner['run'];
  readUnread: OwnFilms['readUnread'];
}

export function createWandering(
  context: Context,
  { browse, factsArrived }: Pick<Browsing, 'browse' | 'factsArrived'>,
  { run }: Pick<ModelRunner, 'run'>,
  { readUnread }: Pick<OwnFilms, 'readUnread'>,
  visitor: () => number,
): WanderActions {
  const { set } = context;
  const parts: WanderContext = {
    context,
    visitor,
    browse,
    run,
    readUnread,
    put: (by, change) => by === visitor() && set(({ wander }) => ({ wander: { ...wander, ...change } })),
    unlisted: async () => [...((await factsArrived())?.adult ?? [])],
  };
  return { ...createMapping(parts), ...createMeaning(parts), ...createInventing(parts) };
}
