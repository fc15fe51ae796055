import { useMemo } from 'react';
import { FIRST_WORDS } from '../../content/copy';
import { deckFor } from '../../content/acts/deck';
import { useMatinee } from '../shared/useMatinee';

export function useDeckCopy() {
  const catalogue = useMatinee((state) => state.catalogue);
  const manifest = catalogue.kind === 'open' ? catalogue.manifest : null;
  return useMemo(() => deckFor(manifest?.words ?? FIRST_WORDS, manifest?.files.facts !== undefined), [manifest]);
}
