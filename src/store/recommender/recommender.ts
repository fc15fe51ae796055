/**
 * Which collaborative filter A-LLMRec stands on (paper, table 11): chosen by the visitor or the address, of those that the bundle carries. Both workers follow: the list is
 * the filter's, and the answer is of its aligner. What fails leaves the present one, and says so.
 */
import { firstRecommender, recommendersOf } from '../../bundle/backbones';
import type { RecommenderName } from '../../bundle/manifest';
import type { WireError } from '../../worker/protocol';
import { toWireError } from '../../worker/wireError';
import type { Browsing } from '../catalogue';
import type { History } from '../history';
import { nextTask, pacedLoading, type ModelRunner } from '../model';
import type { Actions, Context, State } from '../state';
import { notChanged } from './follow';

export interface Recommending extends Pick<Actions, 'chooseRecommender'> {
  /** For the next visitor of a booth: the address's, or the bundle's first. */
  startOver(): Promise<void>;
}

/** How often a booth looks whether the model has let go of the last visitor's question. */
const LOOK_MS = 50;

/** @param run as a visitor asks: what the page does by itself makes room. */
export function createRecommending(
  context: Context,
  { browse }: Pick<Browsing, 'browse'>,
  { run }: Pick<ModelRunner, 'run'>,
  { amendHistory }: Pick<History, 'amendHistory'>,
): Recommending {
  const { client, set, get, settings, notify } = context;

  /** The same history is another question now: of all that was found for it, nothing holds. */
  const use = (recommender: State['recommender']) => {
    const history = [...get().history];
    set(({ importing, history: before }) => ({
      recommender,
      sasrec: null,
      shortlist: null,
      ...(importing.kind === 'whole' && importing.after === before ? { importing: { ...importing, after: history } } : {}),
    }));
    amendHistory(history);
    if (!get().kiosk) settings.writeRecommender?.(recommender);
  };

  const failed = (error: WireError) => error.code !== 'stopped' && notify(notChanged(get(), error));

  const listOf = async (recommender: State['recommender']) => {
    await browse('recommender', () => ({ name: recommender }));
  };

  const change = async (recommender: State['recommender']): Promise<void> => {
    const { model, recommender: before } = get();
    if (recommender === before) return;
    // A model that is on its way follows when it has come.
    if (model.kind !== 'ready' && model.kind !== 'running')
      return listOf(recommender).then(
        () => use(recommender),
        (cause: unknown) => void failed(toWireError(cause)),
      );
    await run(
      'recommender',
      async (signal) => {
        await pacedLoading(context, (onProgress) => client.request('backbone', { name: recommender }, { signal, onProgress }));
        try {
          await listOf(recommender);
        } catch (cause) {
          await client.request('backbone', { name: before });
          throw cause;
        }
        use(recommender);
      },
      failed,
    );
  };

  /** A choice of the bundle's, as the state has it: null is the first. */
  const ofBundle = (name: RecommenderName): State['recommender'] => {
    const { catalogue } = get();
    return catalogue.kind === 'open' && name === firstRecommender(catalogue.manifest) ? null : name;
  };

  return {
    async chooseRecommender(name) {
      const { catalogue } = get();
      if (catalogue.kind === 'open' && recommendersOf(catalogue.manifest).includes(name)) await change(ofBundle(name));
    },
    async startOver() {
      const { catalogue, visitor } = get();
      const wanted = settings.recommender ? ofBundle(settings.recommender) : null;
      if (catalogue.kind !== 'open' || (wanted !== null && !recommendersOf(catalogue.manifest).includes(wanted))) return;
      while (get().model.kind === 'running' && get().visitor === visitor) await nextTask(LOOK_MS);
      if (get().visitor === visitor) await change(wanted);
    },
  };
}
