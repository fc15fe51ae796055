/** A service's export on its way into the history: read and matched in the browse worker, asked about, taken back. No row of it is sent anywhere. */
import { translate } from '../../content/language';
import { checkSize } from '../../import/file/limits';
import { MatineeError } from '../../errors';
import type { ImportProgress, OpenRow } from '../../worker/protocol';
import { toWireError } from '../../worker/wireError';
import { candidatesOf } from '../candidates';
import type { Browsing } from '../catalogue';
import { nextTask } from '../model';
import { paced } from '../pacing/latest';
import type { History } from '../history';
import { defaultKind, itemKey, type Actions, type Choice, type Context, type Import, type ImportFile, type State, type Watched } from '../state';
import { combine, unpackWatched } from './combine';

const LOOK_MS = 10;

type Reading = Extract<ImportProgress, { step: 'matching' }>;
type Whole = Extract<Import, { kind: 'whole' }>;
type Importing = Pick<Actions, 'importFile' | 'importProfile' | 'stopImport' | 'chooseFilm' | 'setImportMode' | 'undoImport' | 'closeImport'>;

export function createImporting(
  { settings, set, get, notify }: Context,
  { browse }: Pick<Browsing, 'browse'>,
  history: Pick<History, 'setHistory' | 'amendHistory'>,
): Importing {
  /** The file that was chosen last: its bytes are given away to the worker, so that another profile reads it anew. */
  let file: ImportFile | null = null;
  let running: AbortController | null = null;

  const setWatchlist = (watchlist: number[], more: Partial<Pick<State, 'candidateKind'>> = {}) => {
    set((state) => ({ ...more, watchlist, candidates: candidatesOf({ ...state, ...more, watchlist }) }));
    const { catalogue } = get();
    if (catalogue.kind !== 'open' || !settings.watchlistKeeper) return;
    if (!settings.watchlistKeeper.write(watchlist.map((row) => catalogue.films[row]!.id))) notify(translate()('notice.watchlistNotKept'));
  };

  const read = async (profile?: string) => {
    const chosen = file;
    if (!chosen || get().kiosk) return;
    running?.abort();
    const mine = (running = new AbortController());
    const { name } = chosen;
    const put = (importing: Import) => running === mine && set({ importing });
    put({ kind: 'reading', name, rows: 0, of: 0 });
    try {
      checkSize(chosen.size);
      await opened();
      const open: OpenRow[] = [];
      const args = async () => {
        open.length = 0;
        return { bytes: await bytesOf(chosen), name, ...(profile === undefined ? {} : { profile }) };
      };
      const result = await paced(
        ({ rows, of }: Reading) => put({ kind: 'reading', name, rows, of }),
        (show) =>
          browse('import', args, {
            signal: mine.signal,
            onProgress: (progress) => (progress.step === 'open' ? void open.push(...progress.rows) : show(progress)),
          }),
      );
      if (running !== mine || mine.signal.aborted) return;
      if (result.kind === 'profiles') return void put({ kind: 'profiles', name, profiles: result.profiles });
      const { service, counts, middle, wanted } = result;
      const films = unpackWatched(result.history);
      // Each of these is thousands of films long, so that each has a task: the films of the file, the history that they make, the page that shows it,
      // and what is said of the file.
      await nextTask();
      let before: Watched[];
      let after: Watched[];
      do {
        if (running !== mine) return;
        before = get().history;
        after = films.length ? combine(before, films) : before;
        await nextTask();
      } while (get().history !== before);
      if (running !== mine) return;
      const wantedBefore = get().watchlist;
      // Those that a tap answers before those that the catalogue lacks.
      const asked = [...open.filter(({ suggestions }) => suggestions.length), ...open.filter(({ suggestions }) => !suggestions.length)];
      if (films.length) {
        const isStopped = () => mine.signal.aborted; // TypeScript holds that nothing happens meanwhile
        history.setHistory(after);
        await nextTask();
        if (running !== mine || isStopped()) {
          if (get().history === after && get().past.at(-1) === before) get().undo();
          return;
        }
      }
      put({
        kind: 'whole', name, service, counts, middle, open: asked, choices: new Map(), films, wanted: wanted.length, mode: 'add', before, wantedBefore, after,
      }); // prettier-ignore
      if (wanted.length) setWatchlist([...new Set([...wantedBefore, ...wanted])], films.length ? {} : { candidateKind: 'watchlist' });
    } catch (cause) {
      const error = toWireError(cause);
      put(error.code === 'stopped' ? { kind: 'none' } : { kind: 'failed', name, error });
    } finally {
      if (running === mine) running = null;
    }
  };

  /** A file that comes before the catalogue waits for it, and for the history that is restored right after. */
  const opened = async () => {
    do await nextTask(LOOK_MS);
    while (get().catalogue.kind === 'opening');
    if (get().catalogue.kind === 'failed')
      throw new MatineeError(
        'not-loaded',
        'The catalogue could not be opened, so that no film of the file can be found in it.',
        'Press “Try again” beside SASRec’s list, then choose the file again.',
      );
  };

  /** The film of an open title; null where it stays out. */
  const filmOf = ({ title, year, description, at, rating }: OpenRow, choice: Choice | undefined, middle: number | null): Watched | null => {
    if (choice === undefined || choice === 'none') return null;
    const low = rating !== null && middle !== null && rating < middle;
    const facts = { ...(at === null ? {} : { at }), ...(rating === null ? {} : { rating }), ...(low ? { low } : {}) };
    // SBERT reads it when the model is asked next.
    if (choice === 'own') return { kind: 'own', film: { title, year: year ?? 0, description: description ?? '', embedding: new Float32Array() }, ...facts };
    return { kind: 'film', row: choice, ...facts };
  };

  /** The same file with another answer. While nothing else has changed the history, it stays one step of Undo; after that, films only come in or go. */
  const rework = (importing: Whole, change: Partial<Pick<Whole, 'choices' | 'mode'>>) => {
    const next = { ...importing, ...change };
    const { history: now, past } = get();
    const isDated = next.films.some(({ at }) => at !== undefined);
    const chosen = ({ open, choices, middle }: Whole) => open.flatMap((row) => filmOf(row, choices.get(row.row), middle) ?? []);
    if (now !== importing.after) {
      const gone = new Set(chosen(importing).map(itemKey));
      set({ importing: { ...next, mode: importing.mode } });
      return history.setHistory(combine(now.filter((item) => !gone.has(itemKey(item))), chosen(next), isDated)); // prettier-ignore
    }
    const films = combine(next.films, chosen(next), isDated);
    const after = films.length ? combine(next.mode === 'replace' ? [] : next.before, films) : next.before;
    set({ importing: { ...next, after } });
    if (after === now) return;
    if (past.at(-1) === importing.before) history.amendHistory(after);
    else history.setHistory(after);
  };

  const whole = (work: (importing: Whole) => void) => {
    const { importing } = get();
    if (importing.kind === 'whole') work(importing);
  };

  return {
    importFile(chosen) {
      file = chosen;
      return read();
    },
    importProfile: (profile) => read(profile),
    stopImport() {
      running?.abort();
      running = null;
      set({ importing: { kind: 'none' } });
    },
    chooseFilm: (row, choice) => whole((importing) => rework(importing, { choices: new Map(importing.choices).set(row, choice) })),
    setImportMode: (mode) => whole((importing) => rework(importing, { mode })),
    undoImport: () =>
      whole(({ before, after, wantedBefore, wanted }) => {
        const { past, history: now, watchlist, candidateKind } = get();
        file = null;
        set({ importing: { kind: 'none' } });
        if (wanted && watchlist.length !== wantedBefore.length)
          setWatchlist(wantedBefore, candidateKind === 'watchlist' && wantedBefore.length === 0 ? { candidateKind: defaultKind(get()) } : {});
        if (now === before) return;
        if (now === after && past.at(-1) === before) get().undo();
        else history.setHistory(before);
      }),
    closeImport() {
      file = null;
      set({ importing: { kind: 'none' } });
    },
  };
}

async function bytesOf(file: ImportFile): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new MatineeError('import-unreadable', `${file.name} could not be read.`, 'Choose it again: it may have been moved or changed.', { cause });
  }
}
