/** Keeps the history in the address and in the browser; a booth keeps nothing. */
import type { Context } from './context';
import { writeLink } from './link';
import { storeOwn } from './storage';
import { filmRows } from './state';

export function rememberAddress({ get, settings }: Context): void {
  const { history, catalogue, kiosk, candidateKind, seed } = get();
  if (catalogue.kind !== 'open' || kiosk) return;
  settings.writeHash(writeLink(filmRows(history).map((row) => catalogue.films[row]!.id), candidateKind, seed));
}

export function rememberHistory(context: Context): void {
  const { history, catalogue, kiosk } = context.get();
  if (catalogue.kind !== 'open' || kiosk) return;
  rememberAddress(context);
  const items = history.map((item) => (item.kind === 'own' ? storeOwn(item.film) : catalogue.films[item.row]!.id));
  if (!context.settings.keeper.write(items)) context.notify('This browser keeps no data for the page: the history will be gone when you close the tab. Copy the link to keep it.');
}
