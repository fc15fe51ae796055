/** The page's state and what a visitor can do. It reaches the models through the worker client alone and knows no React. */
import { createStore } from 'zustand/vanilla';
import type { Client } from '../worker/client';
import { createAnswers } from './answers';
import { createCandidates } from './candidates';
import { createBrowsing } from './catalogue';
import { createEvaluating } from './evaluation';
import { createRacing } from './device/race';
import { createHistory, idsOfHistory } from './history';
import { createExporting } from './importing/exporting';
import { createImporting } from './importing/importing';
import { createModelRunner, nextTask, type ModelRunner } from './model';
import { createOwnFilms } from './ownFilms';
import { watchClient } from './pacing/watchClient';
import { initialState, type Actions, type Context, type Settings, type State, type Store } from './state';

const NOTICES = 4;

export function createMatinee(client: Client, settings: Settings): Store {
  let noticeId = 0;

  return createStore<State & Actions>()((set, get) => {
    const visitor = () => get().visitor;
    const notify = (text: string) =>
      set((state) =>
        state.notices.some((notice) => notice.text === text) ? {} : { notices: [...state.notices.slice(1 - NOTICES), { id: ++noticeId, text }] },
      );
    let waitingFor: string | null = null;
    const watched = watchClient(client, (sentence) => {
      set(({ recovery }) => (sentence !== null || recovery === waitingFor ? { recovery: sentence } : {}));
      waitingFor = sentence;
    });
    const context: Context = { client: watched, settings, set, get, notify };
    const { search, open, ...browsing } = createBrowsing(context);
    const { restore, setHistory, amendHistory, ...history } = createHistory(context, browsing);
    let opening = 0;
    let restored = false;
    const openCatalogue = async (version?: string) => {
      const mine = ++opening;
      // Rows are of one version: the history goes over to another one by its ids, where it has been there.
      const before = restored ? idsOfHistory(get()) : null;
      if (!(await open(version))) return;
      // The browser takes tens of milliseconds for its first look at localStorage: not in the task that renders the catalogue.
      await nextTask();
      if (mine !== opening) return; // the model is of another version: the catalogue is being opened again
      restore(before);
      restored = true;
      await browsing.askSasRec();
    };
    const { run: runModel, move, ...model } = createModelRunner(context, openCatalogue);
    const racing = createRacing(context, move);
    const run: ModelRunner['run'] = async (task, work, failed) => {
      racing.end();
      try {
        return await runModel(task, work, failed);
      } finally {
        if (task === 'recommend') racing.begin();
      }
    };
    const { readUnread, ...ownFilms } = createOwnFilms(context, { run });

    return {
      ...initialState,
      deviceChoice: settings.device,
      kiosk: settings.kiosk,
      pin: settings.pin,
      search,
      ...history,
      ...model,
      ...ownFilms,
      ...createCandidates(context),
      ...createImporting(context, browsing, { setHistory, amendHistory }),
      ...createExporting(context),
      ...createAnswers(context, browsing, { readUnread }, { run }, visitor),
      ...createEvaluating(context, { run }, visitor),

      async start() {
        settings.notices.forEach(notify);
        await Promise.all([openCatalogue(), model.load()]);
      },
      startOver(ids) {
        model.stop();
        get().stopImport();
        const { catalogue, model: status, recovery, deviceChoice, kiosk, pin } = get();
        set({ ...initialState, catalogue, model: status, recovery, deviceChoice, kiosk, pin, visitor: visitor() + 1 });
        if (ids.length) get().usePreset(ids);
        set({ past: [] });
      },
      setFreeGeneration: (freeGeneration) => set({ freeGeneration }),
      notify,
      dismiss: (id) => set((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) })),
    };
  });
}
