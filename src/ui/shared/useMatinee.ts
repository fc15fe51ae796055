import { createContext, use } from 'react';
import { useStore } from 'zustand';
import { COPY, copyFor, FIRST_WORDS, type Copy } from '../../content/copy';
import { hasYears, type Actions, type State, type Store } from '../../store/state';

export const StoreContext = createContext<Store | null>(null);

export function useMatinee<T>(select: (state: State & Actions) => T): T {
  const store = use(StoreContext);
  if (!store) throw new Error('The page stands outside its StoreContext.');
  return useStore(store, select);
}

/** The page's sentences in the words of the bundle. */
export const useCopy = (): Copy => copyFor(useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.manifest.words : FIRST_WORDS)));

/** What is said where the catalogue is not there yet, or could not be opened; '' when it is open. */
export const useWaiting = (): string =>
  useMatinee(({ catalogue }) => (catalogue.kind === 'open' ? '' : catalogue.kind === 'failed' ? COPY.notOpened : COPY.opening));

/** Whether the catalogue knows the years of its items. */
export const useHasYears = (): boolean => useMatinee((state) => state.catalogue.kind !== 'open' || hasYears(state.catalogue.films));

/** The actions never change, so that reading them renders nothing anew. */
export function useActions(): Actions {
  const store = use(StoreContext);
  if (!store) throw new Error('The page stands outside its StoreContext.');
  return store.getState();
}
