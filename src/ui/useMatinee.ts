import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { Actions, Store } from '../store/store';
import type { State } from '../store/state';

export const StoreContext = createContext<Store | null>(null);

export function useMatinee<T>(select: (state: State & Actions) => T): T {
  const store = use(StoreContext);
  if (!store) throw new Error('The page stands outside its StoreContext.');
  return useStore(store, select);
}

/** The actions never change, so that reading them renders nothing anew. */
export function useActions(): Actions {
  const store = use(StoreContext);
  if (!store) throw new Error('The page stands outside its StoreContext.');
  return store.getState();
}
