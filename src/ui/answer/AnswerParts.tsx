import type { Answer } from '../../store/state';
import { Failure } from '../Failure';
import { useT } from '../shared/useMatinee';

type Writing = Extract<Answer<unknown>, { kind: 'writing' }>;

export function Failed({ answer }: { answer: Extract<Answer<unknown>, { kind: 'failed' }> }) {
  return (
    <p role="alert" className="alert">
      <Failure error={answer.error} />
    </p>
  );
}

/** How much of the prompt the model has read, until its first word. */
export function Reading({ answer }: { answer: Writing }) {
  const t = useT();
  if (answer.text || !answer.promptTokens) return null;
  return (
    <p className="hint">
      {t('answer.reading', { read: answer.readTokens, all: answer.promptTokens })}
      <progress aria-label={t('answer.read')} max={answer.promptTokens} value={answer.readTokens} />
    </p>
  );
}

export const Caret = () => <span className="caret" aria-hidden="true" />;

export const Stale = () => <p className="hint stale">{useT()('answer.stale')}</p>;
