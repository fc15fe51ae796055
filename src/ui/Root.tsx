import { useEffect } from 'react';
import type { Store } from '../store/state';
import { App } from './App';
import { Boundary } from './Boundary';
import { StoreContext } from './shared/useMatinee';

/** All that React draws: what the build renders to text is what the page takes over. */
export function Root({ store, onShown }: { store: Store; onShown?: () => void }) {
  useEffect(() => onShown?.(), [onShown]);
  return (
    <StoreContext value={store}>
      <Boundary>
        <App />
      </Boundary>
    </StoreContext>
  );
}
