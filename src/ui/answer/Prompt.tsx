import { Fragment, useEffect, useState } from 'react';
import type { PromptPiece } from '../../engine/types';
import { steering } from '../../store/state';
import { useActions, useT, useMatinee } from '../shared/useMatinee';
import { Failure } from '../Failure';

/** A soft token: one position that holds a vector instead of a word. */
function Soft({ kind }: { kind: 'user' | 'item' }) {
  const t = useT();
  return (
    <span className="soft" data-kind={kind} title={kind === 'user' ? t('prompt.userToken') : t('prompt.itemToken')}>
      {t(`prompt.${kind}`)}
    </span>
  );
}

function Piece({ piece }: { piece: PromptPiece }) {
  switch (piece.kind) {
    case 'soft':
      return <Soft kind={piece.of === 'user' ? 'user' : 'item'} />;
    case 'title':
      return <b>{piece.text}</b>;
    case 'text':
      return <Fragment>{piece.text}</Fragment>;
  }
}

/** A prompt for people: its words, its titles, and a chip for each soft token. */
export function Pieces({ pieces }: { pieces: readonly PromptPiece[] }) {
  return pieces.map((piece, at) => <Piece key={at} piece={piece} />);
}

/** What the language model reads when Recommend is pressed, as the engine tells it: nothing here knows the template. */
export function Prompt() {
  const t = useT();
  const actions = useActions();
  const prompt = useMatinee((state) => state.prompt);
  const history = useMatinee(steering);
  const candidates = useMatinee((state) => state.candidates);
  const loaded = useMatinee((state) => state.model.kind === 'ready' || state.model.kind === 'running');
  const [open, setOpen] = useState(false);

  useEffect(() => {
    if (open && loaded) void actions.showPrompt();
  }, [open, loaded, history, candidates, actions]);

  if (history.length === 0) return null;
  // That of the change before stands for the moment until the engine has answered.
  const shown = prompt.kind === 'whole' && (loaded || (prompt.history === history && prompt.candidates === candidates)) ? prompt.pieces : null;
  return (
    <details className="prompt" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('prompt.summary')}</summary>
      {shown && (
        <p lang="en">
          <Pieces pieces={shown} />
        </p>
      )}
      {prompt.kind === 'failed' && (
        <p className="hint">
          <Failure error={prompt.error} />
        </p>
      )}
      {!shown && !loaded && <p className="hint">{t('page.needModel')}</p>}
      <p className="hint">{t('prompt.chips')}</p>
    </details>
  );
}
