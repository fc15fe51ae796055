import { useId, useMemo } from 'react';
import { besideOf } from '../../store/watch/beside';
import { offerOf } from '../../store/watch/filters';
import { NO_FILTERS } from '../../store/watch/watching';
import { useActions, useMatinee, useT } from '../shared/useMatinee';

interface Props<T extends string | number> {
  legend: string;
  values: readonly T[];
  value: T | null;
  label?: (value: T) => string;
  help?: string;
  onChange: (value: T | null) => void;
}

/** One of many, folded away. (The options of a select would be confused with the films that a search finds.) */
function Filter<T extends string | number>({ legend, values, value, label = String, help, onChange }: Props<T>) {
  const t = useT();
  const name = useId();
  if (values.length < 2) return null;
  return (
    <details className="watch-filter" data-set={value !== null} name="watch-filter">
      <summary>
        {legend}: <b>{value === null ? t('watch.any') : label(value)}</b>
      </summary>
      <fieldset className="watch-options">
        <legend className="visually-hidden">{legend}</legend>
        {[null, ...values].map((option) => (
          <label key={option} className="watch-option">
            <input type="radio" name={name} checked={option === value} onChange={() => onChange(option)} />
            {option === null ? t('watch.any') : label(option)}
          </label>
        ))}
      </fieldset>
      {help && <p className="hint">{help}</p>}
    </details>
  );
}

/** They hold for the whole catalogue, before anything is ranked. */
export function Filters() {
  const actions = useActions();
  const t = useT();
  const filters = useMatinee((state) => state.watching.filters);
  const catalogue = useMatinee((state) => state.catalogue);
  const beside = useMatinee(besideOf);
  const offer = useMemo(() => offerOf(catalogue.kind === 'open' ? catalogue.films : [], beside), [catalogue, beside]);
  const isSet = Object.values(filters).some((value) => value !== null);
  return (
    <div className="watch-filters">
      <Filter
        legend={t('watch.filters.genre')}
        values={offer.genres}
        value={filters.genre}
        label={t.label}
        onChange={(genre) => actions.filterWatch({ genre })}
      />
      <Filter
        legend={t('watch.filters.decade')}
        values={offer.decades}
        value={filters.decade}
        label={(decade) => t('decade.name', { year: decade })}
        onChange={(decade) => actions.filterWatch({ decade })}
      />
      <Filter
        legend={t('watch.filters.country')}
        values={offer.countries}
        value={filters.country}
        label={t.label}
        onChange={(country) => actions.filterWatch({ country })}
      />
      <Filter
        legend={t('watch.filters.fame')}
        values={offer.fames}
        value={filters.fame}
        label={(fame) => t(`watch.fames.${fame}`)}
        help={t('watch.fameHelp')}
        onChange={(fame) => actions.filterWatch({ fame })}
      />
      {isSet && (
        <button className="quiet" onClick={() => actions.filterWatch(NO_FILTERS)}>
          {t('watch.reset')}
        </button>
      )}
    </div>
  );
}
