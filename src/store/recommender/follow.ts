/** Workers that were just opened or loaded stand on the bundle's first collaborative filter: they follow the choice, or the choice is given up. */
import { RECOMMENDER_LABELS } from '../../bundle/backbones';
import type { RecommenderName } from '../../bundle/manifest';
import { sayError, translate } from '../../content/language';
import type { WireError } from '../../worker/protocol';
import { toWireError } from '../../worker/wireError';
import { recommenderOf, wordsOf, type Context, type State } from '../state';

/** @param ask asks the worker; where it cannot follow, the first filter goes on in both. @throws MatineeError where the worker is gone. */
export async function followChoice({ client, set, get, notify }: Context, ask: (name: RecommenderName) => Promise<unknown>): Promise<void> {
  for (let done: State['recommender'] = null; get().recommender !== done;) {
    const name = get().recommender;
    if (name === null) return;
    try {
      await ask(name);
      done = name;
    } catch (cause) {
      const error = toWireError(cause);
      // Another worker's failure is that worker's own matter.
      if (error.code === 'stopped' || error.code === 'worker-failed' || error.code === 'device-lost') throw cause;
      set({ recommender: null });
      notify(notChanged(get(), error));
      for (const request of ['recommender', 'backbone'] as const) void client.request(request, { name: null }).catch(() => undefined);
    }
  }
}

export const notChanged = (state: State, error: WireError): string =>
  translate(wordsOf(state))('notice.recommender', { why: sayError(error)[0], present: RECOMMENDER_LABELS[recommenderOf(state)] });
