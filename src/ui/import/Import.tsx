import { useEffect, useRef } from 'react';
import { IMPORT } from '../../content/import';
import type { Import as Importing } from '../../store/state';
import { Choice } from '../shared/Choice';
import { thousands } from '../shared/format';
import { useActions, useCopy, useMatinee } from '../shared/useMatinee';
import { useWatchCopy } from '../watch/useWatchCopy';
import { focusImportButton, ImportButton } from './ImportButton';
import { OpenTitles } from './OpenTitles';
import { useDrop } from './useDrop';

type Whole = Extract<Importing, { kind: 'whole' }>;

function Counts({ importing }: { importing: Whole }) {
  const copy = useCopy();
  const { counts, films, wanted, middle } = importing;
  const why = Object.entries(counts.why).map(([reason, rows]) => `${thousands(rows)} ${IMPORT.why[reason as keyof typeof IMPORT.why]}`);
  const low = films.filter((item) => item.low).length;
  const numbers = [
    [counts.rows, counts.rows === 1 ? 'row' : 'rows'],
    [films.length, films.length === 1 ? copy.item : copy.items],
    [counts.unsure, 'unsure'],
    [counts.unknown, 'unknown'],
    [counts.skipped, 'skipped'],
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
      {why.length > 0 && <p>Skipped: {why.join(', ')}.</p>}
      {low > 0 && middle !== null && (
        <p>
          {thousands(low)} {low === 1 ? 'is' : 'are'} rated below your own middle, {middle} of 5: watched, so never recommended, and no sign of your taste.
        </p>
      )}
      {wanted > 0 && (
        <p>
          {copy.count(wanted)} of your watchlist can be the candidates now: see “Candidates”{films.length === 0 && ', where they are chosen already'}.
        </p>
      )}
    </>
  );
}

function Result({ importing }: { importing: Whole }) {
  const actions = useActions();
  const isUntouched = useMatinee((state) => state.history === importing.after);
  const close = (how: () => void) => {
    how();
    focusImportButton();
  };
  const { toList } = useWatchCopy();
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
          legend="What happens to the history before"
          name="import-mode"
          options={(['add', 'replace'] as const).map((value) => ({ value, label: IMPORT.modes[value] }))}
          value={importing.mode}
          onChange={actions.setImportMode}
        />
      )}
      <OpenTitles importing={importing} />
      <div className="row">
        <button onClick={() => close(actions.closeImport)}>Done</button>
        {importing.films.length > 0 && (
          <button className="quiet" onClick={showList}>
            {toList}
          </button>
        )}
        <button className="quiet" onClick={() => close(actions.undoImport)}>
          Undo the import
        </button>
        <span className="hint">{IMPORT.privacy}</span>
      </div>
    </>
  );
}

function Body({ importing }: { importing: Exclude<Importing, { kind: 'none' }> }) {
  const actions = useActions();
  switch (importing.kind) {
    case 'reading':
      return (
        <>
          <progress aria-label="Rows matched" max={importing.of || 1} {...(importing.of ? { value: importing.rows } : {})} />
          <div className="row">
            <button className="quiet" onClick={() => (actions.stopImport(), focusImportButton())}>
              Stop the import
            </button>
            <span className="hint">{IMPORT.privacy}</span>
          </div>
        </>
      );
    case 'profiles':
      return (
        <>
          <p>{IMPORT.profiles}</p>
          <div className="row">
            {importing.profiles.map(({ name, rows }) => (
              <button key={name} dir="auto" onClick={() => void actions.importProfile(name)}>
                {name} <span className="count">({thousands(rows)} rows)</span>
              </button>
            ))}
            <button className="quiet" onClick={() => (actions.closeImport(), focusImportButton())}>
              Cancel
            </button>
          </div>
        </>
      );
    case 'failed':
      return (
        <>
          <p className="alert" role="alert">
            <strong>{importing.error.message}</strong> {importing.error.nextStep}
          </p>
          <div className="row">
            <ImportButton label="Choose another file" />
            <button className="quiet" onClick={() => (actions.closeImport(), focusImportButton())}>
              Close
            </button>
            <span className="hint">Your history is as it was.</span>
          </div>
        </>
      );
    case 'whole':
      return <Result importing={importing} />;
  }
}

function heading(importing: Exclude<Importing, { kind: 'none' }>): string {
  switch (importing.kind) {
    case 'reading':
      return IMPORT.reading(importing.name);
    case 'profiles':
      return IMPORT.profilesTitle;
    case 'failed':
      return `${importing.name} was not imported`;
    case 'whole':
      return `Imported from ${IMPORT.names[importing.service]}`;
  }
}

/** What becomes of a file: it is read, asked about, and what came of it stands here until the visitor is done with it. Over the page, not in its way. */
export function Import() {
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
      {over && <p className="drop">{IMPORT.drop}</p>}
      {importing.kind !== 'none' && (
        <section className="panel import" aria-label={IMPORT.region} aria-live="polite" aria-busy={kind === 'reading'}>
          <h2 ref={title} tabIndex={-1} dir="auto">
            {heading(importing)}
          </h2>
          <Body importing={importing} />
        </section>
      )}
    </>
  );
}
