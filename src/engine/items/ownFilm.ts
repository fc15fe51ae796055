/** What a visitor types about a film of their own, made safe to tokenise and to show. */
import { MatineeError } from '../../errors';

export interface Description {
  title: string;
  /** 0 when unknown. */
  year: number;
  description: string;
}

const MAX_TITLE = 200; // characters; the catalogue's longest title has fewer
// SBERT reads some hundred tokens: more text changes nothing.
const MAX_DESCRIPTION = 5000;

/**
 * The cleaned film, and the text that SBERT reads for it, in the form of the catalogue's own texts.
 * @throws MatineeError 'film-invalid'.
 */
export function filmText(input: Description, template: string): { film: Description; text: string } {
  const film = { title: clean(input.title), year: input.year, description: clean(input.description).slice(0, MAX_DESCRIPTION) };
  if (film.title === '') throw invalid('It has no title.', 'Give it a title.');
  if ([...film.title].length > MAX_TITLE) throw invalid(`The title is longer than ${MAX_TITLE} characters.`, 'Shorten it.');
  if (!Number.isInteger(film.year) || film.year < 0 || film.year > 9999) throw invalid(`${film.year} is no year.`, 'Give a year, or leave it out.');
  return { film, text: fill(template, { title: film.title, year: film.year ? String(film.year) : '', description: film.description }) };
}

/**
 * Puts values in the place of their {name}s. A sentence of which nothing is known is left out, and so are brackets around nothing
 * (training/data/catalogue.py fills the same way).
 */
export function fill(template: string, values: Record<string, string>): string {
  const valueOf = (name: string) => values[name] ?? '';
  return template
    .replace(/ \(\{(\w+)\}\)/g, (whole, name: string) => (valueOf(name) === '' ? '' : whole))
    .split(/(?<=\.) /)
    .filter((sentence) => [...sentence.matchAll(/\{(\w+)\}/g)].some(([, name]) => valueOf(name ?? '') !== ''))
    .map((sentence) => sentence.replace(/\{(\w+)\}/g, (_, name: string) => valueOf(name)).replace(/([.!?…])\.$/, '$1'))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** One line of well-formed text: no control or direction-override characters, no lone surrogates, single spaces. */
function clean(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cs}\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}

function invalid(what: string, nextStep: string): MatineeError {
  return new MatineeError('film-invalid', what, nextStep);
}
