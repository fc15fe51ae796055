import { IMPORT } from '../../content/import';
import type { Watched } from '../../store/state';

/** What the visitor's services say of a film. */
export function Facts({ item: { rating, low } }: { item: Watched }) {
  if (rating === undefined && !low) return null;
  return (
    <span className="watched-facts">
      {rating !== undefined && (
        <span className="count" title={`Your rating: ${rating} of 5`}>
          <span aria-hidden="true">★ </span>
          <span className="visually-hidden">rated </span>
          {Math.round(rating * 10) / 10}
        </span>
      )}
      {low && <span className="badge">{IMPORT.lowBadge}</span>}
    </span>
  );
}
