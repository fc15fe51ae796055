import { LANGUAGES, type Language } from '../../content/language';
import { chooseLanguage } from '../../store/language/language';
import { Choice } from '../shared/Choice';
import { useActions, useMatinee, useT } from '../shared/useMatinee';

export const LANGUAGE_OPTIONS = (Object.keys(LANGUAGES) as Language[]).map((value) => ({ value, label: LANGUAGES[value] }));

/** The page's language, each by its own name. What a booth's visitor chooses is forgotten with them. */
export function Languages() {
  const t = useT();
  const { notify } = useActions();
  const kiosk = useMatinee((state) => state.kiosk);
  const choose = (language: Language) => void chooseLanguage(language, kiosk ? 'visitor' : 'always').catch(() => notify(t('notice.languageMissing')));
  return <Choice legend={t('page.language')} name="language" options={LANGUAGE_OPTIONS} value={t.language} onChange={choose} />;
}
