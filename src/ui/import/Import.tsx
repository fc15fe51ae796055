import { useEffect, useRef } from 'react';
import type { Translate } from '../../content/language';
import type { Import as Importing } from '../../store/state';
import { Choice } from '../shared/Choice';
import { thousands } from '../shared/format';
import { useActions, useMatinee, useT } from '../shared/useMatinee';
import { focusImportButton, ImportButton } from './ImportButton';
import { OpenTitles } from './OpenTitles';
import { useDrop } from './useDrop';
import { Failure } from '../Failure';

type Whole = Extract<Importing, { kind: 'whole' }>;

function Counts({ importing }: { importing: Whole }) {
  const t = useT();
  const { counts, films, wanted, middle } = importing;
  const why = Object.entries(counts.why).map(([reason, rows]) => t(`importing.why.${reason as keyof typeof counts.why}`, { rows: thousands(rows) }));
  const low = films.filter((item) => item.low).length;
  const numbers = [
    [counts.rows, t('importing.rows', { count: counts.rows })],
    [films.length, t('importing.films', { count: films.length })],
    [counts.unsure, t('importing.unsureRows')],
    [counts.unknown, t('importing.unknownRows')],
    [counts.skipped, t('importing.skippedRows')],
  ] as const;
  return (
    <>
      <dl className="import-counts">
        {numbers.map(([count, label]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{thousands(count)}</dd>
          </div>
        ))}
      </dl>
      {why.length > 0 && <p>{t('importing.skipped', { why: why.join(', ') })}</p>}
      {low > 0 && middle !== null && <p>{t('importing.low', { count: low, rows: thousands(low), middle })}</p>}
      {wanted > 0 && <p>{t(films.length === 0 ? 'importing.wantedAlone' : 'importing.wanted', { films: t('history.count', { count: wanted }) })}</p>}
    </>
  );
}

function Result({ importing }: { importing: Whole }) {
  const t = useT();
  const actions = useActions();
  const isUntouched = useMatinee((state) => state.history === importing.after);
  const close = (how: () => void) => {
    how();
    focusImportButton();
  };
  const showList = () => {
    actions.openWatch(true);
    const heading = document.querySelector<HTMLButtonElement>('.watch-open');
    heading?.focus({ preventScroll: true });
    heading?.scrollIntoView({ block: 'start' });
  };
  return (
    <>
      <Counts importing={importing} />
      {importing.films.length > 0 && importing.before.length > 0 && isUntouched && (
        <Choice
          legend={t('importing.before')}
          name="import-mode"
          options={(['add', 'replace'] as const).map((value) => ({ value, label: t(`importing.modes.${value}`) }))}
          value={importing.mode}
          onChange={actions.setImportMode}
        />
      )}
      <OpenTitles importing={importing} />
      <div className="row">
        <button onClick={() => close(actions.closeImport)}>{t('importing.done')}</button>
        {importing.films.length > 0 && (
          <button className="quiet" onClick={showList}>
            {t('watch.toList')}
          </button>
        )}
        <button className="quiet" onClick={() => close(actions.undoImport)}>
          {t('importing.undo')}
        </button>
        <span className="hint">{t('importing.privacy')}</span>
      </div>
    </>
  );
}

function Body({ importing }: { importing: Exclude<Importing, { kind: 'none' }> }) {
  const t = useT();
  const actions = useActions();
  switch (importing.kind) {
    case 'reading':
      return (
        <>
          <progress aria-label={t('importing.matched')} max={importing.of || 1} {...(importing.of ? { value: importing.rows } : {})} />
          <div className="row">
            <button className="quiet" onClick={() => (actions.stopImport(), focusImportButton())}>
              {t('importing.stop')}
            </button>
            <span className="hint">{t('importing.privacy')}</span>
          </div>
        </>
      );
    case 'profiles':
      return (
        <>
          <p>{t('importing.profiles')}</p>
          <div className="row">
            {importing.profiles.map(({ name, rows }) => (
              <button key={name} dir="auto" onClick={() => void actions.importProfile(name)}>
                {name} <span className="count">{t('importing.rowsOf', { rows: thousands(rows) })}</span>
              </button>
            ))}
            <button className="quiet" onClick={() => (actions.closeImport(), focusImportButton())}>
              {t('importing.cancel')}
            </button>
          </div>
        </>
      );
    case 'failed':
      return (
        <>
          <p className="alert" role="alert">
            <Failure error={importing.error} />
          </p>
          <div className="row">
            <ImportButton again />
            <button className="quiet" onClick={() => (actions.closeImport(), focusImportButton())}>
              {t('importing.close')}
            </button>
            <span className="hint">{t('importing.asItWas')}</span>
          </div>
        </>
      );
    case 'whole':
      return <Result importing={importing} />;
  }
}

const SERVICES = {
  matinee: 'Matinee',
  letterboxd: 'Letterboxd',
  imdb: 'IMDb',
  netflix: 'Netflix',
  trakt: 'Trakt',
  movielens: 'MovieLens',
  watcharr: 'Watcharr',
} as const;

function serviceOf(t: Translate, service: Whole['service']): string {
  return service === 'spreadsheet' ? t('importing.spreadsheet') : service === 'text' ? t('importing.list') : SERVICES[service];
}

function heading(t: Translate, importing: Exclude<Importing, { kind: 'none' }>): string {
  switch (importing.kind) {
    case 'reading':
      return t('importing.reading', { name: importing.name });
    case 'profiles':
      return t('importing.profilesTitle');
    case 'failed':
      return t('importing.failed', { name: importing.name });
    case 'whole':
      return t('importing.from', { service: serviceOf(t, importing.service) });
  }
}

/** What becomes of a file: it is read, asked about, and what came of it stands here until the visitor is done with it. Over the page, not in its way. */
export function Import() {
  const t = useT();
  const importing = useMatinee((state) => state.importing);
  const over = useDrop();
  const title = useRef<HTMLHeadingElement>(null);
  const { kind } = importing;
  // The button that was pressed stands further down: the focus goes to what came of it.
  useEffect(() => {
    if (kind !== 'none') title.current?.focus();
  }, [kind]);
  return (
    <>
      {over && <p className="drop">{t('importing.drop')}</p>}
      {importing.kind !== 'none' && (
        <section className="panel import" aria-label={t('importing.region')} aria-live="polite" aria-busy={kind === 'reading'}>
          <h2 ref={title} tabIndex={-1} dir="auto">
            {heading(t, importing)}
          </h2>
          <Body importing={importing} />
        </section>
      )}
    </>
  );
}
