/** Years in which there are, or will soon be, films. */
export const YEARS = { first: 1870, last: 2100 } as const;

/** The engine's limit, said before anything is read. */
const MAX_TITLE = 200;

export type Wrong = 'title' | 'long' | 'year' | null;

/** What is wrong with what was typed of an invented film. */
export function check(title: string, year: string): Wrong {
  if (!title.trim()) return 'title';
  if ([...title.trim()].length > MAX_TITLE) return 'long';
  const typed = year.trim();
  return typed === '' || (/^[0-9]{4}$/.test(typed) && Number(typed) >= YEARS.first && Number(typed) <= YEARS.last) ? null : 'year';
}
