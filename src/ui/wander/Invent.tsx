import { useEffect, useId, useRef, useState, type SubmitEvent } from 'react';
import type { Invention } from '../../store/wander/state';
import { itemKey, steering } from '../../store/state';
import { sentence } from '../ModelStatus';
import { scrolling } from '../pacing/still';
import { FilmLine } from '../shared/FilmLine';
import { ordinal } from '../shared/format';
import { useActions, useMatinee, useT } from '../shared/useMatinee';
import { check, YEARS, type Wrong } from './check';
import { FoundFilm } from './FoundFilm';
import './wander.css';
import { Failure } from '../Failure';

const SHOWN = 5;

/** The button "Invent a movie" and what it opens. */
export function Invent() {
  const t = useT();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className="invent">
      <button aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)}>
        {t('invent.button')}
      </button>
      {!open && <p className="hint">{t('invent.what')}</p>}
      {open && <Panel id={id} />}
    </div>
  );
}

function Panel({ id }: { id: string }) {
  const actions = useActions();
  const t = useT();
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
  const sentenceOf = { title: t('invent.needTitle'), long: t('invent.tooLong'), year: t('invent.needYear', YEARS) };
  const isOfTitle = wrong === 'title' || wrong === 'long';
  const complaint = wrong && (
    <p id={`${id}-wrong`} role="alert" className="wrong">
      {sentenceOf[wrong]}
    </p>
  );

  return (
    <section className="panel" id={id} aria-label={t('invent.button')}>
      <p className="hint">{t('invent.intro')}</p>
      <form onSubmit={submit} noValidate>
        <label htmlFor={`${id}-title`}>{t('invent.title')}</label>
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
        <label htmlFor={`${id}-year`}>{t('invent.year')}</label>
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
        <label htmlFor={`${id}-sentence`}>{t('invent.sentence')}</label>
        <textarea
          id={`${id}-sentence`}
          dir="auto"
          rows={2}
          placeholder={t('invent.example')}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
        <div className="row">
          <button className="primary">{t('invent.go')}</button>
        </div>
      </form>
      <Outcome invention={invention} />
    </section>
  );
}

function Outcome({ invention }: { invention: Invention }) {
  const t = useT();
  const model = useMatinee((state) => state.model);
  if (invention.kind === 'none') return null;
  if (invention.kind === 'failed')
    return (
      <div className="alert" role="alert">
        <p>
          <Failure error={invention.error} />
        </p>
      </div>
    );
  if (invention.kind === 'reading') {
    const isAtWork = model.kind === 'running' && model.task === 'invent';
    const how = !isAtWork
      ? model.kind === 'running'
        ? t('meaning.busy')
        : t(model.kind === 'ready' ? 'invent.text' : 'invent.waiting')
      : invention.step === 'ranking'
        ? invention.totalTokens
          ? t('invent.rankingRead', { percent: Math.round((100 * invention.doneTokens) / invention.totalTokens) })
          : t('invent.ranking')
        : model.progress
          ? sentence(t, model)
          : t('invent.text');
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
  const t = useT();
  const isOlder = useMatinee((state) => steering(state) !== history);
  const onMap = useMatinee((state) => state.catalogue.kind === 'open' && state.catalogue.manifest.files.map !== undefined);
  const where = standing
    ? t('invent.placed', { place: ordinal(t, standing.place), count: standing.candidates.length })
    : history.length === 0
      ? t('invent.noHistory')
      : t('invent.noneNew');
  // The first ones, and the invented film where it is not among them.
  const lines = standing?.ranking.flatMap(({ candidate }, i) => {
    const item = standing.candidates[candidate]!;
    return i < SHOWN || item.kind === 'own' ? [{ item, place: i + 1 }] : [];
  });
  // On most screens it lands below what is seen.
  const landed = useRef<HTMLDivElement>(null);
  useEffect(() => landed.current?.scrollIntoView({ behavior: scrolling(), block: 'nearest' }), [film]);
  const add = (to: 'history' | 'candidates') => void actions.addOwn({ title: film.title, year: film.year, description: film.description }, to);
  return (
    <div className="landing" ref={landed}>
      <p className="invent-verdict" role="status">
        <bdi>“{film.title}”</bdi>: {where}
        {isOlder && <span className="hint"> {t('invent.older')}</span>}
      </p>
      {lines && (
        <>
          <h3>{t('invent.ranked')}</h3>
          {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
          <ol className="films ranks" role="list" aria-label={t('invent.ranked')}>
            {lines.map(({ item, place }) => (
              <li key={itemKey(item)} value={place} data-own={item.kind === 'own'}>
                <span className="rank">{place}</span>
                <FilmLine item={item} />
              </li>
            ))}
          </ol>
        </>
      )}
      <h3>{t('invent.alike')}</h3>
      {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
      <ol className="films" role="list" aria-label={t('invent.alike')}>
        {alike.slice(0, SHOWN).map(({ row }) => (
          <li key={row}>
            <FoundFilm row={row} />
          </li>
        ))}
      </ol>
      <div className="row">
        {onMap && <button onClick={() => actions.lookAt('invention')}>{t('invent.showOnMap')}</button>}
        <button className="quiet" onClick={() => add('history')}>
          {t('invent.toHistory')}
        </button>
        <button className="quiet" onClick={() => add('candidates')}>
          {t('invent.toCandidates')}
        </button>
      </div>
    </div>
  );
}
