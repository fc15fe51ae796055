/** Processes that share a list of jobs: each takes the next when it has done one, so the split changes no result but a score's eighth digit. */
import { fork, type ChildProcess, type ForkOptions } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Done, Job } from './evaluateWorker';

export interface Pool {
  bundle: string;
  /** That A-LLMRec stands on; the bundle's first where it is left out. */
  recommender?: string | undefined;
  backend: 'wasm' | 'node';
  workers: number;
  /** Told after every 50 jobs and the last. */
  progress?: (done: number, of: number) => void;
}

/** -> what became of each job, in their order. */
export async function doAll(jobs: readonly Job[], { bundle, recommender = '', backend, workers: most, progress }: Pool): Promise<Done[]> {
  const finished = new Array<Done>(jobs.length);
  const workers: ChildProcess[] = [];
  let next = 0;
  let done = 0;
  const work = (worker: ChildProcess) =>
    new Promise<void>((resolve, reject) => {
      const give = () => {
        if (next >= jobs.length) return resolve();
        const index = next++;
        worker.send({ index, job: jobs[index]! });
      };
      worker.on('message', (message: 'ready' | { index: number; done: Done }) => {
        if (message !== 'ready') {
          finished[message.index] = message.done;
          done++;
          if (done % 50 === 0 || done === jobs.length) progress?.(done, jobs.length);
        }
        give();
      });
      worker.on('error', reject);
      worker.on('exit', (code) => code && reject(new Error(`A worker ended with exit code ${code}; its message is above.`)));
    });
  try {
    const path = fileURLToPath(new URL('./evaluateWorker.ts', import.meta.url));
    // As JSON, a place of Infinity would arrive as null, which is less than any other.
    const options: ForkOptions = { execArgv: ['--import', 'tsx'], serialization: 'advanced' };
    for (let i = 0; i < Math.min(most, jobs.length); i++) workers.push(fork(path, [bundle, backend, recommender], options));
    await Promise.all(workers.map(work));
    return finished;
  } finally {
    for (const worker of workers) worker.disconnect();
  }
}
