/** The parts of the page for wandering: none is in the first screen's script. */
import { later } from '../pacing/Later';

export const FilmMap = later(async () => (await import('../map/Map')).FilmMap);
export const Meaning = later(async () => (await import('./Meaning')).Meaning);
export const Invent = later(async () => (await import('./Invent')).Invent);
