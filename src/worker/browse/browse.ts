/** The browse worker's requests: catalogue, search and SASRec. They never wait for the language model. */
import { readCatalogue } from '../../engine/items/catalogue';
import { SasRec } from '../../engine/items/sasrec';
import type { RequestOptions } from '../../engine/types';
import { MatineeError } from '../../errors';
import { openBundle, type WebBundle } from '../../bundle/webBundle';
import type { ImportProgress, LoadProgress, Requests } from '../protocol';
import { Importing } from './importing';
import { TitleSearch } from './search';

export class Browse {
  #opened: { sasrec: SasRec; search: Promise<TitleSearch>; importing: Importing } | undefined;

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
    this.#opened = { sasrec, search: TitleSearch.build(films), importing: new Importing(films, source) };
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

  crowd({ rows, candidates }: Requests['crowd']['args']): Requests['crowd']['result'] {
    const start = performance.now();
    const { sasrec } = this.#ready();
    const scores = sasrec.scores(sasrec.represent(rows));
    return { scores: candidates.map((row) => scores[row] ?? null), attention: sasrec.attention(rows), milliseconds: performance.now() - start };
  }

  import(args: Requests['import']['args'], options: RequestOptions<ImportProgress>): Promise<Requests['import']['result']> {
    return this.#ready().importing.run(args, options);
  }

  #ready() {
    if (!this.#opened) throw new MatineeError('not-loaded', 'The catalogue is not loaded.', 'Load it first: press "Try again", or reload the page.');
    return this.#opened;
  }
}
