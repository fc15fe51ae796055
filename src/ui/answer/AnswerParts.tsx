import type { Answer } from '../../store/state';

type Writing = Extract<Answer<unknown>, { kind: 'writing' }>;

export function Failed({ answer }: { answer: Extract<Answer<unknown>, { kind: 'failed' }> }) {
  return (
    <p role="alert" className="alert">
      <strong>{answer.error.message}</strong> {answer.error.nextStep}
    </p>
  );
}

/** How much of the prompt the model has read, until its first word. */
export function Reading({ answer }: { answer: Writing }) {
  if (answer.text || !answer.promptTokens) return null;
  return (
    <p className="hint">
      Reading the prompt: {answer.readTokens} of {answer.promptTokens} tokens
      <progress aria-label="Prompt read" max={answer.promptTokens} value={answer.readTokens} />
    </p>
  );
}

export const Caret = () => <span className="caret" aria-hidden="true" />;

export const Stale = () => <p className="hint stale">The history has changed since this answer.</p>;
