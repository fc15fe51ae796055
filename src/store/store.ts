/** The page's state and what a visitor can do. It reaches the models through the worker client alone and knows no React. */
import { createStore } from 'zustand/vanilla';
import type { Client } from '../worker/client';
import type { Actions, Settings, Store } from './actions';
import { createAnswers } from './answers';
import { createBrowsing } from './catalogue';
import { createChoosing } from './choosing';
import { createContext, nextTask } from './context';
import { createEvaluating } from './evaluation';
import { createHistory } from './history';
import { createModelRunner } from './model';
import { initialState, type State } from './state';

export type { Actions, Settings, Store } from './actions';

export function createMatinee(client: Client, settings: Settings): Store {
  let visitor = 0;

  return createStore<State & Actions>()((set, get) => {
    const context = createContext(client, settings, set, get);
    const { search, open, ...browsing } = createBrowsing(context);
    const { restore, ...history } = createHistory(context, browsing);
    const openCatalogue = async () => {
      if (!(await open())) return;
      // The browser takes tens of milliseconds for its first look at localStorage: not in the task that renders the catalogue.
      await nextTask();
      restore();
      await browsing.askSasRec();
    };
    const { run, ...model } = createModelRunner(context, openCatalogue);

    return {
      ...initialState,
      deviceChoice: settings.device,
      kiosk: settings.kiosk,
      search,
      ...history,
      ...model,
      ...createChoosing(context, browsing, { run }),
      ...createAnswers(context, { run }, () => visitor),
      ...createEvaluating(context, { run }, () => visitor),

      async start() {
        settings.notices.forEach(context.notify);
        await Promise.all([openCatalogue(), model.load()]);
      },
      startOver(ids) {
        visitor++;
        model.stop();
        const { catalogue, model: status, deviceChoice } = get();
        set({ ...initialState, catalogue, model: status, deviceChoice, kiosk: settings.kiosk });
        get().usePreset(ids);
        set({ past: [] });
      },
      setFreeGeneration: (freeGeneration) => set({ freeGeneration }),
      notify: context.notify,
      dismiss: (id) => set((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) })),
    };
  });
}
