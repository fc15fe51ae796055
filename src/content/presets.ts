/** Histories to start from, as ids of the bundle's data set, oldest first. */

export interface Preset {
  name: string;
  ids: readonly number[];
  /** Whose colours its ticket has. */
  genres: readonly string[];
}

/** Of MovieLens; ids that a bundle does not know are left out. */
export const PRESETS: readonly Preset[] = [
  { name: 'Space and machines', ids: [260, 1196, 541, 1240, 589, 2571, 79132, 109487], genres: ['Sci-Fi', 'Action'] },
  { name: 'Animated evenings', ids: [364, 1, 3114, 4886, 6377, 8961, 60069, 68954], genres: ['Animation', 'Children'] },
  { name: 'Crime, well told', ids: [858, 1213, 296, 593, 50, 47, 16, 48516], genres: ['Crime', 'Drama'] },
  { name: 'Romance and comedy', ids: [1307, 1265, 339, 357, 2396, 4246, 7361, 56367], genres: ['Romance', 'Comedy'] },
  { name: 'Quiet fear', ids: [1219, 1258, 1214, 1387, 2762, 2710, 6502, 168250], genres: ['Thriller', 'Mystery'] },
  { name: 'War and memory', ids: [1090, 1208, 1222, 527, 2028, 5995, 68157, 174055], genres: ['War', 'Drama'] },
];
