/** Which language the page speaks: `?lang=`, what was chosen at an earlier visit, or what the browser prefers. */
import { firstLanguage, isLanguage, speak, TAGS, translate, type Language } from '../../content/language';

const KEY = 'matinee.language';

/** A booth's own, for each visitor to begin with. */
let home: Language = 'en';
/** Choices overtake each other where one's words arrive late. */
let choices = 0;

function kept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** The language of a visit that begins. Where its words do not arrive, the page speaks English. */
export async function beginLanguage(search: string): Promise<void> {
  const asked = new URLSearchParams(search).get('lang');
  home = firstLanguage([isLanguage(asked) ? asked : null, kept(), ...navigator.languages]);
  await use(home).catch(() => undefined);
}

/**
 * @param whose 'always': from now on, in a booth for every visitor; 'visitor': until the booth starts over
 * @throws where the language's words do not arrive: the page goes on as it was.
 */
export async function chooseLanguage(language: Language, whose: 'always' | 'visitor'): Promise<void> {
  await use(language);
  if (whose === 'visitor') return;
  home = language;
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // A browser that keeps nothing has it for this visit.
  }
  const url = new URL(location.href);
  if (!url.searchParams.has('lang')) return;
  url.searchParams.set('lang', language);
  history.replaceState(null, '', url);
}

/** Back to the booth's own language. */
export const resetLanguage = (): Promise<void> => use(home).catch(() => undefined);

async function use(language: Language): Promise<void> {
  const mine = ++choices;
  await speak(language, () => mine === choices);
  if (mine !== choices) return;
  document.documentElement.lang = TAGS[language];
  document.title = translate()('page.title');
}
