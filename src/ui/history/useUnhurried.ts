import { useDeferredValue } from 'react';
import type { Watched } from '../../store/state';

/** A history that changes by more films at once came from a file, or goes with its undoing. */
const MANY_AT_ONCE = 500;

/** The history to draw: at once, so that what was pressed is seen to follow; thousands of films in a render of their own, behind what is said of them. */
export function useUnhurried(history: Watched[]): Watched[] {
  const late = useDeferredValue(history);
  return Math.abs(history.length - late.length) > MANY_AT_ONCE ? late : history;
}
