import { examplesOf } from './examples';
import { genreColours } from '../shared/format';
import { Button } from '../shared/Button';
import { useActions, useMatinee, useT, useWaiting } from '../shared/useMatinee';

const SHOWN = 3;

/** Histories to start from, as tickets; there before the catalogue is, and in use when it is. */
export function Presets() {
  const t = useT();
  const actions = useActions();
  const waiting = useWaiting();
  const catalogue = useMatinee((state) => state.catalogue);
  const open = catalogue.kind === 'open' ? catalogue : null;
  const known = (ids: readonly number[]) => ids.flatMap((id) => open?.films[open.rowOf.get(id) ?? -1] ?? []).slice(-SHOWN);
  const examples = examplesOf(open?.films ?? null).filter(({ ids }) => !open || known(ids).length > 0);
  if (examples.length === 0) return null;
  return (
    <div className="examples">
      <h3>{t('history.start')}</h3>
      <ul className="tickets" aria-label={t('history.examples')}>
        {examples.map(({ name, ids, genres }) => (
          <li key={name}>
            <Button className="ticket" blocked={!open} style={genreColours(genres)} onClick={() => actions.usePreset(ids)}>
              <span className="ticket-name">{t.label(name)}</span>
              <span className="ticket-films">
                {open
                  ? known(ids)
                      .map(({ title }) => title)
                      .join(' · ')
                  : waiting}
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
