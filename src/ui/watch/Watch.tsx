import { lazy, Suspense } from 'react';
import { useActions, useMatinee } from '../shared/useMatinee';
import { useWatchCopy } from './useWatchCopy';

const WatchBody = lazy(() => import('./WatchBody'));

/** The region "What to watch". Closed it costs nothing; open it follows the history. */
export function Watch() {
  const actions = useActions();
  const copy = useWatchCopy();
  const isOpen = useMatinee((state) => state.watching.isOpen);
  return (
    <section className="panel watch" aria-label={copy.title} data-open={isOpen}>
      <h2>
        <button className="watch-open" aria-expanded={isOpen} onClick={() => actions.openWatch(!isOpen)}>
          {copy.title}
        </button>
      </h2>
      {isOpen ? (
        <Suspense fallback={<p className="hint">{copy.what}</p>}>
          <WatchBody />
        </Suspense>
      ) : (
        <p className="hint">{copy.what}</p>
      )}
    </section>
  );
}
