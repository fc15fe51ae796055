import { useDeferredValue, useId, useMemo } from 'react';
import { madeOf } from '../../facts/madeOf';
import { filmRows, steering } from '../../store/state';
import { useMatinee, useT } from '../shared/useMatinee';
import '../facts.css';

/** Countries that English has with an article. */
const THE = new Set(['United States', 'United Kingdom', 'Netherlands', 'Czech Republic', 'Philippines', 'Soviet Union', 'Dominican Republic']);

/** What the history is made of, counted from the bundle's facts: beside the model's sentence, and plainly none of its words. */
export function MadeOf() {
  const t = useT();
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
    ...counted.genres.map(({ name, films }) => ({ name: t.language === 'en' ? name.toLowerCase() : t.label(name), films })),
    ...counted.subgenres
      .filter(({ name }) => !counted.genres.some((genre) => genre.name.toLowerCase() === name.toLowerCase()))
      .map(({ name, films }) => ({ name: t.label(name), films })),
    ...counted.countries.map(({ name, films }) => ({ name: t(THE.has(name) ? 'facts.fromThe' : 'facts.from', { place: t.label(name) }), films })),
    ...counted.decades.map(({ name, films }) => ({ name: t('facts.of', { decade: t('decade.name', { year: parseInt(name) }) }), films })),
    ...counted.directors.map(({ name, films }) => ({ name: t('facts.by', { director: name }), films })),
  ];
  if (parts.length === 0) return null;
  return (
    <div className="made-of" aria-live="off">
      <h3 id={heading}>{t('facts.heading', { films: t('history.count', { count: counted.films }) })}</h3>
      {/* Browsers take the list role from lists without bullets. */}
      {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
      <ul role="list" aria-labelledby={heading}>
        {parts.map(({ name, films }) => (
          <li key={name}>
            <strong>{films}</strong> {name}
          </li>
        ))}
      </ul>
      <p className="hint">{t('facts.note')}</p>
    </div>
  );
}
