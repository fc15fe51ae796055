/** The browse worker's requests: catalogue, search and SASRec. They never wait for the language model. */
import { readCatalogue } from '../../engine/items/catalogue';
import { SasRec } from '../../engine/items/sasrec';
import { adultRows } from '../../engine/wander/adult';
import { readMap } from '../../engine/wander/filmMap';
import type { RequestOptions } from '../../engine/types';
import { MatineeError } from '../../errors';
import { openBundle, type WebBundle } from '../../bundle/webBundle';
import type { ImportProgress, LoadProgress, Requests } from '../protocol';
import { Importing } from './importing';
import { TitleSearch } from './search';

export class Browse {
  #opened: { bundle: WebBundle; map: Promise<Uint16Array | null>; sasrec: SasRec; search: Promise<TitleSearch>; importing: Importing } | undefined;

  constructor(private readonly openBundle_: typeof openBundle = openBundle) {}

  async open({ bundle: url, version }: Requests['open']['args'], { signal, onProgress }: RequestOptions<LoadProgress>): Promise<Requests['open']['result']> {
    onProgress?.({ step: 'checking' });
    const bundle: WebBundle = await this.openBundle_(url, {
      files: ['catalogue', 'sasrec'],
      version,
      signal,
      onProgress: (progress) => onProgress?.({ step: 'downloading', ...progress }),
    });
    const { films, source } = readCatalogue(await bundle.read('catalogue'), bundle.manifest);
    const sasrec = await SasRec.load(await bundle.read('sasrec'), bundle.manifest);
    bundle.forget();
    this.#opened?.sasrec.dispose();
    this.#opened = { bundle, map: mapOf(bundle), sasrec, search: TitleSearch.build(films), importing: new Importing(films, source) };
    return { manifest: bundle.manifest, films, source, version: bundle.version };
  }

  async search({ query, limit }: Requests['search']['args']): Promise<Requests['search']['result']> {
    const search = await this.#ready().search;
    const start = performance.now();
    const rows = search.search(query, limit);
    return { rows, milliseconds: performance.now() - start };
  }

  sasrec({ rows, limit, watched = [] }: Requests['sasrec']['args']): Requests['sasrec']['result'] {
    const start = performance.now();
    const films = this.#ready().sasrec.rank(rows, limit, watched);
    return { films, milliseconds: performance.now() - start };
  }

  import(args: Requests['import']['args'], options: RequestOptions<ImportProgress>): Promise<Requests['import']['result']> {
    return this.#ready().importing.run(args, options);
  }

  /** On its way since the catalogue was opened, so that it is in store for a visit without a network; where it did not arrive, it is asked for again. */
  async map(): Promise<Requests['map']['result']> {
    const opened = this.#ready();
    return opened.map.catch(() => (opened.map = mapOf(opened.bundle)));
  }

  async unlisted(): Promise<Requests['unlisted']['result']> {
    const { bundle } = this.#ready();
    return bundle.manifest.files.facts ? adultRows(await bundle.read('facts')) : [];
  }

  #ready() {
    if (!this.#opened) throw new MatineeError('not-loaded', 'The catalogue is not loaded.', 'Load it first: press "Try again", or reload the page.');
    return this.#opened;
  }
}

function mapOf(bundle: WebBundle): Promise<Uint16Array | null> {
  const { files } = bundle.manifest;
  const map = files.map ? bundle.read('map').then((bytes) => readMap(bytes, bundle.manifest)) : Promise.resolve(null);
  map.catch(() => undefined); // whoever asks for it hears of it
  return map;
}
