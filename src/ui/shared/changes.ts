/** What changed between two states, in a sentence for those who do not see it. */
import { copyFor } from '../../content/copy';
import { factsOf, itemKey, type State } from '../../store/state';
import type { Item } from '../../engine/types';

type Seen = Pick<State, 'catalogue' | 'history' | 'candidates' | 'candidateKind' | 'seed'>;

/** @returns '' when there is nothing to say: the restored history of a visit that begins, for instance. */
export function describeChange(before: Seen, after: Seen): string {
  if (before.catalogue !== after.catalogue || after.catalogue.kind !== 'open') return '';
  const copy = copyFor(after.catalogue.manifest.words);
  const title = (item: Item | undefined) => (item && factsOf(after, item)?.title) ?? copy.theItem;
  if (before.history !== after.history) {
    const had = new Set(before.history.map(itemKey));
    const has = new Set(after.history.map(itemKey));
    const added = after.history.filter((item) => !had.has(itemKey(item)));
    const removed = before.history.filter((item) => !has.has(itemKey(item)));
    const count = `${copy.historyName}: ${copy.count(after.history.length)}.`;
    if (after.history.length === 0) return removed.length ? `${copy.historyName} is empty.` : '';
    if (added.length === 1 && removed.length === 0) return `“${title(added[0])}” added. ${count}`;
    if (removed.length === 1 && added.length === 0) return `“${title(removed[0])}” removed. ${count}`;
    if (added.length || removed.length) return `Changed. ${count}`;
    const place = moved(before.history.map(itemKey), after.history.map(itemKey));
    return place < 0 ? '' : `“${title(after.history[place])}” is now ${place + 1} of ${after.history.length}.`;
  }
  // Those of the whole catalogue may come a moment later.
  if (before.candidateKind !== after.candidateKind || before.seed !== after.seed)
    return after.candidates.length > 0 ? copy.candidatesDrawn(after.candidates.length) : '';
  const own = (items: readonly Item[]) => items.filter(({ kind }) => kind === 'own');
  const more = own(after.candidates).find((item) => !before.candidates.some((other) => itemKey(other) === itemKey(item)));
  if (more) return `“${title(more)}” is among the candidates.`;
  const fewer = own(before.candidates).find((item) => !after.candidates.some((other) => itemKey(other) === itemKey(item)));
  return fewer ? `“${title(fewer)}” is no longer among the candidates.` : '';
}

/** The new place of the item that was moved from among the others, -1 when none was. */
function moved(before: readonly string[], after: readonly string[]): number {
  const first = before.findIndex((key, i) => key !== after[i]);
  if (first < 0) return -1;
  const without = (keys: readonly string[], key: string | undefined) => keys.filter((other) => other !== key).join();
  const down = before[first];
  return without(before, down) === without(after, down) ? after.indexOf(down!) : first;
}
