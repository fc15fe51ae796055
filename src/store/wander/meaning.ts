/** Search by meaning: what is typed and what SBERT read of every film, compared in the tab. */
import { pacedLoading } from '../model';
import { modelIsFree } from '../pacing/modelIsFree';
import type { WanderActions } from './state';
import type { WanderContext } from './wander';

const FOUND = 20;
/** SBERT reads some hundred tokens: more text changes nothing. */
const MAX_QUERY = 1000;

export function createMeaning(parts: WanderContext): Pick<WanderActions, 'searchMeaning'> {
  const { context, put, visitor, unlisted, run } = parts;
  const { client, get } = context;
  let latest = 0;

  return {
    async searchMeaning(text) {
      // In whole letters, and without halves of letters, which no tokenizer can read.
      const query = [
        ...text
          .replace(/\p{Cs}/gu, '')
          .replace(/\s+/gu, ' ')
          .trim(),
      ]
        .slice(0, MAX_QUERY)
        .join('');
      const mine = ++latest;
      const by = visitor();
      if (!query) return put(by, { meaning: { kind: 'none' } });
      put(by, { meaning: { kind: 'searching', query } });
      const isWanted = () => mine === latest && by === visitor();
      await modelIsFree(get, isWanted);
      if (!isWanted()) return;
      const films = await run(
        'meaning',
        (signal) =>
          pacedLoading(context, async (onProgress) => client.request('meaning', { query, limit: FOUND, leftOut: await unlisted() }, { signal, onProgress })),
        (error) => isWanted() && put(by, { meaning: error.code === 'stopped' ? { kind: 'none' } : { kind: 'failed', query, error } }),
      );
      if (films && isWanted()) put(by, { meaning: { kind: 'whole', query, films } });
      // Nobody may ask for this film any more, and yet the model has failed: what is there says so by itself.
      if (get().wander.meaning.kind === 'searching' && films === null && isWanted()) put(by, { meaning: { kind: 'none' } });
    },
  };
}
