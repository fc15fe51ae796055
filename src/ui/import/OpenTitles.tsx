import { useState } from 'react';
import { moreFactsOf, type Choice, type Import } from '../../store/state';
import type { OpenRow } from '../../worker/protocol';
import { thousands } from '../shared/format';
import { useActions, useMatinee, useT } from '../shared/useMatinee';

const NO_FILMS: readonly never[] = [];

/** Lines at a time: a file may leave thousands open. */
const SHOWN = 40;

/** So many titles that the catalogue lacks are no crowd: they need not be asked for. */
const FEW = 5;

type Whole = Extract<Import, { kind: 'whole' }>;

const nameOf = ({ title, year }: { title: string; year: number | null }) => (year ? `${title} (${year})` : title);

/** Suggestions by title and year; those that would read alike have their director, too, or their genres. */
function useNames(rows: readonly number[]): string[] {
  const films = useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.films : NO_FILMS));
  const facts = useMatinee((state) => state.facts);
  const t = useT();
  const names = rows.map((row) => (films[row] ? nameOf(films[row]) : ''));
  return rows.map((row, i) => {
    const name = names[i]!;
    if (names.indexOf(name) === names.lastIndexOf(name)) return name;
    const { directors } = moreFactsOf({ facts }, { kind: 'film', row });
    return [name, directors.join(', ') || t.labels(films[row]?.genres ?? [])].filter(Boolean).join(' · ');
  });
}

function Answer({ row, choice, chosen, children }: { row: OpenRow; choice: Choice; chosen: Choice | undefined; children: string }) {
  const actions = useActions();
  const pressed = chosen === choice;
  return (
    <button className="chip" aria-pressed={pressed} dir="auto" onClick={() => actions.chooseFilm(row.row, pressed && choice !== 'none' ? 'none' : choice)}>
      {children}
    </button>
  );
}

function Title({ row, chosen }: { row: OpenRow; chosen: Choice | undefined }) {
  const t = useT();
  const suggested = useNames(row.suggestions);
  const name = nameOf(row);
  return (
    <li className="open-title" data-answered={chosen !== undefined}>
      <span className="open-name" dir="auto">
        {name}
        {row.times > 1 && <span className="count"> × {row.times}</span>}
      </span>
      <span className="chips" role="group" aria-label={name}>
        {row.suggestions.map((film, i) => (
          <Answer key={film} row={row} choice={film} chosen={chosen}>
            {suggested[i]!}
          </Answer>
        ))}
        {row.suggestions.length > 0 && (
          <Answer row={row} choice="none" chosen={chosen}>
            {t('importing.none')}
          </Answer>
        )}
        <Answer row={row} choice="own" chosen={chosen}>
          {t('importing.own')}
        </Answer>
      </span>
    </li>
  );
}

function Titles({ rows, choices, label }: { rows: readonly OpenRow[]; choices: Whole['choices']; label: string }) {
  const t = useT();
  const [shown, setShown] = useState(SHOWN);
  return (
    <>
      {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
      <ul className="open-titles" role="list" aria-label={label}>
        {rows.slice(0, shown).map((row) => (
          <Title key={row.row} row={row} chosen={choices.get(row.row)} />
        ))}
      </ul>
      {rows.length > shown && (
        <button className="quiet" onClick={() => setShown(shown + SHOWN)}>
          {t('importing.more', { shown: Math.min(SHOWN, rows.length - shown), left: thousands(rows.length - shown) })}
        </button>
      )}
    </>
  );
}

function Unknown({ rows, choices }: { rows: readonly OpenRow[]; choices: Whole['choices'] }) {
  const t = useT();
  const [opened, setOpened] = useState(false);
  const name = t('importing.unknown', { count: rows.length });
  const titles = (
    <>
      <p className="hint">{t('importing.unknownHelp')}</p>
      <Titles rows={rows} choices={choices} label={name} />
    </>
  );
  if (rows.length <= FEW)
    return (
      <div className="open-group">
        <h3>{name}</h3>
        {titles}
      </div>
    );
  return (
    <details className="open-group" onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary>{name}</summary>
      {/* Not before they are asked for: a file of 20,000 rows should not hold the page up. */}
      {opened && titles}
    </details>
  );
}

/** What the catalogue does not know for sure: "did you mean" for some, and films of one's own for the rest. */
export function OpenTitles({ importing }: { importing: Whole }) {
  const t = useT();
  const { open, choices } = importing;
  const unsure = open.filter(({ suggestions }) => suggestions.length > 0);
  const unknown = open.filter(({ suggestions }) => suggestions.length === 0);
  return (
    <>
      {unsure.length > 0 && (
        <div className="open-group">
          <h3>{t('importing.unsure')}</h3>
          <p className="hint">{t('importing.unsureHelp')}</p>
          <Titles rows={unsure} choices={choices} label={t('importing.unsure')} />
        </div>
      )}
      {unknown.length > 0 && <Unknown rows={unknown} choices={choices} />}
    </>
  );
}
