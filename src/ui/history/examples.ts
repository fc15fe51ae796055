/** Which histories a catalogue offers to start from. */
import { PRESETS, type Preset } from '../../content/presets';
import type { Film } from '../../engine/types';
import { hasYears } from '../../store/state';

const TICKETS = 6;
const LENGTH = 6; // items of an example that the catalogue gives

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
