/** Histories to start from, as ids of the bundle's data set, oldest first. */
import type { Film } from '../engine/types';
import { hasYears } from '../store/candidates';

export interface Preset {
  name: string;
  ids: readonly number[];
  /** Whose colours its ticket has. */
  genres: readonly string[];
}

const TICKETS = 6;
const LENGTH = 6; // items of an example that the catalogue gives

/** Of MovieLens; ids that a bundle does not know are left out. */
export const PRESETS: readonly Preset[] = [
  { name: 'Space and machines', ids: [260, 1196, 541, 1240, 589, 2571, 79132, 109487], genres: ['Sci-Fi', 'Action'] },
  { name: 'Animated evenings', ids: [364, 1, 3114, 4886, 6377, 8961, 60069, 68954], genres: ['Animation', 'Children'] },
  { name: 'Crime, well told', ids: [858, 1213, 296, 593, 50, 47, 16, 48516], genres: ['Crime', 'Drama'] },
  { name: 'Romance and comedy', ids: [1307, 1265, 339, 357, 2396, 4246, 7361, 56367], genres: ['Romance', 'Comedy'] },
  { name: 'Quiet fear', ids: [1219, 1258, 1214, 1387, 2762, 2710, 6502, 168250], genres: ['Thriller', 'Mystery'] },
  { name: 'War and memory', ids: [1090, 1208, 1222, 527, 2028, 5995, 68157, 174055], genres: ['War', 'Drama'] },
];

const found = new WeakMap<readonly Film[], readonly Preset[]>();

/**
 * The examples of a catalogue. Films have years, and examples chosen by hand; of items known by their titles alone, those that share
 * what a title says after its last dash (" - Nintendo DS") make an example, the most popular of the largest groups.
 */
export function examplesOf(films: readonly Film[] | null): readonly Preset[] {
  if (!films || hasYears(films)) return PRESETS;
  let presets = found.get(films);
  if (!presets) found.set(films, (presets = fromTitles(films)));
  return presets;
}

function fromTitles(films: readonly Film[]): readonly Preset[] {
  const groups = new Map<string, Film[]>();
  for (const film of films) {
    const name = / - ([^-]{2,20})$/.exec(film.title)?.[1];
    if (!name || film.cold) continue;
    const group = groups.get(name);
    if (group) group.push(film);
    else groups.set(name, [film]);
  }
  return [...groups]
    .filter(([, group]) => group.length >= LENGTH)
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, TICKETS)
    .map(([name, group]) => ({
      name,
      ids: group
        .sort((a, b) => b.popularity - a.popularity || a.row - b.row)
        .slice(0, LENGTH)
        .map(({ id }) => id),
      genres: [],
    }));
}
