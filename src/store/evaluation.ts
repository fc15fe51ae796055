/** The paper's evaluation over users that the visitor brings, or makes by playing: read, checked for size, and run in the model worker. */
import type { Round } from '../engine/deck/deal';
import type { EvaluationReport } from '../engine/evaluation/evaluateUsers';
import { MatineeError, throwIfStopped } from '../errors';
import { toWireError } from '../worker/wireError';
import type { Browsing } from './catalogue';
import type { ModelRunner } from './model';
import { paced } from './pacing/latest';
import type { Actions, Context, Evaluation, EvaluationFile, EvaluationSource, State } from './state';

/** A user is about a hundred bytes: hundreds of thousands of users. */
const MAX_MEGABYTES = 32;
const SEED = 1;
const MOST_INVENTED = 1000;

interface Asked {
  of: EvaluationSource;
  text: string;
  users: number;
}

/** @param visitor counts the visitors of a booth: what one has measured is not shown to the next. */
export function createEvaluating(
  { client, set, get }: Context,
  { browse }: Pick<Browsing, 'browse'>,
  { run }: Pick<ModelRunner, 'run'>,
  visitor: () => number,
): Pick<Actions, 'evaluate' | 'evaluatePeople' | 'continueEvaluation'> {
  let last: (Asked & { by: number }) | null = null;

  const measure = async (of: EvaluationSource, users: number, read: (signal: AbortSignal) => Promise<string>, from: EvaluationReport | null = null) => {
    if (get().evaluation.kind === 'running') return;
    const by = visitor();
    const put = (evaluation: Evaluation) => by === visitor() && set({ evaluation });
    // A pause before the next user is done leaves what there was.
    const before: Evaluation = from ? { kind: 'whole', of, report: from } : { kind: 'none' };
    // A worker that crashes takes none of it along.
    let measured = from;
    try {
      const report = await run(
        'evaluate',
        async (signal) => {
          put({ kind: 'running', of, report: measured });
          const text = await read(signal);
          last = { of, text, users, by };
          return paced(
            (report: EvaluationReport) => put({ kind: 'running', of, report: (measured = report) }),
            (onProgress) => client.request('evaluate', { text, limit: users, seed: SEED, ...(measured ? { from: measured } : {}) }, { signal, onProgress }),
          );
        },
        (error) => put(error.code === 'stopped' ? before : { kind: 'failed', of, error }),
      );
      if (report) put({ kind: 'whole', of, report });
    } catch (error) {
      put({ kind: 'failed', of, error: toWireError(error) });
    }
  };

  const invent = async (users: number, signal: AbortSignal): Promise<Round[]> => {
    const rounds: Round[] = [];
    for (let seed = 1; seed <= users; seed++) {
      throwIfStopped(signal);
      const round = await browse('deal', () => ({ deck: 'person' as const, seed, history: [], back: 0 }));
      if (round) rounds.push(round);
    }
    if (rounds.length === 0) throw new MatineeError('file-invalid', 'This bundle has too few facts to invent people from.', 'Bring a file of users instead.');
    return rounds;
  };

  return {
    evaluate: (file, users) => measure({ kind: 'file', name: file.name }, users, () => readFile(file)),

    evaluatePeople(kind, users) {
      const most = kind === 'invented' ? Math.min(users, MOST_INVENTED) : users;
      return measure({ kind }, most, async (signal) => linesOf(get(), kind === 'invented' ? await invent(most, signal) : playedRounds(get())));
    },

    async continueEvaluation() {
      const { evaluation } = get();
      if (evaluation.kind !== 'whole' || !evaluation.report.stopped || last?.by !== visitor()) return;
      const { of, text, users } = last;
      await measure(of, users, () => Promise.resolve(text), evaluation.report);
    },
  };
}

/** Rounds that can be evaluated: one whose next item nobody has rated says nothing of collaborative filtering. */
export const playedRounds = ({ played, catalogue }: Pick<State, 'played' | 'catalogue'>): Round[] =>
  catalogue.kind === 'open' ? played.filter(({ candidates, answer }) => catalogue.films[candidates[answer]!]?.cold === false) : [];

/** Rounds as users of a file: a line each, name<TAB>ids, the answer last. */
function linesOf({ catalogue }: Pick<State, 'catalogue'>, rounds: readonly Round[]): string {
  if (catalogue.kind !== 'open') return '';
  const idsOf = (rows: readonly number[]) => rows.map((row) => catalogue.films[row]!.id).join(' ');
  return rounds.map(({ deck, seed, history, candidates, answer }) => `${deck}-${seed}\t${idsOf([...history, candidates[answer]!])}`).join('\n');
}

async function readFile(file: EvaluationFile): Promise<string> {
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
