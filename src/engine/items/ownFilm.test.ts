import { describe, expect, it } from 'vitest';
import { fill, filmText } from './ownFilm';

const TEMPLATE = '{title} ({year}). {genres}. {description}';
const film = (title: string, year = 0, description = '') => filmText({ title, year, description }, TEMPLATE);

describe("a visitor's own film", () => {
  it('is described with what is known', () => {
    expect(film('Booth', 2026, 'A demo goes well.').text).toBe('Booth (2026). A demo goes well.');
    expect(film('Booth').text).toBe('Booth.');
  });

  it('leaves out the sentences of which nothing is known', () => {
    const template = '{title} ({year}). {subgenres}. {genres}. From {countries}. Directed by {directors}. {description}';
    expect(filmText({ title: 'Booth', year: 0, description: '' }, template).text).toBe('Booth.');
    expect(filmText({ title: 'Booth', year: 2026, description: 'A demo goes well.' }, template).text).toBe('Booth (2026). A demo goes well.');
    expect(fill(template, { title: 'Booth', countries: 'Japan', directors: 'Ann Lee' })).toBe('Booth. From Japan. Directed by Ann Lee.');
  });

  it('keeps the full stops, dots and brackets of what is typed', () => {
    expect(film('Monsters, Inc.').text).toBe('Monsters, Inc.');
    expect(film('Airplane!').text).toBe('Airplane!');
    expect(film('Wait..', 1990, 'f() . . . Then()').text).toBe('Wait.. (1990). f() . . . Then()');
  });

  it('keeps emoji, right-to-left text and markup as text', () => {
    expect(film('👩‍👩‍👧 Family').film.title).toBe('👩‍👩‍👧 Family');
    expect(film('سينما', 1990).text).toBe('سينما (1990).');
    expect(film('</script>').text).toBe('</script>.');
    expect(film('{year} $& $1').text).toBe('{year} $& $1.');
  });

  it('loses control characters, direction overrides and half characters', () => {
    expect(film('a\u0000b\n\tc\u202e d\ud800').film.title).toBe('a b c d');
  });

  it.each([
    ['', /no title/],
    [' \u0000 ', /no title/],
    ['x'.repeat(10_000), /longer than 200/],
  ])('is refused with a sentence when its title is %j', (title, message) => {
    expect(() => film(title)).toThrow(expect.objectContaining({ code: 'film-invalid', message: expect.stringMatching(message) as string }));
  });

  it('may have a description of any length', () => {
    expect(film('A', 0, 'word '.repeat(10_000)).text.length).toBeLessThan(5100);
  });
});
