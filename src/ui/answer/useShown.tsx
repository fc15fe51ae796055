import { useState, type ReactNode } from 'react';
import { useT } from '../shared/useMatinee';

const FIRST = 10;
/** A list up to this long is shown whole. */
const WHOLE = 20;

/** The first of a list that is too long to be shown whole, and a button for the others; no button where none are left out. */
export function useShown<T>(items: readonly T[]): { shown: readonly T[]; more: ReactNode } {
  const t = useT();
  const [all, setAll] = useState(false);
  if (items.length <= WHOLE) return { shown: items, more: null };
  const more = (
    <button className="quiet more" aria-expanded={all} onClick={() => setAll(!all)}>
      {all ? t('answer.showFewer', { count: FIRST }) : t('answer.showAll', { count: items.length })}
    </button>
  );
  return { shown: all ? items : items.slice(0, FIRST), more };
}
