/** The page's state and what a visitor can do. It reaches the models through the worker client alone and knows no React. */
import { createStore } from 'zustand/vanilla';
import { MatineeError } from '../errors';
import type { Client } from '../worker/client';
import { toWireError } from '../worker/wireError';
import { createAnswers } from './answers';
import { createCandidates } from './candidates';
import { createBrowsing } from './catalogue';
import { createDeck } from './deck/deck';
import { createEvaluating } from './evaluation';
import { createRacing } from './device/race';
import { createHistory, idsOfHistory } from './history';
import { createExporting } from './importing/exporting';
import { createImporting } from './importing/importing';
import { createModelRunner, nextTask, type ModelRunner } from './model';
import { createRecommending } from './recommender/recommender';
import { createOwnFilms } from './ownFilms';
import { watchClient } from './pacing/watchClient';
import { createShortlisting } from './shortlist/shortlist';
import { createAutomatic } from './stage/automatic';
import { createMattered } from './stage/mattered';
import { createWatch } from './watch/watch';
import { defaultKind, initialState, steering, type Actions, type Context, type Settings, type State, type Store, type Task } from './state';
import { createWandering } from './wander/wander';

const NOTICES = 4;
/** What is asked of the history alone. */
const ANSWERS: readonly Task[] = ['recommend', 'genre', 'voices'];
/** What a booth's next visitor finds as it was: it is the page's, and nobody's. */
const OF_THE_PAGE = [
  ...(['catalogue', 'facts', 'isSearchWhole', 'model', 'recovery', 'lacksTexts', 'deviceChoice', 'recommender'] as const),
  ...(['bundle', 'kiosk', 'pin', 'home', 'answersItself'] as const),
] satisfies readonly (keyof State)[];

export function createMatinee(client: Client, settings: Settings): Store {
  let noticeId = 0;

  return createStore<State & Actions>()((set, get, { subscribe }) => {
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
    const { search, find, open, ...browsing } = createBrowsing(context);
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
      restored = true;
      restore(before);
      restoreWatch();
      await browsing.askSasRec();
    };
    const { run: runModel, move, ...model } = createModelRunner(context, openCatalogue);
    const racing = createRacing(context, move);
    const runAtOnce: ModelRunner['run'] = async (task, work, failed) => {
      racing.end();
      try {
        return await runModel(task, work, failed);
      } finally {
        // Every run ends a race; after the answer the page itself asks for more.
        if (get().recommendation.kind === 'whole') racing.begin();
      }
    };
    const runner = { ...model, run: runAtOnce };
    const lists = { ...browsing, ...createShortlisting(context, browsing, subscribe) };
    // Reading a film for an answer is part of the answer.
    const { readUnread } = createOwnFilms(context, runner);
    const { interrupt, halt, release, answerByItself } = createAutomatic(
      context,
      lists,
      runner,
      (onRead) => createAnswers(context, lists, { readUnread }, runner, visitor, { quiet: true, onRead }),
      visitor,
    );
    // An answer to a history that is gone is nobody's any more.
    subscribe((state, before) => {
      const { model: status } = state;
      const isAnswering = status.kind === 'running' && ANSWERS.includes(status.task);
      if (isAnswering && state.history !== before.history && steering(state).length === 0) model.stop();
    });
    let stops = 0;
    /** Whatever a visitor asks for takes the place of what the page does by itself. */
    const run: ModelRunner['run'] = async (...request) => {
      const { automatic } = get();
      const before = stops;
      const over = interrupt();
      // The next may begin at once where nothing runs.
      if (automatic.kind === 'asking') await over;
      if (stops === before) return runAtOnce(...request);
      request[2](toWireError(new MatineeError('stopped', 'Stopped.', 'Ask again.')));
      return null;
    };
    const ownFilms = createOwnFilms(context, { run });
    const answers = createAnswers(context, lists, ownFilms, { run }, visitor);
    const { chooseRecommender, startOver: startRecommenderOver } = createRecommending(context, browsing, { run }, { amendHistory });
    const { restoreWatch, leaveWatch, ...watch } = createWatch(context, browsing, ownFilms, { run });

    return {
      ...initialState,
      deviceChoice: settings.device,
      recommender: settings.recommender ?? null,
      bundle: settings.bundle,
      kiosk: settings.kiosk,
      pin: settings.pin,
      home: settings.home ?? null,
      search,
      find,
      ...history,
      ...model,
      addOwn: ownFilms.addOwn,
      forgetOwn: ownFilms.forgetOwn,
      ...createCandidates(context),
      ...createImporting(context, browsing, { setHistory, amendHistory }),
      ...createExporting(context),
      favouriteGenre: answers.favouriteGenre,
      showPrompt: answers.showPrompt,
      answersItself: settings.answersItself ?? true,
      answerByItself: () => answerByItself(),
      setAnswersItself(answersItself) {
        set({ answersItself });
        if (answersItself) void answerByItself();
        else void interrupt();
      },
      async recommend() {
        release();
        await answers.recommend();
        // Who asks wants to hear all three.
        if (!get().answersItself && get().recommendation.kind === 'whole') void answerByItself({ asked: true });
      },
      stop() {
        stops++;
        halt();
        model.stop();
      },
      chooseRecommender,
      ...createMattered(context, { run }),
      ...createEvaluating(context, browsing, { run }, visitor),
      ...watch,
      ...createDeck(context, browsing, { run, stop: model.stop }, visitor),
      ...createWandering(context, browsing, { run }, { readUnread }, visitor),

      async start() {
        settings.notices.forEach(notify);
        await Promise.all([openCatalogue(), model.load()]);
      },
      startOver(ids) {
        void interrupt();
        model.stop();
        get().stopImport();
        leaveWatch();
        const kept = Object.fromEntries(OF_THE_PAGE.map((name) => [name, get()[name]])) as Pick<State, (typeof OF_THE_PAGE)[number]>;
        set({ ...initialState, candidateKind: defaultKind(get()), ...kept, visitor: visitor() + 1 });
        if (ids.length) get().usePreset(ids);
        set({ past: [] });
        void startRecommenderOver();
      },
      setFreeGeneration(freeGeneration) {
        set({ freeGeneration });
        // Its titles are read by the time that Recommend is pressed; if they are not, the answer waits for them.
        if (freeGeneration && get().model.kind === 'ready') client.request('titles', {}).catch(() => undefined);
      },
      notify,
      dismiss: (id) => set((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) })),
    };
  });
}
