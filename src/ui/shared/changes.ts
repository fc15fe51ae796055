/** What changed between two states, in a sentence for those who do not see it. */
import { translate } from '../../content/language';
import { factsOf, itemId, itemKey, wordsOf, type State } from '../../store/state';
import type { Item } from '../../engine/types';

type Seen = Pick<State, 'catalogue' | 'recommender' | 'history' | 'candidates' | 'candidateKind' | 'seed'>;

/** @returns '' when there is nothing to say: the restored history of a visit that begins, for instance. */
export function describeChange(before: Seen, after: Seen): string {
  if (before.catalogue !== after.catalogue || after.catalogue.kind !== 'open') return '';
  const t = translate(wordsOf(after));
  if (before.recommender !== after.recommender) return t('changes.recommender');
  const title = (item: Item | undefined) => (item && factsOf(after, item)?.title) ?? t('history.theItem');
  if (before.history !== after.history) {
    const count = t('changes.count', { history: t('history.name'), counted: t('history.count', { count: after.history.length }) });
    if (after.history.length === 0) return t('changes.empty', { history: t('history.name') });
    // Two more, or two fewer, are no single film: a file of thousands need not be gone through.
    if (Math.abs(after.history.length - before.history.length) > 1) return t('changes.changed', { counted: count });
    const { first, was, is } = between(before.history, after.history);
    const had = new Set(was.map(itemId));
    const has = new Set(is.map(itemId));
    const added = is.filter((item) => !had.has(itemId(item)));
    const removed = was.filter((item) => !has.has(itemId(item)));
    if (added.length === 1 && removed.length === 0) return t('changes.added', { title: title(added[0]), counted: count });
    if (removed.length === 1 && added.length === 0) return t('changes.removed', { title: title(removed[0]), counted: count });
    if (added.length || removed.length) return t('changes.changed', { counted: count });
    const within = moved(was.map(itemKey), is.map(itemKey));
    const place = first + within;
    return within < 0 ? '' : t('changes.moved', { title: title(after.history[place]), place: place + 1, of: after.history.length });
  }
  // Those of the whole catalogue may come a moment later.
  if (before.candidateKind !== after.candidateKind || before.seed !== after.seed)
    return after.candidates.length > 0 ? t('changes.drawn', { count: after.candidates.length }) : '';
  const own = (items: readonly Item[]) => items.filter(({ kind }) => kind === 'own');
  const more = own(after.candidates).find((item) => !before.candidates.some((other) => itemKey(other) === itemKey(item)));
  if (more) return t('changes.candidate', { title: title(more) });
  const fewer = own(before.candidates).find((item) => !after.candidates.some((other) => itemKey(other) === itemKey(item)));
  return fewer ? t('changes.noCandidate', { title: title(fewer) }) : '';
}

/** What lies between the items that two lists begin and end with alike: of a long history, most does. */
function between(before: readonly Item[], after: readonly Item[]): { first: number; was: Item[]; is: Item[] } {
  const shorter = Math.min(before.length, after.length);
  let first = 0;
  while (first < shorter && before[first] === after[first]) first++;
  let last = 0;
  while (last < shorter - first && before.at(-1 - last) === after.at(-1 - last)) last++;
  return { first, was: before.slice(first, before.length - last), is: after.slice(first, after.length - last) };
}

/** The new place of the item that was moved from among the others, -1 when none was. */
function moved(before: readonly string[], after: readonly string[]): number {
  const first = before.findIndex((key, i) => key !== after[i]);
  if (first < 0) return -1;
  const without = (keys: readonly string[], key: string | undefined) => keys.filter((other) => other !== key).join();
  const down = before[first];
  return without(before, down) === without(after, down) ? after.indexOf(down!) : first;
}
