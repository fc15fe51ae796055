/** A film that does not exist: read by SBERT, and ranked by the language model among new films that nobody has rated either. */
import { throwIfStopped } from '../../errors';
import { seededRandom, shuffled } from '../../random';
import type { RecommendProgress } from '../../engine/recommend';
import type { Film, Item, OwnFilm } from '../../engine/types';
import { NEW_SINCE } from '../candidates';
import { pacedLoading } from '../model';
import { paced } from '../pacing/latest';
import { filmRows, hasYears, steering, type State } from '../state';
import { modelIsFree } from '../pacing/modelIsFree';
import type { Standing, WanderActions } from './state';
import type { WanderContext } from './wander';

type Prefill = Extract<RecommendProgress, { kind: 'prefill' }>;

/** Others that it is ranked among. In a prompt whose films stand one behind another, as many as the paper's. */
const OTHERS = 49;
const OTHERS_IN_A_ROW = 19;
const ALIKE = 20;

export function createInventing(parts: WanderContext): Pick<WanderActions, 'invent'> {
  const { context, put, visitor, unlisted, run, readUnread } = parts;
  const { client, get } = context;
  let latest = 0;

  return {
    async invent(description) {
      const mine = ++latest;
      const by = visitor();
      const isWanted = () => mine === latest && by === visitor();
      const reading = (step: 'text' | 'ranking', doneTokens = 0, totalTokens = 0) =>
        isWanted() && put(by, { invention: { kind: 'reading', step, doneTokens, totalTokens } });
      reading('text');
      await modelIsFree(get, isWanted);
      if (!isWanted()) return;
      const found = await run(
        'invent',
        async (signal) => {
          const leftOut = await unlisted();
          const film = await pacedLoading(context, (onProgress) => client.request('embed', description, { signal, onProgress }));
          throwIfStopped(signal);
          const alike = await client.request('alike', { film, limit: ALIKE, leftOut });
          while (!signal.aborted && (await readUnread(signal)));
          throwIfStopped(signal);
          const history = steering(get());
          const candidates = history.length ? newcomers(get(), film, new Set(leftOut)) : [];
          if (candidates.length < 2) return { film, alike, standing: null, history };
          reading('ranking');
          const { ranking } = await paced(
            ({ doneTokens, totalTokens }: Prefill) => reading('ranking', doneTokens, totalTokens),
            (show) =>
              client.request(
                'recommend',
                { history, candidates, decoding: 'constrained' },
                { signal, onProgress: (progress) => progress.kind === 'prefill' && show(progress) },
              ),
          );
          const standing: Standing = { candidates, ranking, place: ranking.findIndex(({ candidate }) => candidates[candidate]!.kind === 'own') + 1 };
          return { film, alike, standing, history };
        },
        (error) => isWanted() && put(by, { invention: error.code === 'stopped' ? { kind: 'none' } : { kind: 'failed', error } }),
      );
      if (found && isWanted()) put(by, { invention: { kind: 'whole', ...found } });
    },
  };
}

/** The invented film among new ones of the catalogue, in a seeded order: the same text meets the same films. */
export function newcomers({ catalogue, history }: Pick<State, 'catalogue' | 'history'>, film: OwnFilm, leftOut: ReadonlySet<number>): Item[] {
  if (catalogue.kind !== 'open') return [];
  const watched = new Set(filmRows(history));
  const isNew = ({ row, cold, title }: Film) => cold && !watched.has(row) && !leftOut.has(row) && title !== film.title;
  const cold = catalogue.films.filter(isNew);
  const late = cold.filter(({ year }) => year >= NEW_SINCE);
  const count = catalogue.manifest.prompt.structure === 'blocks' ? OTHERS : OTHERS_IN_A_ROW;
  const seed = [...film.title].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) >>> 0, film.year);
  const draw = seededRandom(seed);
  const others = shuffled(hasYears(catalogue.films) && late.length >= count ? late : cold, draw).slice(0, count);
  return shuffled<Item>([...others.map(({ row }) => ({ kind: 'film' as const, row })), { kind: 'own', film }], draw);
}
