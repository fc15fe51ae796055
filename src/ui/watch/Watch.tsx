import { lazy, Suspense } from 'react';
import { useActions, useMatinee, useT } from '../shared/useMatinee';

const WatchBody = lazy(() => import('./WatchBody'));

/** The region "What to watch". Closed it costs nothing; open it follows the history. */
export function Watch() {
  const actions = useActions();
  const t = useT();
  const isOpen = useMatinee((state) => state.watching.isOpen);
  return (
    <section className="panel watch" aria-label={t('watch.title')} data-open={isOpen}>
      <h2>
        <button className="watch-open" aria-expanded={isOpen} onClick={() => actions.openWatch(!isOpen)}>
          {t('watch.title')}
        </button>
      </h2>
      {isOpen ? (
        <Suspense fallback={<p className="hint">{t('watch.what')}</p>}>
          <WatchBody />
        </Suspense>
      ) : (
        <p className="hint">{t('watch.what')}</p>
      )}
    </section>
  );
}
