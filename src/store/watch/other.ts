/** The other one of two who watch together: a history from a file or a link, beside one's own. It is in memory alone. */
import { checkSize } from '../../import/file/limits';
import { MatineeError } from '../../errors';
import { toWireError } from '../../worker/wireError';
import { readLink } from '../address';
import type { Browsing } from '../catalogue';
import { unpackWatched } from '../importing/combine';
import type { Context, ImportFile } from '../state';
import type { Other, Watching, WatchActions } from './watching';

const MAX_NAME = 40;
/** Until they are given a name: the page says "the other one". */
const NAMELESS = '';

export function createOther(
  { get }: Context,
  { browse }: Pick<Browsing, 'browse'>,
  put: (change: Partial<Watching>) => void,
): Pick<WatchActions, 'importOther' | 'importOtherProfile' | 'linkOther' | 'nameOther' | 'removeOther'> {
  let file: ImportFile | null = null;
  let reading: AbortController | null = null;

  const read = async (chosen: ImportFile, profile?: string) => {
    if (get().kiosk) return;
    reading?.abort();
    const mine = (reading = new AbortController());
    const { name } = chosen;
    const show = (other: Other) => reading === mine && put({ other });
    show({ kind: 'reading', name });
    try {
      checkSize(chosen.size);
      const args = async () => ({ bytes: new Uint8Array(await chosen.arrayBuffer()), name, ...(profile === undefined ? {} : { profile }) });
      const result = await browse('import', args, { signal: mine.signal });
      if (result.kind === 'profiles') return void show({ kind: 'profiles', name, profiles: result.profiles });
      const history = unpackWatched(result.history);
      if (history.every(({ low }) => low))
        throw new MatineeError(
          'import-no-films',
          `${name} has nothing that the catalogue knows for sure.`,
          'Choose ratings, a diary or a list of what was seen.',
        );
      show({ kind: 'whole', name: profile ?? NAMELESS, history, unsure: result.counts.unsure + result.counts.unknown });
    } catch (cause) {
      const error = toWireError(cause);
      show(error.code === 'stopped' ? { kind: 'none' } : { kind: 'failed', name, error });
    } finally {
      if (reading === mine) reading = null;
    }
  };

  return {
    importOther(chosen, profile) {
      file = chosen;
      return read(chosen, profile);
    },
    importOtherProfile: async (profile) => {
      if (file) await read(file, profile);
    },
    linkOther(text) {
      const { catalogue } = get();
      const link = readLink(text.slice(Math.max(0, text.indexOf('#h='))).trim());
      if (catalogue.kind !== 'open' || !link || link.ids.length === 0) return false;
      const rows = link.ids.flatMap((id) => catalogue.rowOf.get(id) ?? []);
      if (rows.length === 0) return false;
      reading?.abort();
      reading = null;
      put({
        other: { kind: 'whole', name: NAMELESS, history: rows.map((row) => ({ kind: 'film', row })), unsure: link.ids.length - rows.length },
      });
      return true;
    },
    nameOther(name) {
      const { other } = get().watching;
      if (other.kind === 'whole') put({ other: { ...other, name: name.trim().slice(0, MAX_NAME) || NAMELESS } });
    },
    removeOther() {
      reading?.abort();
      reading = null;
      file = null;
      put({ other: { kind: 'none' } });
    },
  };
}
