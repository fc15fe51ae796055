import type { Watched } from '../../store/state';
import { useT } from '../shared/useMatinee';

/** What the visitor's services say of a film. */
export function Facts({ item: { rating, low } }: { item: Watched }) {
  const t = useT();
  if (rating === undefined && !low) return null;
  return (
    <span className="watched-facts">
      {rating !== undefined && (
        <span className="count" title={t('history.rating', { rating })}>
          <span aria-hidden="true">★ </span>
          <span className="visually-hidden">{t('history.rated')} </span>
          {Math.round(rating * 10) / 10}
        </span>
      )}
      {low && <span className="badge">{t('importing.lowBadge')}</span>}
    </span>
  );
}
