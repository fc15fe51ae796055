/** The map of all films, and the visitor's place on it. */
import { toWireError } from '../../worker/wireError';
import { isUnread, steering } from '../state';
import type { WanderActions } from './state';
import type { WanderContext } from './wander';

/** Films nearest to the visitor: enough for a neighbourhood, few enough to be one. */
const NEAREST = 20;

export function createMapping({
  context: { client, get },
  browse,
  put,
  visitor,
  unlisted,
}: WanderContext): Pick<WanderActions, 'openMap' | 'lookAt' | 'findPlace'> {
  let latest = 0;

  return {
    async openMap() {
      const { catalogue, wander } = get();
      if (catalogue.kind !== 'open' || wander.map.kind === 'reading') return;
      const { films } = catalogue;
      if (wander.map.kind === 'absent' || (wander.map.kind === 'whole' && wander.map.films === films)) return;
      const by = visitor();
      put(by, { map: { kind: 'reading' } });
      try {
        const positions = await browse('map', () => ({}));
        put(by, { map: positions ? { kind: 'whole', positions, films } : { kind: 'absent' } });
      } catch (cause) {
        put(by, { map: { kind: 'failed', error: toWireError(cause) } });
      }
    },

    lookAt: (at) => put(visitor(), { look: { at, times: (get().wander.look?.times ?? 0) + 1 } }),

    async findPlace() {
      const { wander, model, sasrec } = get();
      const history = steering(get());
      const read = history.filter((item) => item.kind === 'film' || !isUnread(item.film));
      const isReady = model.kind === 'ready' || model.kind === 'running';
      if (wander.place.kind === 'found' && wander.place.history === history && (wander.place.by === 'soft token' || !isReady)) return;
      const mine = ++latest;
      const by = visitor();
      const isLatest = () => mine === latest && steering(get()) === history;
      const bySasRec = () => sasrec && put(by, { place: { kind: 'found', by: 'sasrec', rows: sasrec.films.slice(0, NEAREST).map(({ row }) => row), history } });
      if (read.length === 0) return wander.place.kind === 'none' ? undefined : put(by, { place: { kind: 'none' } });
      if (!isReady) return void bySasRec();
      try {
        const rows = await client.request('shortlist', { history: read, count: NEAREST, leftOut: await unlisted(), whole: true });
        if (isLatest()) put(by, { place: { kind: 'found', by: 'soft token', rows, history } });
      } catch {
        // A bundle without soft tokens that can be compared, or a model that was just lost: SASRec knows a place, too.
        if (isLatest()) bySasRec();
      }
    },
  };
}
