/** The browse worker's requests: catalogue, search and SASRec. They never wait for the language model. */
import { parseCatalogue } from '../../engine/items/catalogue';
import { SasRec } from '../../engine/items/sasrec';
import type { RequestOptions } from '../../engine/types';
import { MatineeError } from '../../errors';
import { openBundle, type WebBundle } from '../../bundle/webBundle';
import type { LoadProgress, Requests } from '../protocol';
import { TitleSearch } from './search';

export class Browse {
  #opened: { sasrec: SasRec; search: Promise<TitleSearch> } | undefined;

  constructor(private readonly openBundle_: typeof openBundle = openBundle) {}

  async open({ bundle: url, version }: Requests['open']['args'], { signal, onProgress }: RequestOptions<LoadProgress>): Promise<Requests['open']['result']> {
    onProgress?.({ step: 'checking' });
    const bundle: WebBundle = await this.openBundle_(url, {
      files: ['catalogue', 'sasrec'],
      version,
      signal,
      onProgress: (progress) => onProgress?.({ step: 'downloading', ...progress }),
    });
    const films = parseCatalogue(await bundle.read('catalogue'), bundle.manifest);
    const sasrec = await SasRec.load(await bundle.read('sasrec'), bundle.manifest);
    bundle.forget();
    this.#opened?.sasrec.dispose();
    this.#opened = { sasrec, search: TitleSearch.build(films) };
    return { manifest: bundle.manifest, films, version: bundle.version };
  }

  async search({ query, limit }: Requests['search']['args']): Promise<Requests['search']['result']> {
    const search = await this.#ready().search;
    const start = performance.now();
    const rows = search.search(query, limit);
    return { rows, milliseconds: performance.now() - start };
  }

  sasrec({ rows, limit }: Requests['sasrec']['args']): Requests['sasrec']['result'] {
    const start = performance.now();
    const films = this.#ready().sasrec.rank(rows, limit);
    return { films, milliseconds: performance.now() - start };
  }

  #ready() {
    if (!this.#opened) throw new MatineeError('not-loaded', 'The catalogue is not loaded.', 'Load it first: press "Try again", or reload the page.');
    return this.#opened;
  }
}
