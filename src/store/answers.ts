/** The model's answers: written word by word, then whole, or the reason why they are not there. */
import type { RecommendProgress } from '../engine/recommend';
import type { Actions } from './actions';
import type { Context } from './context';
import type { ModelRunner } from './model';
import type { Answer, State } from './state';

/** @param visitor counts the visitors of a booth: an answer to the last one is not shown to the next. */
export function createAnswers({ client, set, get }: Context, { run }: Pick<ModelRunner, 'run'>, visitor: () => number): Pick<Actions, 'recommend' | 'favouriteGenre'> {
  const answer = async <K extends 'recommendation' | 'genre'>(key: K, task: 'recommend' | 'genre') => {
    const { history, candidates, freeGeneration } = get();
    const asked = visitor();
    const put = (value: Answer<unknown>) => asked === visitor() && set({ [key]: value } as Partial<State>);
    let writing = { kind: 'writing' as const, text: '', readTokens: 0, promptTokens: 0, ranking: [], candidates } as Extract<Answer<unknown>, { kind: 'writing' }>;
    const onProgress = (progress: RecommendProgress) => {
      if (progress.kind === 'prefill') writing = { ...writing, readTokens: progress.doneTokens, promptTokens: progress.totalTokens };
      if (progress.kind === 'token') writing = { ...writing, text: writing.text + progress.text };
      if (progress.kind === 'ranking') writing = { ...writing, ranking: progress.ranking };
      put(writing);
    };
    const before = get()[key];
    const result = await run(
      task,
      (signal) => {
        put(writing);
        return task === 'recommend'
          ? client.request('recommend', { history, candidates, decoding: freeGeneration ? 'free' : 'constrained' }, { signal, onProgress })
          : client.request('genre', { history }, { signal, onProgress });
      },
      (error) => {
        if (error.code === 'busy') put(before as Answer<unknown>);
        else put(error.code === 'stopped' ? { kind: 'stopped', text: writing.text } : { kind: 'failed', error });
        if (error.code === 'device-lost') set({ model: { kind: 'lost', error } });
      },
    );
    const { model } = get();
    if (result && (model.kind === 'ready' || model.kind === 'running')) put({ kind: 'whole', result, candidates, device: model.device, stale: get().history !== history });
  };

  return {
    recommend: () => answer('recommendation', 'recommend'),
    favouriteGenre: () => answer('genre', 'genre'),
  };
}
