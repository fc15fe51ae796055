import { useId, useRef, useState, type SubmitEvent } from 'react';
import { Button } from '../shared/Button';
import { isFree } from '../../store/state';
import { useActions, useT, useMatinee } from '../shared/useMatinee';

/** A film by title and description: SBERT reads it in the tab. */
export function OwnFilm() {
  const actions = useActions();
  const t = useT();
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
      <summary>
        {t('own.title')}
        <span className="hint">{t('own.what')}</span>
      </summary>
      <form onSubmit={(event) => void submit(event)}>
        <p className="hint">{t('own.help')}</p>
        <label htmlFor={`${id}-title`}>{t('own.name')}</label>
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
            {t('own.noTitle')}
          </p>
        )}
        <label htmlFor={`${id}-year`}>{t('own.year')}</label>
        <input
          id={`${id}-year`}
          inputMode="numeric"
          pattern="[0-9]{4}"
          title={t('own.yearHelp')}
          value={year}
          onChange={(event) => setYear(event.target.value)}
        />
        <label htmlFor={`${id}-description`}>{t('own.description')}</label>
        <textarea id={`${id}-description`} dir="auto" rows={3} value={description} onChange={(event) => setDescription(event.target.value)} />
        <p className="hint">{t('own.limits', { tokens: maxTokens, words: Math.round(maxTokens * 0.07) * 10 })}</p>
        <div className="row">
          {(['history', 'candidates'] as const).map((place) => (
            <Button key={place} className="quiet" blocked={!ready} value={place}>
              {embedding && to === place ? t('own.reading') : place === 'history' ? t('own.toHistory') : t('own.toCandidates')}
            </Button>
          ))}
        </div>
        {!ready && !embedding && <p className="hint">{t('page.mustBeReady')}</p>}
        {embedding && <p className="hint">{t('own.fetch')}</p>}
      </form>
    </details>
  );
}
