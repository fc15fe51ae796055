import { factsOf } from '../../store/state';
import type { Item } from '../../engine/types';
import { genreColours } from './format';
import { useMatinee } from './useMatinee';

/** No posters are shipped: a plain one in the colours of the film's genres, where its title stands beside it. */
export function Poster({ item }: { item: Item }) {
  const catalogue = useMatinee((state) => state.catalogue);
  const film = factsOf({ catalogue }, item);
  return film && <span className="poster" aria-hidden="true" style={genreColours(film.genres)} />;
}
