/** What a tab can hold, known from the manifest: a model that is larger is refused before any of it is downloaded. */
import { MatineeError } from '../errors';
import { FIRST_FILES } from './bundle';
import type { Manifest } from './manifest';

/**
 * WASM addresses 4 GB, and WebGPU's sessions are made through the same memory: while onnxruntime reads a graph it holds the file, the tensors in it
 * and what its kernels make of them.
 */
const MOST_GRAPH = Math.floor(2 ** 32 / 3);
/** Everything of a first recommendation, in the page's and the workers' memory while it is loaded. */
const MOST_FILES = 3 * 2 ** 30;

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;

/** @throws MatineeError 'bundle-too-large', with its size and what fits. */
export function checkTabHolds({ llm, files }: Pick<Manifest, 'llm' | 'files'>): void {
  const all = FIRST_FILES.reduce((sum, file) => sum + files[file].bytes, 0);
  const [has, most, what] = files.llm.bytes > MOST_GRAPH ? [files.llm.bytes, MOST_GRAPH, 'in its network'] : [all, MOST_FILES, 'for a first recommendation'];
  if (has <= most) return;
  throw new MatineeError(
    'bundle-too-large',
    `The model “${llm.name}” has ${gigabytes(has)} ${what}; a browser tab can hold ${gigabytes(most)}. Nothing of it was downloaded.`,
    'Choose a smaller model, or export this one with fewer bits a weight.',
  );
}
