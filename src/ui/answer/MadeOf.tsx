import { useDeferredValue, useId, useMemo } from 'react';
import { FACTS } from '../../content/facts';
import { madeOf } from '../../facts/madeOf';
import { filmRows, steering } from '../../store/state';
import { useCopy, useMatinee } from '../shared/useMatinee';
import '../facts.css';

/** What the history is made of, counted from the bundle's facts: beside the model's sentence, and plainly none of its words. */
export function MadeOf() {
  const copy = useCopy();
  const heading = useId();
  const facts = useMatinee((state) => state.facts);
  const catalogue = useMatinee((state) => state.catalogue);
  const history = useDeferredValue(useMatinee(steering));
  const counted = useMemo(
    () => (facts && catalogue.kind === 'open' ? madeOf([...new Set(filmRows(history))], catalogue.films, facts) : null),
    [facts, catalogue, history],
  );
  if (!counted) return null;
  const parts = [
    ...counted.genres.map(({ name, films }) => ({ name: name.toLowerCase(), films })),
    ...counted.subgenres.filter(({ name }) => !counted.genres.some((genre) => genre.name.toLowerCase() === name.toLowerCase())),
    ...counted.countries.map(({ name, films }) => ({ name: FACTS.from(name), films })),
    ...counted.decades.map(({ name, films }) => ({ name: FACTS.of(name), films })),
    ...counted.directors.map(({ name, films }) => ({ name: FACTS.by(name), films })),
  ];
  if (parts.length === 0) return null;
  return (
    <div className="made-of" aria-live="off">
      <h3 id={heading}>{FACTS.heading(copy.count(counted.films))}</h3>
      {/* Browsers take the list role from lists without bullets. */}
      {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
      <ul role="list" aria-labelledby={heading}>
        {parts.map(({ name, films }) => (
          <li key={name}>
            <strong>{films}</strong> {name}
          </li>
        ))}
      </ul>
      <p className="hint">{FACTS.note}</p>
    </div>
  );
}
