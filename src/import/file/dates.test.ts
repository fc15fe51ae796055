import { describe, expect, it } from 'vitest';
import { dateReader } from './dates';

describe('dates', () => {
  const day = (time: number | null) => (time === null ? null : new Date(time).toISOString().slice(0, 10));
  const all = (values: string[], otherwise: 'day' | 'month' = 'day') => values.map(dateReader(values, otherwise)).map(day);

  it('tell by one of them whether day or month is first', () => {
    expect(all(['3/4/24', '31/1/24'])).toEqual(['2024-04-03', '2024-01-31']);
    expect(all(['3/4/24', '1/31/24'])).toEqual(['2024-03-04', '2024-01-31']);
  });
  it('tell by the order of an export', () => {
    expect(all(['3/1/2024', '2/12/2024', '2/1/2024', '1/9/2024'])).toEqual(['2024-03-01', '2024-02-12', '2024-02-01', '2024-01-09']);
    expect(all(['1/3/2024', '12/2/2024', '1/2/2024', '9/1/2024'], 'month')).toEqual(['2024-03-01', '2024-02-12', '2024-02-01', '2024-01-09']);
  });
  it('come in many forms', () => {
    expect(
      all([
        '2024-01-31',
        '2024-01-31T20:15:00.000Z',
        '2024/01/31',
        '31.01.2024',
        '31 January 2024',
        'Jan 31, 2024',
        'Wed Jan 31 00:00:00 2024',
        '1706659200',
        '2024年1月31日',
      ]),
    ).toEqual(Array(9).fill('2024-01-31'));
  });
  it('that are none are none', () => expect(all(['', 'yesterday', '2024-02-31', '99/99/9999', '0'])).toEqual([null, null, null, null, null]));
});
