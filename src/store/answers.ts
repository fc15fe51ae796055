/** The model's answers: written word by word, then whole, or the reason why they are not there. And the prompt that it reads. */
import type { RecommendProgress } from '../engine/recommend';
import type { Recommendation } from '../engine/types';
import { throwIfStopped } from '../errors';
import { toWireError } from '../worker/wireError';
import type { Browsing } from './catalogue';
import type { ModelRunner } from './model';
import type { OwnFilms } from './ownFilms';
import { latest } from './pacing/latest';
import { leftOutRows, type Shortlisting } from './shortlist/shortlist';
import { ofPresent, steering, type Actions, type Answer, type Context, type Item, type Said, type State } from './state';

/** How much of a prompt has been read. */
export type Reading = Extract<RecommendProgress, { kind: 'prefill' }>;

/** The sentence beside the present recommendation. */
interface Reasons {
  /** Whether it has not been asked for. */
  lacksReason(): boolean;
  sayReason(): Promise<void>;
}

type Asked = Pick<State, 'history' | 'candidates' | 'freeGeneration'> & { leftOut: number[] };

/** @param visitor counts the visitors of a booth: an answer to the last one is not shown to the next. */
export function createAnswers(
  { client, set, get }: Context,
  { settled, shortlisted }: Pick<Browsing, 'settled'> & Shortlisting,
  { readUnread }: Pick<OwnFilms, 'readUnread'>,
  { run }: Pick<ModelRunner, 'run'>,
  visitor: () => number,
  /**
   * quiet: asked for by nobody. The answer before stays until the first word of the next, what is given up leaves no trace, and the sentence beside a
   * recommendation is asked for when its turn comes. onRead: hears what has been read.
   */
  { quiet = false, onRead }: { quiet?: boolean; onRead?: (read: Reading) => void } = {},
): Pick<Actions, 'recommend' | 'favouriteGenre' | 'showPrompt'> & Reasons {
  /** History and candidates of one state: the lists of this history have come, and SBERT has read what it must. */
  const present = async (task: 'recommend' | 'genre', signal: AbortSignal): Promise<Asked> => {
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    for (;;) {
      do await Promise.race([settled(), aborted]);
      while (!signal.aborted && (await readUnread(signal)));
      const { history } = get();
      if (task === 'recommend' && !signal.aborted) await Promise.race([shortlisted(), aborted]);
      throwIfStopped(signal);
      // Unless it has changed again.
      if (get().history === history) return { ...get(), history: steering(get()), leftOut: leftOutRows(get()) };
    }
  };

  const answer = async (key: 'recommendation' | 'genre', task: 'recommend' | 'genre') => {
    const by = visitor();
    const put = (value: Answer<unknown>) => by === visitor() && set({ [key]: value } as Partial<State>);
    const nothing = (candidates: State['candidates']) => ({ kind: 'writing' as const, text: '', readTokens: 0, promptTokens: 0, ranking: [], candidates });
    let writing: Extract<Answer<unknown>, { kind: 'writing' }> = nothing(get().candidates);
    const shown = latest(put);
    const reading = latest<Reading>((read) => onRead?.(read));
    const onProgress = (progress: RecommendProgress) => {
      if (progress.kind === 'prefill') reading.show(progress);
      if (progress.kind === 'prefill') writing = { ...writing, readTokens: progress.doneTokens, promptTokens: progress.totalTokens };
      if (progress.kind === 'token') writing = { ...writing, text: writing.text + progress.text };
      if (progress.kind === 'ranking') writing = { ...writing, ranking: progress.ranking };
      if (!quiet || writing.text) shown.show(writing);
    };
    const before = get()[key];
    const from = steering(get());
    /** Kept for when it is asked again. */
    let asked: Asked | undefined;
    await run(
      task,
      async (signal, device) => {
        writing = nothing(writing.candidates);
        if (!quiet || before.kind !== 'whole') put(writing);
        const { history, candidates, freeGeneration, leftOut } = (asked ??= await present(task, signal));
        writing = nothing(candidates);
        if (!quiet || before.kind !== 'whole') put(writing);
        const whole = (result: unknown) => {
          shown.end();
          reading.end();
          put(ofPresent({ kind: 'whole', result, candidates, device, stale: steering(get()) !== history }, steering(get())));
        };
        if (task === 'genre') {
          const result = await client.request('genre', { history }, { signal, onProgress });
          whole(result);
          return say('taste', { history }, result, signal);
        }
        const result = await client.request(
          'recommend',
          { history, candidates, ...(freeGeneration ? { decoding: 'free', leftOut } : { decoding: 'constrained' }) },
          { signal, onProgress },
        );
        whole(result);
        if (by === visitor()) set({ prompt: { kind: 'whole', history, candidates, pieces: result.prompt } });
        const film = named(result, candidates);
        if (film && !quiet) await say('reason', { history, film }, result, signal);
      },
      (error) => {
        shown.end();
        reading.end();
        if (quiet && error.code === 'stopped') {
          // What changed meanwhile has marked the answer that is still there.
          const isStale = before.kind === 'whole' && (before.stale || steering(get()) !== from);
          if (get()[key].kind === 'writing') put(ofPresent(before.kind === 'whole' ? { ...before, stale: isStale } : before, steering(get())));
        } else if (error.code === 'busy') put(before);
        else put(ofPresent(error.code === 'stopped' ? { kind: 'stopped', text: writing.text } : { kind: 'failed', error }, steering(get())));
      },
    );
  };

  /** The answer stands without it: what goes wrong here is nothing that the visitor could do something about. */
  const say = async (what: 'taste' | 'reason', about: { history: Item[]; film?: Item }, of: Said['of'], signal: AbortSignal) => {
    const by = visitor();
    const { catalogue } = get();
    if (catalogue.kind !== 'open' || !catalogue.manifest.prompt[what]) return;
    const put = (said: Said | null) => by === visitor() && set((state) => ({ said: { ...state.said, [what]: said } }));
    // It is shown when the facts have confirmed it.
    const sentence = await client.request('say', about, { signal }).catch((cause: unknown) => {
      const { code } = toWireError(cause);
      put(code === 'stopped' ? null : { of, text: null, tries: 0, prompt: [] });
      // Those that the page recovers from by itself.
      if (code === 'device-lost' || code === 'worker-failed') throw cause;
    });
    if (sentence) put({ of, text: sentence.text, tries: sentence.tries, prompt: sentence.prompt });
  };

  const lacksReason = () => {
    const { recommendation, said } = get();
    return recommendation.kind === 'whole' && !recommendation.stale && said.reason?.of !== recommendation.result;
  };

  return {
    recommend: () => answer('recommendation', 'recommend'),
    favouriteGenre: () => answer('genre', 'genre'),

    lacksReason,
    async sayReason() {
      const { recommendation } = get();
      if (recommendation.kind !== 'whole' || !lacksReason()) return;
      const film = named(recommendation.result, recommendation.candidates);
      if (!film) return;
      const history = steering(get());
      await run(
        'voices',
        (signal) => say('reason', { history, film }, recommendation.result, signal),
        () => undefined,
      );
    },

    async showPrompt() {
      const { candidates, prompt } = get();
      const history = steering(get());
      const isPresent = () => steering(get()) === history && get().candidates === candidates;
      if (history.length === 0 || (prompt.kind === 'whole' && prompt.history === history && prompt.candidates === candidates)) return;
      try {
        const pieces = await client.request('prompt', { history, candidates });
        if (isPresent()) set({ prompt: { kind: 'whole', history, candidates, pieces } });
      } catch (cause) {
        if (isPresent()) set({ prompt: { kind: 'failed', error: toWireError(cause) } });
      }
    },
  };
}

/** The film that was named. */
const named = ({ candidate, film }: Recommendation, candidates: readonly Item[]): Item | undefined =>
  film === undefined ? candidates[candidate ?? -1] : { kind: 'film', row: film };
