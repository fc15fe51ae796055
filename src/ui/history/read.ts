/** What of a history the models read. */
import { itemKey, steering, type Catalogue, type State, type Watched } from '../../store/state';

export interface Read {
  /** Keys of the films that the language model's prompt holds. */
  prompt: ReadonlySet<string>;
  /** Keys of the films that SASRec reads. */
  sasrec: ReadonlySet<string>;
  steers: number;
  low: number;
}

export function readOf(catalogue: Catalogue, state: Pick<State, 'history' | 'lowSteer'>): Read {
  const films = steering(state) as readonly Watched[];
  const manifest = catalogue.kind === 'open' ? catalogue.manifest : null;
  const known = films.filter((item) => item.kind === 'film' && catalogue.kind === 'open' && catalogue.films[item.row]?.cold === false);
  return {
    prompt: new Set(films.slice(-(manifest?.prompt.maxHistory ?? 10)).map(itemKey)),
    sasrec: new Set(known.slice(-(manifest?.sasrec.maxLength ?? 50)).map(itemKey)),
    steers: films.length,
    low: state.history.reduce((sum, { low }) => sum + Number(low ?? false), 0),
  };
}
