/**
 * What the page does by itself for a history: the recommender's scores at once, then what PARTS names, in that order. It stops for whatever a visitor
 * asks, and goes on with what is left when that is done.
 */
import type { Film, Item, RankedCandidate, System } from '../../engine/types';
import type { createAnswers, Reading } from '../answers';
import type { Browsing } from '../catalogue';
import type { ModelRunner } from '../model';
import { paced } from '../pacing/latest';
import type { Shortlisting } from '../shortlist/shortlist';
import { filmRows, PARTS, steering, type Context, type Part, type Voices } from '../state';
import { amongNewcomers, newcomerFor, notNewcomers } from './newcomer';

type Answers = Pick<ReturnType<typeof createAnswers>, 'recommend' | 'favouriteGenre' | 'sayReason' | 'lacksReason'>;

/** @param answering makes answers that run at once, without interrupting what runs by itself, and tell what they have read. */
export function createAutomatic(
  { client, set, get }: Context,
  { browse, settled, shortlisted }: Pick<Browsing, 'browse' | 'settled'> & Shortlisting,
  { run, stop }: Pick<ModelRunner, 'run' | 'stop'>,
  answering: (onRead: (read: Reading) => void) => Answers,
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

  const heard = ({ doneTokens, totalTokens }: Reading) =>
    set(({ automatic }) => (automatic.kind === 'asking' ? { automatic: { ...automatic, done: doneTokens, of: totalTokens } } : {}));
  const answers = answering(heard);

  const interrupt = async (): Promise<void> => {
    turn++;
    if (get().automatic.kind === 'asking') stop();
    await going;
  };

  /** The crowd's scores, and the newcomers: what needs no language model. */
  const begin = async (films: readonly Film[], { history, candidates }: ReturnType<typeof question>, goesOn: () => boolean): Promise<void> => {
    set({ voices: { history, candidates, crowd: null, attention: [], reader: null, both: null, newcomer: null } });
    // -1 stands for a film of the visitor's own, which has no row.
    const rows = candidates.map((item) => (item.kind === 'film' ? item.row : -1));
    const crowd = await browse('crowd', () => ({ rows: filmRows(history), candidates: rows })).catch(() => null);
    if (!crowd || !goesOn()) return;
    const { seed, sasrec } = get();
    const leftOut = [...notNewcomers(films, history, candidates), ...(sasrec?.excluded ?? [])];
    const item = newcomerFor(films, history, leftOut, seed);
    const newcomer = item && { item, candidates: amongNewcomers(films, leftOut, item, seed), reader: null, both: null };
    set(({ voices }) => ({ voices: voices && { ...voices, crowd: crowd.scores, attention: crowd.attention, newcomer } }));
  };

  const sequence = async (mine: number): Promise<void> => {
    await settled();
    // Without a model there are none yet; with one, the answer says why they cannot be found.
    await shortlisted().catch(() => undefined);
    const by = visitor();
    const { catalogue } = get();
    const asked = question();
    const { history, candidates } = asked;
    const goesOn = () => mine === turn && by === visitor() && isPresent(asked);
    if (mine !== turn || catalogue.kind !== 'open' || history.length === 0 || candidates.length === 0) return;

    const known = get().voices;
    if (known?.history !== history || known.candidates !== candidates || known.crowd === null) await begin(catalogue.films, asked, goesOn);
    if (!goesOn() || get().voices?.crowd == null) return;

    const put = (change: Partial<Voices>) => goesOn() && set(({ voices }) => ({ voices: voices && { ...voices, ...change } }));
    const putNewcomer = (change: Partial<NonNullable<Voices['newcomer']>>) => {
      const newcomer = get().voices?.newcomer;
      if (newcomer) put({ newcomer: { ...newcomer, ...change } });
    };
    const rank = async (of: readonly Item[], system: Exclude<System, 'sasrec'>): Promise<RankedCandidate[] | null> => {
      const ask = (signal: AbortSignal) =>
        paced(heard, (onRead: (read: Reading) => void) =>
          client.request(
            'recommend',
            { history, candidates: [...of], decoding: 'constrained', system },
            { signal, onProgress: (progress) => progress.kind === 'prefill' && onRead(progress) },
          ),
        );
      return (await run('voices', ask, () => undefined))?.ranking ?? null;
    };
    const answer = () => {
      const { recommendation } = get();
      return recommendation.kind === 'whole' && !recommendation.stale && recommendation.candidates === candidates ? recommendation.result : null;
    };
    /** The visitor pressed Recommend, and the page answers nothing by itself: the other voices are asked, too, and no more. */
    const isPressed = !get().answersItself && pressed !== null && isPresent(pressed);
    const { prompt } = catalogue.manifest;
    const newcomers = () => get().voices?.newcomer;
    const work: Record<Part, { isLeft(): boolean; ask(): Promise<unknown> }> = {
      both: { isLeft: () => !isPressed && !answer(), ask: answers.recommend },
      reader: { isLeft: () => !get().voices?.reader, ask: async () => put({ reader: await rank(candidates, 'llm-only') }) },
      reason: { isLeft: () => prompt.reason !== undefined && (!answer() || answers.lacksReason()), ask: answers.sayReason },
      newReader: {
        isLeft: () => newcomers()?.reader === null,
        ask: async () => putNewcomer({ reader: await rank(newcomers()!.candidates, 'llm-only') }),
      },
      newBoth: { isLeft: () => newcomers()?.both === null, ask: async () => putNewcomer({ both: await rank(newcomers()!.candidates, 'a-llmrec') }) },
      genre: {
        isLeft: () => {
          const { genre } = get();
          return !isPressed && prompt.genre !== undefined && !(genre.kind === 'whole' && !genre.stale);
        },
        ask: answers.favouriteGenre,
      },
    };
    const isHalted = () => halted !== null && isPresent(halted);
    const mayAsk = () => goesOn() && get().model.kind === 'ready' && !isHalted();
    if (!mayAsk() || !(get().answersItself || isPressed)) return;
    const before = answer();
    if (before) put({ both: before.ranking });
    else if (isPressed) return;
    try {
      for (const [at, part] of PARTS.entries()) {
        if (!mayAsk()) return;
        if (!work[part].isLeft()) continue;
        const then = PARTS.slice(at + 1).filter((later) => work[later].isLeft());
        set({ automatic: { kind: 'asking', part, done: 0, of: 0, then } });
        await work[part].ask();
        const result = answer();
        if (!goesOn() || !result) return;
        if (part === 'both') put({ both: result.ranking });
      }
    } finally {
      set({ automatic: { kind: isHalted() ? 'stopped' : 'none' } });
    }
  };

  const release = (): void => {
    halted = null;
    if (get().automatic.kind === 'stopped') set({ automatic: { kind: 'none' } });
  };

  return {
    /** Ends what runs by itself; resolves when the model is free. */
    interrupt,
    /** A visitor's Stop. */
    halt(): void {
      turn++;
      halted = question();
      if (get().automatic.kind === 'none') set({ automatic: { kind: 'stopped' } });
    },
    /** A visitor asks: what was stopped before is gone on with afterwards. */
    release,
    async answerByItself({ asked = false } = {}): Promise<void> {
      await interrupt();
      if (asked) pressed = question();
      if (halted && !isPresent(halted)) release();
      const mine = ++turn;
      await (going = sequence(mine));
    },
  };
}
