/** What a voice that has not spoken waits for, in plain words. */
import type { Translate } from '../../content/language';
import { PARTS, type Part, type State } from '../../store/state';

export interface Waiting {
  said: string;
  /** How much of its own prompt has been read, where it is at work. */
  read?: { done: number; of: number };
}

/** What the page does by itself, by the names that it has on the page. */
export function nameOf(t: Translate, part: Part): string {
  switch (part) {
    case 'both':
    case 'reader':
      return t(`voices.${part}.name`);
    case 'genre':
      return t('answer.genre');
    case 'reason':
    case 'newReader':
    case 'newBoth':
      return t(`queue.${part}`);
  }
}

/** Reading, then choosing: the bar is that of the reading, the long part. */
const atWork = (t: Translate, done: number, of: number): Waiting => ({
  said: of > 0 && done >= of ? t('queue.choosing') : t('queue.reading'),
  ...(of > 0 ? { read: { done, of } } : {}),
});

/** @param line what stands before the part, in its order; at least one */
function inLine(t: Translate, line: readonly Part[]): Waiting {
  const after = nameOf(t, line.at(-1)!);
  return { said: line.length === 1 ? t('queue.next', { after }) : t('queue.place', { count: line.length, ordinal: true, after }) };
}

export function waitingOf(t: Translate, part: Part, state: Pick<State, 'model' | 'automatic' | 'answersItself' | 'recommendation'>): Waiting {
  const { model, automatic, recommendation } = state;
  if (model.kind === 'failed') return { said: t('status.failed') };
  if (model.kind !== 'ready' && model.kind !== 'running') return { said: t('stage.onTheWay') };
  if (automatic.kind === 'asking') {
    if (automatic.part === part) return part === 'reason' ? { said: t('queue.writing') } : atWork(t, automatic.done, automatic.of);
    const at = automatic.then.indexOf(part);
    return at < 0 ? { said: t('queue.soon') } : inLine(t, [automatic.part, ...automatic.then.slice(0, at)]);
  }
  if (model.kind === 'running') {
    if (model.task !== 'recommend') return { said: t('queue.afterYours') };
    if (part !== 'both') return inLine(t, ['both']);
    return recommendation.kind === 'writing' ? atWork(t, recommendation.readTokens, recommendation.promptTokens) : { said: t('queue.reading') };
  }
  if (automatic.kind === 'stopped') return { said: t('queue.stopped') };
  if (!state.answersItself) return { said: t('stage.silent') };
  // Between two turns some of the parts are done: only before the first one is the whole order ahead.
  const isBegun = recommendation.kind === 'whole' && !recommendation.stale;
  return part === 'both' || isBegun ? { said: t('queue.soon') } : inLine(t, PARTS.slice(0, Math.max(1, PARTS.indexOf(part))));
}
