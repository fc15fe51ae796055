/** The one place that knows what a bundle says of films beside its catalogue. */
import type { State } from '../state';
import type { Beside } from './choosing';

export const besideOf = (_state: Pick<State, 'catalogue'>): Beside | null => null;
