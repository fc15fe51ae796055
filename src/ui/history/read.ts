/** What of a history the models read. */
import { itemKey, recommenderSizes, steering, type Catalogue, type State, type Watched } from '../../store/state';

export interface Read {
  /** Keys of the films that the language model's prompt holds. */
  prompt: ReadonlySet<string>;
  /** Keys of the films that the recommender reads. */
  sasrec: ReadonlySet<string>;
  steers: number;
  low: number;
}

export function readOf(catalogue: Catalogue, state: Pick<State, 'recommender' | 'history' | 'lowSteer'>): Read {
  const films = steering(state) as readonly Watched[];
  const manifest = catalogue.kind === 'open' ? catalogue.manifest : null;
  const isKnown = (item: Watched) => item.kind === 'film' && catalogue.kind === 'open' && catalogue.films[item.row]?.cold === false;
  return {
    prompt: new Set(films.slice(-(manifest?.prompt.maxHistory ?? 10)).map(itemKey)),
    sasrec: new Set(lastOf(films, recommenderSizes({ ...state, catalogue })?.maxLength ?? 50, isKnown).map(itemKey)),
    steers: films.length,
    low: state.history.reduce((sum, { low }) => sum + Number(low ?? false), 0),
  };
}

/** The last `count` that pass, the latest first: a history may be thousands of films long. */
function lastOf(films: readonly Watched[], count: number, passes: (item: Watched) => boolean): Watched[] {
  const found: Watched[] = [];
  for (let i = films.length - 1; i >= 0 && found.length < count; i--) if (passes(films[i]!)) found.push(films[i]!);
  return found;
}
