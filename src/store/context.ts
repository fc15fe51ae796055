/** What every part of the store works with. */
import { MatineeError } from '../errors';
import type { Client } from '../worker/client';
import type { WireError } from '../worker/protocol';
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

export const wireError = (error: unknown): WireError =>
  error instanceof MatineeError
    ? { code: error.code, message: error.message, nextStep: error.nextStep }
    : { code: 'unexpected', message: `Something unexpected happened: ${error instanceof Error ? error.message : String(error)}.`, nextStep: 'Try again; your history is kept.' };

/** Lets the page answer before what follows. */
export const nextTask = () => new Promise<void>((resolve) => setTimeout(resolve));
