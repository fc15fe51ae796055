import { Children, startTransition, useEffect, useState, type ReactNode } from 'react';
import { afterPaint } from './afterPaint';

/**
 * Shows its children one after the other, each in a render that React may interrupt, when the one before has been painted: what lies below the first screen does
 * not hold it up. @param atOnce all of them in the first render @param onWhole called when all are there
 */
export function Gradually({ children, atOnce, onWhole }: { children: ReactNode; atOnce: boolean; onWhole?: () => void }) {
  const parts = Children.toArray(children);
  const [shown, setShown] = useState(atOnce ? parts.length : 1);
  useEffect(() => {
    if (shown >= parts.length) return onWhole && startTransition(onWhole);
    return afterPaint(() => startTransition(() => setShown(shown + 1)));
  }, [shown, parts.length, onWhole]);
  return parts.slice(0, shown);
}
