import { useId, useRef, useState, type SubmitEvent } from 'react';
import type { Translate } from '../../content/language';
import { sentence } from '../ModelStatus';
import { useActions, useMatinee, useT } from '../shared/useMatinee';
import { FoundFilm } from './FoundFilm';
import './wander.css';
import { Failure } from '../Failure';

/** What a film's text is made of, by the names of the manifest's template. */
const TOLD = ['title', 'year', 'subgenres', 'genres', 'countries', 'directors'] as const;

/** "title, year, genres and cast": what SBERT reads of each film. */
export function toldBy(t: Translate, template: string): string {
  const parts = TOLD.filter((name) => template.includes(`{${name}}`)).map((name) => t(`meaning.parts.${name}`));
  // The films' descriptions are their casts; a catalogue of titles alone has none.
  if (template.includes('{genres}')) parts.push(t('meaning.parts.cast'));
  return parts.length ? t.list(parts) : t('meaning.parts.title');
}

/** Films by what they are about, as far as SBERT has read it. */
export function Meaning() {
  const actions = useActions();
  const t = useT();
  const id = useId();
  const meaning = useMatinee((state) => state.wander.meaning);
  const model = useMatinee((state) => state.model);
  const template = useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.manifest.sbert.textTemplate : '{title}'));
  const titlesAlone = !TOLD.some((name) => name !== 'title' && template.includes(`{${name}}`));
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
      ? sentence(t, model)
      : t('meaning.searching')
    : model.kind === 'running'
      ? t('meaning.busy')
      : model.kind === 'ready'
        ? t('meaning.searching')
        : t('meaning.waiting');

  return (
    <section className="meaning" aria-labelledby={`${id}-label`}>
      <form onSubmit={submit} role="search" aria-labelledby={`${id}-label`}>
        <label className="field-label" id={`${id}-label`} htmlFor={`${id}-query`}>
          {t('meaning.label')}
        </label>
        <div className="meaning-field">
          <input
            id={`${id}-query`}
            ref={field}
            type="text"
            dir="auto"
            placeholder={`${t(titlesAlone ? 'meaning.exampleTitle' : 'meaning.example')} …`}
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
          <button>{t('meaning.go')}</button>
        </div>
        <p className={isEmpty ? 'wrong' : 'hint'} id={`${id}-help`} role={isEmpty ? 'alert' : undefined}>
          {isEmpty ? t('meaning.nothing') : titlesAlone ? t('meaning.helpTitle') : t('meaning.help', { parts: toldBy(t, template) })}
        </p>
      </form>
      <div aria-live="polite">
        {meaning.kind === 'searching' && <p className="hint">{how}</p>}
        {meaning.kind === 'whole' && <p className="hint">{t('meaning.found', { count: meaning.films.length, query: meaning.query.slice(0, 60) })}</p>}
      </div>
      {meaning.kind === 'failed' && (
        <div className="alert" role="alert">
          <p>
            <Failure error={meaning.error} />
          </p>
          <div className="row">
            <button onClick={() => void actions.searchMeaning(meaning.query)}>{t('meaning.go')}</button>
          </div>
        </div>
      )}
      {meaning.kind === 'whole' && (
        <>
          {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
          <ol className="films found" role="list" aria-label={t('meaning.results')}>
            {meaning.films.map(({ row, score }) => (
              <li key={row}>
                <FoundFilm row={row}>
                  <meter
                    className="bar"
                    min={0}
                    max={1}
                    value={Math.max(0, score)}
                    aria-label={t('meaning.match', { score: score.toFixed(2) })}
                    title={t('meaning.match', { score: score.toFixed(2) })}
                  />
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
            {t('meaning.clear')}
          </button>
        </>
      )}
    </section>
  );
}
