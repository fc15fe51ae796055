/** The paper's evaluation over a file of the visitor's: read, checked for size, and run in the model worker. */
import type { EvaluationReport } from '../engine/evaluation/evaluateUsers';
import { MatineeError } from '../errors';
import { toWireError } from '../worker/wireError';
import type { ModelRunner } from './model';
import { paced } from './pacing/latest';
import type { Actions, Context, Evaluation, EvaluationFile } from './state';

/** A user is about a hundred bytes: hundreds of thousands of users. */
const MAX_MEGABYTES = 32;
const SEED = 1;

/** @param visitor counts the visitors of a booth: what one has measured is not shown to the next. */
export function createEvaluating({ client, set, get }: Context, { run }: Pick<ModelRunner, 'run'>, visitor: () => number): Pick<Actions, 'evaluate'> {
  return {
    async evaluate(file, users) {
      if (get().evaluation.kind === 'running') return;
      const { name } = file;
      const asked = visitor();
      const put = (evaluation: Evaluation) => asked === visitor() && set({ evaluation });
      try {
        const text = await read(file);
        const report = await run(
          'evaluate',
          (signal) => {
            put({ kind: 'running', name, report: null });
            return paced(
              (report: EvaluationReport) => put({ kind: 'running', name, report }),
              (onProgress) => client.request('evaluate', { text, limit: users, seed: SEED }, { signal, onProgress }),
            );
          },
          (error) => put(error.code === 'stopped' ? { kind: 'none' } : { kind: 'failed', name, error }),
        );
        if (report) put({ kind: 'whole', name, report });
      } catch (error) {
        put({ kind: 'failed', name, error: toWireError(error) });
      }
    },
  };
}

async function read(file: EvaluationFile): Promise<string> {
  if (file.size > MAX_MEGABYTES * 1e6)
    throw new MatineeError(
      'file-invalid',
      `${file.name} has ${Math.round(file.size / 1e6)} MB; the page reads up to ${MAX_MEGABYTES}.`,
      'Choose a part of it: the first lines, for instance.',
    );
  try {
    return await file.text();
  } catch (cause) {
    throw new MatineeError('file-invalid', `${file.name} could not be read.`, 'Choose it again: it may have been moved or changed.', { cause });
  }
}
