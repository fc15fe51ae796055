import { FIRST_WORDS } from '../../content/copy';
import { wanderCopyFor, type WanderCopy } from '../../content/acts/wander';
import { useMatinee } from '../shared/useMatinee';

export const useWanderCopy = (): WanderCopy =>
  wanderCopyFor(useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.manifest.words : FIRST_WORDS)));
