/**
 * What the page does by itself for a history: SASRec's scores at once, then the answer, the language model alone, both with a film that nobody
 * has rated, and the genres. It stops for whatever a visitor asks.
 */
import type { Film, Item, System } from '../../engine/types';
import type { createAnswers } from '../answers';
import type { Browsing } from '../catalogue';
import type { ModelRunner } from '../model';
import type { Shortlisting } from '../shortlist/shortlist';
import { canShortlist, filmRows, steering, type Context, type Voices } from '../state';
import { amongNewcomers, newcomerFor, notNewcomers } from './newcomer';

type Answers = Pick<ReturnType<typeof createAnswers>, 'recommend' | 'favouriteGenre'>;

/** @param answers those that run at once, without interrupting what runs by itself. */
export function createAutomatic(
  { client, set, get }: Context,
  { browse, settled, shortlisted }: Pick<Browsing, 'browse' | 'settled'> & Shortlisting,
  { run, stop }: Pick<ModelRunner, 'run' | 'stop'>,
  answers: Answers,
  visitor: () => number,
) {
  /** Counts what was begun: a later turn ends the earlier one. */
  let turn = 0;
  let going: Promise<void> = Promise.resolve();
  /** The question that a visitor has pressed Recommend for. */
  let pressed: { history: Item[]; candidates: Item[] } | null = null;
  /** The question for which a visitor pressed Stop: it is not asked again before it changes. */
  let halted: { history: Item[]; candidates: Item[] } | null = null;

  const question = () => ({ history: steering(get()), candidates: get().candidates });
  const isPresent = (asked: { history: Item[]; candidates: Item[] }) => asked.history === steering(get()) && asked.candidates === get().candidates;

  /** Of all that nobody has rated, the film whose soft token lies nearest to the user's. */
  const newcomer = async (films: readonly Film[], history: Item[], leftOut: number[]): Promise<Item | null> => {
    const [row] = canShortlist(get()) ? await client.request('shortlist', { history, count: 1, leftOut }).catch(() => []) : [];
    return row === undefined ? newcomerFor(films, history, leftOut, get().seed) : { kind: 'film', row };
  };

  const interrupt = async (): Promise<void> => {
    turn++;
    if (get().automatic) stop();
    await going;
  };

  const sequence = async (mine: number): Promise<void> => {
    await settled();
    // Without a model there are none yet; with one, the answer says why they cannot be found.
    await shortlisted().catch(() => undefined);
    const by = visitor();
    const { catalogue } = get();
    const { history, candidates } = question();
    const goesOn = () => mine === turn && by === visitor() && isPresent({ history, candidates });
    if (mine !== turn || catalogue.kind !== 'open' || history.length === 0 || candidates.length === 0) return;
    const put = (change: Partial<Voices>) => goesOn() && set(({ voices }) => ({ voices: voices && { ...voices, ...change } }));

    const known = get().voices;
    if (known?.history !== history || known.candidates !== candidates || known.crowd === null) {
      set({ voices: { history, candidates, crowd: null, attention: [], reader: null, both: null, newcomer: null } });
      // -1 stands for a film of the visitor's own, which has no row.
      const rows = candidates.map((item) => (item.kind === 'film' ? item.row : -1));
      const crowd = await browse('crowd', () => ({ rows: filmRows(history), candidates: rows })).catch(() => null);
      if (!crowd || !goesOn()) return;
      const leftOut = [...notNewcomers(catalogue.films, history, candidates), ...(get().sasrec?.excluded ?? [])];
      const item = await newcomer(catalogue.films, history, leftOut);
      if (!goesOn()) return;
      put({
        crowd: crowd.scores,
        attention: crowd.attention,
        newcomer: item && {
          item,
          candidates: amongNewcomers(catalogue.films, leftOut, item, get().seed),
          reader: null,
          both: null,
        },
      });
    }

    /** The visitor pressed Recommend: the other voices are asked, too, and no more. */
    const asked = !get().answersItself && pressed !== null && isPresent(pressed);
    const mayAsk = () => goesOn() && get().model.kind === 'ready' && !(halted && isPresent(halted));
    const rank = async (of: readonly Item[], system: Exclude<System, 'sasrec'>) => {
      if (!mayAsk()) return null;
      const ask = (signal: AbortSignal) => client.request('recommend', { history, candidates: [...of], decoding: 'constrained', system }, { signal });
      return (await run('voices', ask, () => undefined))?.ranking ?? null;
    };
    if (!mayAsk() || !(get().answersItself || asked)) return;
    set({ automatic: true });
    try {
      const { recommendation } = get();
      if (!asked && !(recommendation.kind === 'whole' && !recommendation.stale && recommendation.candidates === candidates)) await answers.recommend();
      const answer = get().recommendation;
      if (!goesOn() || answer.kind !== 'whole') return;
      put({ both: answer.result.ranking });
      if (!get().voices?.reader) put({ reader: await rank(candidates, 'llm-only') });
      const entered = get().voices?.newcomer;
      if (entered && !entered.both) {
        const reader = await rank(entered.candidates, 'llm-only');
        put({ newcomer: { ...entered, reader } });
        put({ newcomer: { ...entered, reader, both: await rank(entered.candidates, 'a-llmrec') } });
      }
      const { genre } = get();
      const isAnswered = genre.kind === 'whole' && !genre.stale;
      if (!asked && !isAnswered && mayAsk() && catalogue.manifest.prompt.genre) await answers.favouriteGenre();
    } finally {
      set({ automatic: false });
    }
  };

  return {
    /** Ends what runs by itself; resolves when the model is free. */
    interrupt,
    /** A visitor's Stop. */
    halt(): void {
      turn++;
      halted = question();
    },
    async answerByItself({ asked = false } = {}): Promise<void> {
      await interrupt();
      if (asked) pressed = question();
      const mine = ++turn;
      await (going = sequence(mine));
    },
  };
}
