/** What a booth counts for its operator: visits and answers by the hour, and nothing of who or what. */

export interface Hour {
  /** The beginning of the hour, local time: 2026-05-01T14:00. */
  hour: string;
  visits: number;
  answers: number;
}

const KEY = 'matinee.kiosk.counts.1';
/** Two months of hours. */
const MOST = 24 * 62;
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;

export function readCounts(): Hour[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isHour) : [];
  } catch {
    return [];
  }
}

function isHour(value: unknown): value is Hour {
  const { hour, visits, answers } = (value ?? {}) as Record<keyof Hour, unknown>;
  return typeof hour === 'string' && /^\d{4}-\d\d-\d\dT\d\d:00$/.test(hour) && isCount(visits) && isCount(answers);
}

const two = (value: number) => String(value).padStart(2, '0');
const hourOf = (time: Date) => `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}T${two(time.getHours())}:00`;

/** Counts one; a browser that stores nothing loses the count and no more. */
export function count(what: 'visits' | 'answers', now = new Date()): void {
  const hours = readCounts();
  const hour = hourOf(now);
  let last = hours.at(-1);
  if (last?.hour !== hour) hours.push((last = { hour, visits: 0, answers: 0 }));
  last[what]++;
  try {
    localStorage.setItem(KEY, JSON.stringify(hours.slice(-MOST)));
  } catch {
    // As said above.
  }
}

export const countsCsv = (hours: readonly Hour[]): string =>
  ['hour,visits,answers', ...hours.map((one) => `${one.hour},${one.visits},${one.answers}`), ''].join('\r\n');
