import type { Answer, Part, Said as Sentence } from '../../store/state';
import { Failure, InEnglish } from '../Failure';
import { useMatinee, useT } from '../shared/useMatinee';
import { Pieces } from './Prompt';
import { nameOf, waitingOf } from '../stage/waiting';

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

/** What the model says beside an answer: of the history, or why this film. Nothing, where it was not taught to, or where no sentence of its was true. */
export function Said({ what, of }: { what: 'taste' | 'reason'; of: Sentence['of'] }) {
  const t = useT();
  const said = useMatinee((state) => state.said[what]);
  if (said?.of !== of) return what === 'reason' ? <InLine part="reason" /> : null;
  if (said.text === null) return null;
  return (
    <div className="model-words">
      <p dir="auto" lang="en">
        {said.text}
      </p>
      {/* A film of the history that it names stands between quotation marks. */}
      {what === 'reason' && <p className="hint">{t(said.text.includes('"') ? 'answer.reasonIs' : 'answer.reasonIsNone')}</p>}
      {what === 'reason' && <InEnglish />}
      <details className="explain prompt" aria-live="off">
        <summary>{t('prompt.sentence')}</summary>
        <p lang="en">
          <Pieces pieces={said.prompt} />
        </p>
        <p className="hint">{t('prompt.sentenceNote', { count: said.tries })}</p>
      </details>
    </div>
  );
}

/** What stands in line by itself, and after what. */
export function InLine({ part }: { part: Part }) {
  const t = useT();
  const waiting = useMatinee((state) => {
    const { automatic } = state;
    if (automatic.kind !== 'asking' || !(automatic.part === part || automatic.then.includes(part))) return '';
    return `${nameOf(t, part)}: ${waitingOf(t, part, state).said}`;
  });
  return waiting ? (
    <p className="hint" aria-live="off">
      {waiting}
    </p>
  ) : null;
}

export const Caret = () => <span className="caret" aria-hidden="true" />;

export const Stale = () => <p className="hint stale">{useT()('answer.stale')}</p>;
