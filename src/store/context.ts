/** What every part of the store works with. */
import type { Client } from '../worker/client';
import type { Settings, Store } from './actions';

export interface Context {
  client: Client;
  settings: Settings;
  set: Store['setState'];
  get: Store['getState'];
  /** A sentence for the visitor, once. */
  notify(text: string): void;
}

const NOTICES = 4;

export function createContext(client: Client, settings: Settings, set: Context['set'], get: Context['get']): Context {
  let noticeId = 0;
  return {
    client,
    settings,
    set,
    get,
    notify: (text) =>
      set((state) => (state.notices.some((notice) => notice.text === text) ? {} : { notices: [...state.notices.slice(1 - NOTICES), { id: ++noticeId, text }] })),
  };
}

/** Lets the page answer before what follows. */
export const nextTask = () => new Promise<void>((resolve) => setTimeout(resolve));
