/** What an answer hangs on: the same candidates without a film of the history, or without what the language model was given beside the titles. */
import type { Item, RankedCandidate, SoftPart, System } from '../../engine/types';
import type { ModelRunner } from '../model';
import { itemKey, steering, type Actions, type Context, type LeftOut, type Mattered } from '../state';

const howOf = ({ kind }: LeftOut) => (kind === 'film' ? {} : kind === 'llm-only' ? { system: kind } : { without: kind });

export function createMattered(
  { client, set, get, notify }: Context,
  { run }: Pick<ModelRunner, 'run'>,
): Pick<Actions, 'leaveOut' | 'leaveOutEach' | 'lookInside'> {
  /** That of the present answer; a new one for another answer. */
  const present = (): Mattered | null => {
    const { recommendation, mattered } = get();
    if (recommendation.kind !== 'whole' || recommendation.stale) return null;
    return mattered?.answer === recommendation.result ? mattered : { answer: recommendation.result, without: null, asking: null, each: [], of: 0 };
  };
  const put = (answer: Mattered['answer'], change: Partial<Mattered>) =>
    set(({ mattered }) => (mattered?.answer === answer ? { mattered: { ...mattered, ...change } } : {}));

  const ask = async (
    history: Item[],
    candidates: Item[],
    signal: AbortSignal,
    how: { system?: Exclude<System, 'sasrec'>; without?: SoftPart } = {},
  ): Promise<RankedCandidate[]> => (await client.request('recommend', { history, candidates, decoding: 'constrained', ...how }, { signal })).ranking;

  return {
    async lookInside() {
      const history = steering(get());
      if (history.length === 0 || get().inside?.history === history) return;
      // Without them the rest of the page goes on; a device that was lost says so by itself.
      const value = await client.request('inside', { history }).catch(() => null);
      if (value && steering(get()) === history) set({ inside: { history, value } });
    },

    async leaveOut(what: LeftOut) {
      const mattered = present();
      const { recommendation } = get();
      if (!mattered || recommendation.kind !== 'whole') return;
      const history = steering(get());
      set({ mattered: { ...mattered, asking: what } });
      await run(
        'voices',
        async (signal) => {
          const rest = what.kind === 'film' ? history.filter((item) => itemKey(item) !== what.key) : history;
          const ranking = await ask(rest, recommendation.candidates, signal, howOf(what));
          put(mattered.answer, { without: { what, ranking } });
        },
        (error) => error.code !== 'stopped' && notify(`${error.message} ${error.nextStep}`),
      );
      if (get().mattered?.asking === what) put(mattered.answer, { asking: null });
    },

    async leaveOutEach() {
      const mattered = present();
      const { recommendation, catalogue } = get();
      if (!mattered || recommendation.kind !== 'whole' || catalogue.kind !== 'open') return;
      const history = steering(get());
      const read = history.slice(-catalogue.manifest.prompt.maxHistory);
      const first = mattered.answer.ranking[0];
      if (!first) return;
      set({ mattered: { ...mattered, each: [], of: read.length } });
      await run(
        'voices',
        async (signal) => {
          const each: Mattered['each'] = [];
          for (const left of read) {
            const rest = history.filter((item) => item !== left);
            if (rest.length === 0) break;
            const ranking = await ask(rest, recommendation.candidates, signal);
            const probability = ranking.find(({ candidate }) => candidate === first.candidate)?.probability ?? 0;
            each.push({ key: itemKey(left), change: probability - first.probability });
            put(mattered.answer, { each: [...each] });
          }
        },
        (error) => error.code !== 'stopped' && notify(`${error.message} ${error.nextStep}`),
      );
      put(mattered.answer, { of: 0 });
    },
  };
}
