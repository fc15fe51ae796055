import { useId, useRef, useState, type SubmitEvent } from 'react';
import { COPY } from '../../content/copy';
import { Button } from '../shared/Button';
import { isFree } from '../../store/state';
import { useActions, useCopy, useMatinee } from '../shared/useMatinee';

/** A film by title and description: SBERT reads it in the tab. */
export function OwnFilm() {
  const actions = useActions();
  const copy = useCopy();
  const ready = useMatinee(isFree);
  const embedding = useMatinee((state) => state.model.kind === 'running' && state.model.task === 'embed');
  const maxTokens = useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.manifest.sbert.maxTokens : 64));
  const id = useId();
  const [title, setTitle] = useState('');
  const [year, setYear] = useState('');
  const [description, setDescription] = useState('');
  /** Which button was pressed last. */
  const [to, setTo] = useState<'history' | 'candidates'>('history');
  const [untitled, setUntitled] = useState(false);
  const titleField = useRef<HTMLInputElement>(null);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const submitter = event.nativeEvent.submitter as HTMLButtonElement | null;
    const to = submitter?.value === 'candidates' ? 'candidates' : 'history';
    // Enter in a field presses the first button, whether it can be pressed or not.
    if (!ready) return;
    setTo(to);
    setUntitled(!title.trim());
    if (!title.trim()) return titleField.current?.focus();
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
        <input
          id={`${id}-title`}
          ref={titleField}
          dir="auto"
          value={title}
          aria-invalid={untitled}
          aria-describedby={untitled ? `${id}-untitled` : undefined}
          onChange={(event) => {
            setTitle(event.target.value);
            setUntitled(false);
          }}
        />
        {untitled && (
          <p id={`${id}-untitled`} role="alert" className="wrong">
            {copy.ownNoTitle}
          </p>
        )}
        <label htmlFor={`${id}-year`}>Year (optional)</label>
        <input
          id={`${id}-year`}
          inputMode="numeric"
          pattern="[0-9]{4}"
          title="Four digits, such as 1954"
          value={year}
          onChange={(event) => setYear(event.target.value)}
        />
        <label htmlFor={`${id}-description`}>Description</label>
        <textarea id={`${id}-description`} dir="auto" rows={3} value={description} onChange={(event) => setDescription(event.target.value)} />
        <p className="hint">{COPY.ownLimits(maxTokens)}</p>
        <div className="row">
          {(['history', 'candidates'] as const).map((place) => (
            <Button key={place} className="quiet" blocked={!ready} value={place}>
              {embedding && to === place ? 'Reading it …' : copy.ownAdd[place]}
            </Button>
          ))}
        </div>
        {!ready && !embedding && <p className="hint">The model must be ready first.</p>}
        {embedding && <p className="hint">{copy.ownFetch}</p>}
      </form>
    </details>
  );
}
