import { factsOf } from '../../store/state';
import { Icon } from '../shared/Icon';
import { useActions, useMatinee, useT } from '../shared/useMatinee';

function Chosen({ label, rows, takeBack }: { label: string; rows: readonly number[]; takeBack: (row: number) => void }) {
  const t = useT();
  const catalogue = useMatinee((state) => state.catalogue);
  if (rows.length === 0) return null;
  return (
    <div className="watch-chosen">
      <span className="watch-label">{label}</span>
      {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
      <ul className="chips" role="list" aria-label={label}>
        {rows.map((row) => {
          const title = factsOf({ catalogue }, { kind: 'film', row })?.title ?? '';
          return (
            <li key={row}>
              <button className="chip" dir="auto" aria-label={t('watch.takeBack', { title })} onClick={() => takeBack(row)}>
                {title} <Icon name="remove" />
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** What the visitor has said of films in the list, to be taken back one by one or all at once. */
export function Choices() {
  const actions = useActions();
  const t = useT();
  const { liked, away } = useMatinee((state) => state.watching.choices);
  if (liked.length + away.length === 0) return null;
  return (
    <div className="watch-choices">
      <Chosen label={t('watch.liked')} rows={liked} takeBack={actions.moreLike} />
      <Chosen label={t('watch.away')} rows={away} takeBack={actions.notForMe} />
      {liked.length + away.length > 1 && (
        <button className="quiet watch-forget" onClick={actions.forgetWatch}>
          {t('watch.forget')}
        </button>
      )}
    </div>
  );
}
