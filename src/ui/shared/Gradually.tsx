import { Children, startTransition, useEffect, useState, type ReactNode } from 'react';

/**
 * Shows its children one after the other, each in a render that React may interrupt, when the one before has been painted: what lies below the first screen does
 * not hold it up. @param atOnce all of them in the first render @param onWhole when all are there
 */
export function Gradually({ children, atOnce, onWhole }: { children: ReactNode; atOnce: boolean; onWhole: () => void }) {
  const parts = Children.toArray(children);
  const [shown, setShown] = useState(atOnce ? parts.length : 1);
  useEffect(() => {
    if (shown >= parts.length) return startTransition(onWhole);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => startTransition(() => setShown(shown + 1));
    // A frame, and after it a task: the browser has painted by then. A page in the background has no frames.
    const frame = requestAnimationFrame(() => port2.postMessage(null));
    const unseen = setTimeout(() => port2.postMessage(null), UNSEEN_MS);
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(unseen);
      port1.close();
    };
  }, [shown, parts.length, onWhole]);
  return parts.slice(0, shown);
}

const UNSEEN_MS = 100;
