/** Dates as the services and people's spreadsheets write them. Day or month first is decided once for a whole column. */

type Order = 'day' | 'month';

const NUMBERS = /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?:[T,\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([ap]m)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?$/i;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * A reader for one column: milliseconds since 1970, or null for what is no date. Dates without a zone are UTC.
 * @param values the whole column: one date such as 31/1 tells the order of all
 * @param otherwise the order where no date of the column tells
 */
export function dateReader(values: readonly string[], otherwise: Order): (value: string) => number | null {
  const order = orderOf(values, otherwise);
  return (value) => readDate(value.trim(), order);
}

function orderOf(values: readonly string[], otherwise: Order): Order {
  const pairs = values.flatMap((value) => {
    const [, a, b] = /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}\b/.exec(value.trim()) ?? [];
    return a ? [[Number(a), Number(b)] as const] : [];
  });
  if (pairs.some(([a]) => a > 12)) return 'day';
  if (pairs.some(([, b]) => b > 12)) return 'month';
  if (values.some((value) => /^\d{1,2}\.\d{1,2}\.\d/.test(value.trim()))) return 'day';
  // An export is sorted, one way or the other: the right reading has fewer turns.
  const turns = (order: Order) => {
    const times = values.map((value) => readDate(value.trim(), order)).filter((time) => time !== null);
    const steps = times
      .slice(1)
      .map((time, i) => Math.sign(time - times[i]!))
      .filter((step) => step !== 0);
    return Math.min(steps.filter((step) => step > 0).length, steps.filter((step) => step < 0).length);
  };
  const [day, month] = pairs.length > 0 ? [turns('day'), turns('month')] : [0, 0];
  return day === month ? otherwise : day < month ? 'day' : 'month';
}

function readDate(value: string, order: Order): number | null {
  if (value === '') return null;
  if (/^\d{9,10}$/.test(value)) return Number(value) * 1000;
  if (/^\d{12,13}$/.test(value)) return Number(value);
  const [, a, b, c, hours, minutes, seconds, half, zone] = NUMBERS.exec(value) ?? [];
  if (a && b && c) {
    const [first, second, third] = [Number(a), Number(b), Number(c)];
    const day = a.length > 2 ? third : order === 'day' ? first : second;
    const month = a.length > 2 ? second : order === 'day' ? second : first;
    const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hours ?? 0);
    return utc(fullYear(a.length > 2 ? first : third), month, day, hour, Number(minutes ?? 0), Number(seconds ?? 0), zone);
  }
  return named(value);
}

/** "31 January 2024", "Jan 31, 2024", "Wed Jan 31 00:00:00 2024", "2024年1月31日". */
function named(value: string): number | null {
  const [, y, m, d] = /^(\d{4})年(\d{1,2})月(\d{1,2})日/.exec(value) ?? [];
  if (y) return utc(Number(y), Number(m), Number(d));
  const month = MONTHS.findIndex((name) => new RegExp(`(?<![a-z])${name}`, 'i').test(value)) + 1;
  const year = /(?<!\d)((?:19|20)\d{2})(?!\d)/.exec(value)?.[1];
  const day = /(?<![\d:])(\d{1,2})(?:st|nd|rd|th)?(?![\d:])/.exec(value)?.[1];
  return month > 0 && year && day ? utc(Number(year), month, Number(day)) : null;
}

const fullYear = (year: number) => (year < 100 ? (year < 70 ? 2000 : 1900) + year : year);

function utc(year: number, month: number, day: number, hour = 0, minute = 0, second = 0, zone?: string): number | null {
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(time);
  // 31 February would become March.
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || (hour < 24 && date.getUTCDate() !== day) || year < 1900 || year > 2100) return null;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '') ?? [];
  return sign ? time - (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000 : time;
}
