import { createContext, use, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { languageNow, onLanguage, translate, type Translate } from '../../content/language';
import { hasYears, wordsOf, type Actions, type State, type Store } from '../../store/state';

export const StoreContext = createContext<Store | null>(null);

export function useMatinee<T>(select: (state: State & Actions) => T): T {
  const store = use(StoreContext);
  if (!store) throw new Error('The page stands outside its StoreContext.');
  return useStore(store, select);
}

/** The page's sentences, in the visitor's language and the words of the bundle. Another function when either has changed. */
export function useT(): Translate {
  const language = useSyncExternalStore(onLanguage, languageNow, languageNow);
  return useMatinee((state) => translate(wordsOf(state), language));
}

/** What is said where the catalogue is not there yet, or could not be opened; '' when it is open. */
export function useWaiting(): string {
  const t = useT();
  const kind = useMatinee(({ catalogue }) => catalogue.kind);
  return kind === 'open' ? '' : kind === 'failed' ? t('page.notOpened') : t('page.opening');
}

/** Whether the catalogue knows the years of its items. */
export const useHasYears = (): boolean => useMatinee((state) => state.catalogue.kind !== 'open' || hasYears(state.catalogue.films));

/** The actions never change, so that reading them renders nothing anew. */
export function useActions(): Actions {
  const store = use(StoreContext);
  if (!store) throw new Error('The page stands outside its StoreContext.');
  return store.getState();
}
