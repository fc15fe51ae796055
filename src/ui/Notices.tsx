import { useActions, useMatinee, useT } from './shared/useMatinee';

/** What was ignored or could not be kept, in a sentence each. */
export function Notices() {
  const t = useT();
  const actions = useActions();
  const notices = useMatinee((state) => state.notices);
  return (
    <div role="log" aria-label={t('page.notices')} aria-live="polite" className="notices">
      {notices.map(({ id, text }) => (
        <p key={id} className="notice">
          <span dir="auto">{text}</span>
          <button className="icon" aria-label={t('page.dismiss')} onClick={() => actions.dismiss(id)}>
            <span aria-hidden="true">×</span>
          </button>
        </p>
      ))}
    </div>
  );
}
