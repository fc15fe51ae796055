/** What the list may be made of: filters over the whole catalogue, before anything is ranked. */
import type { Film } from '../../engine/types';
import { decadeOf } from '../../facts/facts';
import { FAMES, type Fame, type WatchFilters } from './watching';

/** Of the films that collaborative filtering knows, the most met tenth is famous, and the less met sixty per cent are obscure. */
const FAMOUS = 0.1;
const KNOWN = 0.4;

/** What the catalogue lets one choose from. */
export interface Offer {
  genres: string[];
  /** First years, the latest first. */
  decades: number[];
  countries: string[];
  fames: Fame[];
}

/** What is known of films beside the catalogue; a bundle may know nothing. */
export interface Beside {
  countriesOf(row: number): readonly string[];
}

interface Known {
  offer: Offer;
  /** Training interactions from which a film is famous, and known. */
  from: { famous: number; known: number };
}

const known = new WeakMap<readonly Film[], Known>();

function knownOf(films: readonly Film[]): Known {
  let of = known.get(films);
  if (!of) {
    const met = films
      .filter(({ cold }) => !cold)
      .map(({ popularity }) => popularity)
      .sort((a, b) => b - a);
    const at = (share: number) => met[Math.floor(share * met.length)] ?? Infinity;
    const from = { famous: at(FAMOUS), known: at(KNOWN) };
    const fames = new Set(films.map((film) => fameOf(film, from)));
    of = {
      from,
      offer: {
        genres: [...new Set(films.flatMap(({ genres }) => genres))].sort(),
        decades: [...new Set(films.flatMap(({ year }) => (year ? [decadeOf(year)] : [])))].sort((a, b) => b - a),
        countries: [],
        fames: fames.size > 1 ? FAMES.filter((fame) => fames.has(fame)) : [],
      },
    };
    known.set(films, of);
  }
  return of;
}

function fameOf({ cold, popularity }: Film, from: Known['from']): Fame {
  return cold ? 'new' : popularity >= from.famous ? 'famous' : popularity >= from.known ? 'known' : 'obscure';
}

/** How many of the training data's people met a film, in a word. */
export const fame = (films: readonly Film[], film: Film): Fame => fameOf(film, knownOf(films).from);

/** @param beside null where the bundle has no more than its catalogue. */
export function offerOf(films: readonly Film[], beside: Beside | null): Offer {
  const { offer } = knownOf(films);
  if (!beside) return offer;
  const counts = new Map<string, number>();
  for (const { row } of films) for (const country of beside.countriesOf(row)) counts.set(country, (counts.get(country) ?? 0) + 1);
  return { ...offer, countries: [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name) };
}

/** Rows that pass. @param among rows of a watchlist; null: the whole catalogue */
export function passing(films: readonly Film[], filters: WatchFilters, among: readonly number[] | null, beside: Beside | null): number[] {
  const { genre, decade, country, fame: wanted } = filters;
  const { from } = knownOf(films);
  const passes = (film: Film) =>
    (genre === null || film.genres.includes(genre)) &&
    (decade === null || (film.year > 0 && decadeOf(film.year) === decade)) &&
    (country === null || (beside?.countriesOf(film.row).includes(country) ?? false)) &&
    (wanted === null || fameOf(film, from) === wanted);
  return among ? among.filter((row) => films[row] && passes(films[row])) : films.flatMap((film) => (passes(film) ? [film.row] : []));
}
