import { nextTask } from '../model';
import { isFree, type Context } from '../state';

const LOOK_MS = 100;

/** Resolves when the model can be asked (what it does by itself makes room), has failed for good, or nobody wants to ask any more. */
export async function modelIsFree(get: Context['get'], isWanted: () => boolean): Promise<void> {
  while (isWanted() && !isFree(get()) && get().model.kind !== 'failed') await nextTask(LOOK_MS);
}
