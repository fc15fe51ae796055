/** Histories to start from, as MovieLens ids, oldest first; ids that a bundle does not know are left out. */
export interface Preset {
  name: string;
  ids: readonly number[];
}

export const PRESETS: readonly Preset[] = [
  { name: 'Space and machines', ids: [260, 1196, 541, 1240, 589, 2571, 79132, 109487] },
  { name: 'Animated evenings', ids: [364, 1, 3114, 4886, 6377, 8961, 60069, 68954] },
  { name: 'Crime, well told', ids: [858, 1213, 296, 593, 50, 47, 16, 48516] },
  { name: 'Romance and comedy', ids: [1307, 1265, 339, 357, 2396, 4246, 7361, 56367] },
  { name: 'Quiet fear', ids: [1219, 1258, 1214, 1387, 2762, 2710, 6541, 168250] },
];
