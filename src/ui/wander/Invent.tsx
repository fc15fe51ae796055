import { useEffect, useId, useRef, useState, type SubmitEvent } from 'react';
import type { Invention } from '../../store/wander/state';
import { itemKey, steering } from '../../store/state';
import { sentence } from '../ModelStatus';
import { FilmLine } from '../shared/FilmLine';
import { ordinal, percent } from '../shared/format';
import { useActions, useMatinee } from '../shared/useMatinee';
import { check, type Wrong } from './check';
import { FoundFilm } from './FoundFilm';
import { useWanderCopy } from './useWanderCopy';
import './wander.css';

const SHOWN = 5;

/** The button "Invent a movie" and what it opens. */
export function Invent() {
  const copy = useWanderCopy().invent;
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className="invent">
      <button aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)}>
        {copy.button}
      </button>
      {open && <Panel id={id} />}
    </div>
  );
}

function Panel({ id }: { id: string }) {
  const actions = useActions();
  const copy = useWanderCopy().invent;
  const invention = useMatinee((state) => state.wander.invention);
  const [title, setTitle] = useState('');
  const [year, setYear] = useState('');
  const [description, setDescription] = useState('');
  const [wrong, setWrong] = useState<Wrong>(null);
  const titleField = useRef<HTMLInputElement>(null);
  const yearField = useRef<HTMLInputElement>(null);
  useEffect(() => titleField.current?.focus(), []);

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found = check(title, year);
    setWrong(found);
    if (found) return (found === 'year' ? yearField : titleField).current?.focus();
    void actions.invent({ title: title.trim(), year: Number(year) || 0, description: description.trim() });
  };
  const sentenceOf = { title: copy.needTitle, long: copy.tooLong, year: copy.needYear };
  const isOfTitle = wrong === 'title' || wrong === 'long';
  const complaint = wrong && (
    <p id={`${id}-wrong`} role="alert" className="wrong">
      {sentenceOf[wrong]}
    </p>
  );

  return (
    <section className="panel" id={id} aria-label={copy.button}>
      <p className="hint">{copy.intro}</p>
      <form onSubmit={submit} noValidate>
        <label htmlFor={`${id}-title`}>{copy.title}</label>
        <input
          id={`${id}-title`}
          ref={titleField}
          type="text"
          dir="auto"
          value={title}
          aria-invalid={isOfTitle}
          aria-describedby={isOfTitle ? `${id}-wrong` : undefined}
          onChange={(event) => {
            setTitle(event.target.value);
            setWrong(null);
          }}
        />
        {isOfTitle && complaint}
        <label htmlFor={`${id}-year`}>{copy.year}</label>
        <input
          id={`${id}-year`}
          ref={yearField}
          type="text"
          inputMode="numeric"
          value={year}
          aria-invalid={wrong === 'year'}
          aria-describedby={wrong === 'year' ? `${id}-wrong` : undefined}
          onChange={(event) => {
            setYear(event.target.value);
            setWrong(null);
          }}
        />
        {wrong === 'year' && complaint}
        <label htmlFor={`${id}-sentence`}>{copy.sentence}</label>
        <textarea
          id={`${id}-sentence`}
          dir="auto"
          rows={2}
          placeholder={copy.example}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
        <div className="row">
          <button className="primary">{copy.go}</button>
        </div>
      </form>
      <Outcome invention={invention} />
    </section>
  );
}

function Outcome({ invention }: { invention: Invention }) {
  const copy = useWanderCopy().invent;
  const model = useMatinee((state) => state.model);
  if (invention.kind === 'none') return null;
  if (invention.kind === 'failed')
    return (
      <div className="alert" role="alert">
        <p>
          <strong>{invention.error.message}</strong> {invention.error.nextStep}
        </p>
      </div>
    );
  if (invention.kind === 'reading') {
    const isAtWork = model.kind === 'running' && model.task === 'invent';
    const how = !isAtWork
      ? copy.waiting
      : invention.step === 'ranking'
        ? copy.ranking(invention.doneTokens, invention.totalTokens)
        : model.progress
          ? sentence(model)
          : copy.text;
    return (
      <p className="hint" aria-live="polite">
        {how}
      </p>
    );
  }
  return <Landing invention={invention} />;
}

/** Where it lands: among new films, among texts, on the map. */
function Landing({ invention: { film, alike, standing, history } }: { invention: Extract<Invention, { kind: 'whole' }> }) {
  const actions = useActions();
  const copy = useWanderCopy().invent;
  const isOlder = useMatinee((state) => steering(state) !== history);
  const onMap = useMatinee((state) => state.catalogue.kind === 'open' && state.catalogue.manifest.files.map !== undefined);
  const where = standing ? copy.placed(ordinal(standing.place), standing.candidates.length) : history.length === 0 ? copy.noHistory : copy.noneNew;
  // The first ones, and the invented film where it is not among them.
  const lines = standing?.ranking.flatMap(({ candidate, probability }, i) => {
    const item = standing.candidates[candidate]!;
    return i < SHOWN || item.kind === 'own' ? [{ item, probability, place: i + 1 }] : [];
  });
  const add = (to: 'history' | 'candidates') => void actions.addOwn({ title: film.title, year: film.year, description: film.description }, to);
  return (
    <div className="landing">
      <p className="invent-verdict" role="status">
        <bdi>“{film.title}”</bdi>: {where}.{isOlder && <span className="hint"> {copy.older}</span>}
      </p>
      {lines && (
        <>
          <h3>{copy.ranked}</h3>
          {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
          <ol className="films ranks" role="list" aria-label={copy.ranked}>
            {lines.map(({ item, probability, place }) => (
              <li key={itemKey(item)} value={place} data-own={item.kind === 'own'}>
                <span className="rank">{place}</span>
                <FilmLine item={item} />
                <span className="count">{percent(probability)}</span>
              </li>
            ))}
          </ol>
        </>
      )}
      <h3>{copy.alike}</h3>
      {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
      <ol className="films" role="list" aria-label={copy.alike}>
        {alike.slice(0, SHOWN).map(({ row }) => (
          <li key={row}>
            <FoundFilm row={row} />
          </li>
        ))}
      </ol>
      <div className="row">
        {onMap && <button onClick={() => actions.lookAt('invention')}>{copy.showOnMap}</button>}
        <button className="quiet" onClick={() => add('history')}>
          {copy.toHistory}
        </button>
        <button className="quiet" onClick={() => add('candidates')}>
          {copy.toCandidates}
        </button>
      </div>
    </div>
  );
}
