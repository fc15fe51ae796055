import { useId, useRef, useState, type SubmitEvent } from 'react';
import { sentence } from '../ModelStatus';
import { useActions, useMatinee } from '../shared/useMatinee';
import { FoundFilm } from './FoundFilm';
import { useWanderCopy } from './useWanderCopy';
import './wander.css';

/** Films by what they are about, as far as SBERT has read it. */
export function Meaning() {
  const actions = useActions();
  const copy = useWanderCopy().meaning;
  const id = useId();
  const meaning = useMatinee((state) => state.wander.meaning);
  const model = useMatinee((state) => state.model);
  const template = useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.manifest.sbert.textTemplate : '{title}'));
  const [query, setQuery] = useState('');
  const [isEmpty, setIsEmpty] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setIsEmpty(!query.trim());
    if (!query.trim()) return field.current?.focus();
    void actions.searchMeaning(query);
  };
  const isAtWork = model.kind === 'running' && model.task === 'meaning';
  const how = isAtWork
    ? model.progress
      ? sentence(model)
      : copy.searching
    : model.kind === 'running'
      ? copy.busy
      : model.kind === 'ready'
        ? copy.searching
        : copy.waiting;

  return (
    <section className="meaning" aria-labelledby={`${id}-label`}>
      <form onSubmit={submit} role="search" aria-labelledby={`${id}-label`}>
        <label className="field-label" id={`${id}-label`} htmlFor={`${id}-query`}>
          {copy.label}
        </label>
        <div className="meaning-field">
          <input
            id={`${id}-query`}
            ref={field}
            type="text"
            dir="auto"
            placeholder={`${copy.example} …`}
            value={query}
            maxLength={1000}
            enterKeyHint="search"
            aria-invalid={isEmpty}
            aria-describedby={`${id}-help`}
            onChange={(event) => {
              setQuery(event.target.value);
              setIsEmpty(false);
            }}
          />
          <button>{copy.go}</button>
        </div>
        <p className={isEmpty ? 'wrong' : 'hint'} id={`${id}-help`} role={isEmpty ? 'alert' : undefined}>
          {isEmpty ? copy.nothing : copy.help(template)}
        </p>
      </form>
      <div aria-live="polite">
        {meaning.kind === 'searching' && <p className="hint">{how}</p>}
        {meaning.kind === 'whole' && <p className="hint">{copy.found(meaning.films.length, meaning.query.slice(0, 60))}</p>}
      </div>
      {meaning.kind === 'failed' && (
        <div className="alert" role="alert">
          <p>
            <strong>{meaning.error.message}</strong> {meaning.error.nextStep}
          </p>
          <div className="row">
            <button onClick={() => void actions.searchMeaning(meaning.query)}>{copy.go}</button>
          </div>
        </div>
      )}
      {meaning.kind === 'whole' && (
        <>
          {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
          <ol className="films found" role="list" aria-label={copy.results}>
            {meaning.films.map(({ row, score }) => (
              <li key={row}>
                <FoundFilm row={row}>
                  <meter className="bar" min={0} max={1} value={Math.max(0, score)} aria-label={copy.match(score)} title={copy.match(score)} />
                </FoundFilm>
              </li>
            ))}
          </ol>
          <button
            className="quiet"
            onClick={() => {
              setQuery('');
              void actions.searchMeaning('');
              field.current?.focus();
            }}
          >
            {copy.clear}
          </button>
        </>
      )}
    </section>
  );
}
