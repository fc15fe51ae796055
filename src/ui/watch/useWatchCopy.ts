import { FIRST_WORDS } from '../../content/copy';
import { watchCopyFor, type WatchCopy } from '../../content/acts/watch';
import { useMatinee } from '../shared/useMatinee';

/** The list's sentences in the words of the bundle. */
export const useWatchCopy = (): WatchCopy =>
  watchCopyFor(useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.manifest.words : FIRST_WORDS)));
