import { describe, expect, it } from 'vitest';
import { translate } from '../../content/language';
import { toldBy } from './Meaning';
import { check } from './check';

describe('what is typed of an invented film', () => {
  it.each([
    ['', '', 'title'],
    [' \n', '2030', 'title'],
    ['x'.repeat(10_000), '', 'long'],
    ['Fine', '20', 'year'],
    ['Fine', '1200', 'year'],
    ['Fine', '9999', 'year'],
    ['Fine', '-2030', 'year'],
    ['Fine', '２０３０', 'year'],
    ['Fine', 'soon', 'year'],
    ['Fine', '', null],
    ['🎬🍿', ' 2030 ', null],
    ['مدينة الأحلام', '1954', null],
    ['</script><img src=x onerror=alert(1)>', '', null],
    ['🎬'.repeat(200), '', null],
  ])('%.20j and the year %j: %s', (title, year, wrong) => expect(check(title, year)).toBe(wrong));
});

it('says what SBERT reads, by the bundle’s own template', () => {
  expect(toldBy(translate(), '{title} ({year}). {genres}. {description}')).toBe('title, year, genres and cast');
  expect(toldBy(translate(), '{title}. {description}')).toBe('title');
});
