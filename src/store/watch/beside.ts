/** What the list of what to watch asks of a bundle's facts. */
import { namesAt, type Facts } from '../../facts/facts';
import type { State } from '../state';
import type { Beside } from './filters';

const known = new WeakMap<Facts, Beside>();

/** The same for the same facts; null for a bundle without, and until they are there. */
export function besideOf({ facts }: Pick<State, 'facts'>): Beside | null {
  if (!facts) return null;
  let beside = known.get(facts);
  if (!beside) known.set(facts, (beside = { countriesOf: (row) => namesAt(facts.countries, row) }));
  return beside;
}
