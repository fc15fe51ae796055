import { useId, useState, type SubmitEvent } from 'react';
import { COPY } from '../../content/copy';
import { useActions, useCopy, useMatinee } from '../shared/useMatinee';

/** A film by title and description: SBERT reads it in the tab. */
export function OwnFilm() {
  const actions = useActions();
  const copy = useCopy();
  const ready = useMatinee((state) => state.model.kind === 'ready');
  const embedding = useMatinee((state) => state.model.kind === 'running' && state.model.task === 'embed');
  const maxTokens = useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.manifest.sbert.maxTokens : 64));
  const id = useId();
  const [title, setTitle] = useState('');
  const [year, setYear] = useState('');
  const [description, setDescription] = useState('');

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const submitter = event.nativeEvent.submitter as HTMLButtonElement | null;
    const to = submitter?.value === 'candidates' ? 'candidates' : 'history';
    const added = await actions.addOwn({ title: title.trim(), year: Number(year) || 0, description: description.trim() }, to);
    if (!added) return;
    setTitle('');
    setYear('');
    setDescription('');
  };

  return (
    <details className="own">
      <summary>{copy.ownTitle}</summary>
      <form onSubmit={(event) => void submit(event)}>
        <p className="hint">{copy.ownHelp}</p>
        <label htmlFor={`${id}-title`}>Title</label>
        <input id={`${id}-title`} dir="auto" value={title} onChange={(event) => setTitle(event.target.value)} />
        <label htmlFor={`${id}-year`}>Year (optional)</label>
        <input id={`${id}-year`} inputMode="numeric" pattern="[0-9]{4}" value={year} onChange={(event) => setYear(event.target.value)} />
        <label htmlFor={`${id}-description`}>Description</label>
        <textarea id={`${id}-description`} dir="auto" rows={3} value={description} onChange={(event) => setDescription(event.target.value)} />
        <p className="hint">{COPY.ownLimits(maxTokens)}</p>
        <div className="row">
          <button className="quiet" disabled={!ready} value="history">
            {embedding ? 'Reading it …' : 'Add to the history'}
          </button>
          <button className="quiet" disabled={!ready} value="candidates">
            Add to the candidates
          </button>
        </div>
        {!ready && !embedding && <p className="hint">The model must be ready first.</p>}
        {embedding && <p className="hint">{copy.ownFetch}</p>}
      </form>
    </details>
  );
}
