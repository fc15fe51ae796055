import { later } from '../pacing/Later';
import { useActions, useMatinee, useT } from '../shared/useMatinee';

function What() {
  const t = useT();
  return <p className="hint">{t('watch.what')}</p>;
}

const WatchBody = later(async () => (await import('./WatchBody')).WatchBody, What);

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
      {isOpen ? <WatchBody /> : <What />}
    </section>
  );
}
