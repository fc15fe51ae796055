/** Dark unless somebody asks for light; public/boot.js sets it before the first picture. */
export type Theme = 'dark' | 'light';
const KEY = 'matinee.theme';

export const themeNow = (): Theme => (document.documentElement.dataset.theme === 'light' ? 'light' : 'dark');

export function setTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A browser that keeps nothing has it for this visit.
  }
}
