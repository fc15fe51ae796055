import { useState } from 'react';
import { LANGUAGES, type Language } from '../../content/language';
import { chooseLanguage } from '../../store/language/language';
import { Choice } from '../shared/Choice';
import { useActions, useMatinee, useT } from '../shared/useMatinee';

export const LANGUAGE_OPTIONS = (Object.keys(LANGUAGES) as Language[]).map((value) => ({ value, label: LANGUAGES[value] }));

/** The page's language, each by its own name. What a booth's visitor chooses is forgotten with them. */
export function Languages() {
  const t = useT();
  const { notify } = useActions();
  /** Until its words have come: the language of before can be chosen again meanwhile. */
  const [wanted, setWanted] = useState<Language | null>(null);
  const kiosk = useMatinee((state) => state.kiosk);
  const choose = (language: Language) => {
    setWanted(language);
    void chooseLanguage(language, kiosk ? 'visitor' : 'always')
      .catch(() => notify(t('notice.languageMissing')))
      .finally(() => setWanted((now) => (now === language ? null : now)));
  };
  return <Choice legend={t('page.language')} name="language" options={LANGUAGE_OPTIONS} value={wanted ?? t.language} onChange={choose} />;
}
