import { sayError } from '../content/language';
import type { WireError } from '../worker/protocol';
import { useT } from './shared/useMatinee';

/**
 * A failure in the visitor's language, by its code. What was thrown is English: elsewhere it stands behind, for it names files and numbers.
 * @param nextStep in place of the error's
 */
export function Failure({ error, nextStep }: { error: WireError; nextStep?: string }) {
  const t = useT();
  const [said, next] = sayError(error, t.language);
  return (
    <>
      <strong>{said}</strong> {nextStep ?? next}
      {t.language !== 'en' && (
        <small className="in-english" lang="en">
          {error.message} {nextStep === undefined && error.nextStep}
        </small>
      )}
    </>
  );
}

/** That the model writes English, where the page does not. */
export function InEnglish() {
  const t = useT();
  return t.language === 'en' ? null : <p className="hint">{t('page.english')}</p>;
}
