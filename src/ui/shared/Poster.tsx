import { seededRandom } from '../../random';
import { factsOf } from '../../store/state';
import type { Item } from '../../engine/types';
import { genreColours } from './format';
import { useMatinee } from './useMatinee';

const between = (share: number, low: number, high: number): number => Math.round(low + share * (high - low));

/** No posters are shipped: an abstract one in the colours of the film's genres, the same for the same film each time. */
export function Poster({ item }: { item: Item }) {
  const catalogue = useMatinee((state) => state.catalogue);
  const film = factsOf({ catalogue }, item);
  if (!film) return null;
  const draw = seededRandom([...film.title].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) >>> 0, film.year));
  const x = between(draw(), 22, 78);
  const y = between(draw(), 26, 52);
  const r = between(draw(), 13, 21);
  const horizon = between(draw(), 82, 96);
  const hills = Array.from({ length: 3 }, (_, i) => ({ top: horizon + i * 15, bend: between(draw(), -20, 20) }));
  return (
    <svg className="poster" viewBox="0 0 100 140" aria-hidden="true" style={genreColours(film.genres)}>
      <rect className="poster-sky" width="100" height="140" />
      {[2.9, 2.2, 1.6].map((wider) => (
        <circle key={wider} className="poster-halo" cx={x} cy={y} r={r * wider} />
      ))}
      <circle className="poster-sun" cx={x} cy={y} r={r} />
      {hills.map(({ top, bend }, i) => (
        <path key={i} className="poster-hill" data-depth={i} d={`M0 ${top + bend / 2} C 34 ${top - bend} 62 ${top + bend} 100 ${top - bend / 2} V 140 H 0 Z`} />
      ))}
    </svg>
  );
}
