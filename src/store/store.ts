/** The page's state and what a visitor can do. It reaches the models through the worker client alone and knows no React. */
import { createStore } from 'zustand/vanilla';
import { MatineeError } from '../errors';
import type { Client } from '../worker/client';
import { toWireError } from '../worker/wireError';
import { createAnswers } from './answers';
import { createCandidates } from './candidates';
import { createBrowsing } from './catalogue';
import { createEvaluating } from './evaluation';
import { createHistory, idsOfHistory } from './history';
import { createExporting } from './importing/exporting';
import { createImporting } from './importing/importing';
import { createModelRunner, nextTask } from './model';
import { createOwnFilms } from './ownFilms';
import { createAutomatic } from './stage/automatic';
import { createMattered } from './stage/mattered';
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
    const context: Context = { client, settings, set, get, notify };
    const { search, open, ...browsing } = createBrowsing(context);
    const { restore, setHistory, amendHistory, ...history } = createHistory(context, browsing);
    const openCatalogue = async (version?: string) => {
      // Rows are of one version: the history goes over to another one by its ids.
      const before = idsOfHistory(get());
      if (!(await open(version))) return;
      // The browser takes tens of milliseconds for its first look at localStorage: not in the task that renders the catalogue.
      await nextTask();
      restore(before);
      await browsing.askSasRec();
    };
    const runner = createModelRunner(context, openCatalogue);
    const { run: runAtOnce, ...model } = runner;
    // Reading a film for an answer is part of the answer.
    const { readUnread } = createOwnFilms(context, runner);
    const byItself = createAnswers(context, browsing, { readUnread }, runner, visitor, { quiet: true });
    const { interrupt, halt, answerByItself } = createAutomatic(context, browsing, runner, byItself, visitor);
    let stops = 0;
    /** Whatever a visitor asks for takes the place of what the page does by itself. */
    const run: typeof runAtOnce = async (...request) => {
      const { automatic } = get();
      const before = stops;
      const over = interrupt();
      // The next may begin at once where nothing runs.
      if (automatic) await over;
      if (stops === before) return runAtOnce(...request);
      request[2](toWireError(new MatineeError('stopped', 'Stopped.', 'Ask again.')));
      return null;
    };
    const ownFilms = createOwnFilms(context, { run });
    const answers = createAnswers(context, browsing, ownFilms, { run }, visitor);

    return {
      ...initialState,
      deviceChoice: settings.device,
      bundle: settings.bundle,
      kiosk: settings.kiosk,
      pin: settings.pin,
      search,
      ...history,
      ...model,
      addOwn: ownFilms.addOwn,
      forgetOwn: ownFilms.forgetOwn,
      ...createCandidates(context),
      ...createImporting(context, browsing, { setHistory, amendHistory }),
      ...createExporting(context),
      ...answers,
      answersItself: settings.answersItself ?? true,
      answerByItself: () => answerByItself(),
      setAnswersItself(answersItself) {
        set({ answersItself });
        if (answersItself) void answerByItself();
        else void interrupt();
      },
      async recommend() {
        await answers.recommend();
        // Who asks wants to hear all three.
        if (!get().answersItself && get().recommendation.kind === 'whole') void answerByItself({ asked: true });
      },
      stop() {
        stops++;
        halt();
        model.stop();
      },
      ...createMattered(context, { run }),
      ...createEvaluating(context, { run }, visitor),

      async start() {
        settings.notices.forEach(notify);
        await Promise.all([openCatalogue(), model.load()]);
      },
      startOver(ids) {
        void interrupt();
        model.stop();
        get().stopImport();
        const { catalogue, model: status, recovery, deviceChoice, bundle, kiosk, pin, answersItself } = get();
        set({ ...initialState, catalogue, model: status, recovery, deviceChoice, bundle, kiosk, pin, answersItself, visitor: visitor() + 1 });
        if (ids.length) get().usePreset(ids);
        set({ past: [] });
      },
      setFreeGeneration: (freeGeneration) => set({ freeGeneration }),
      notify,
      dismiss: (id) => set((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) })),
    };
  });
}
