/** The browse worker's requests: catalogue, search, facts and SASRec. They never wait for the language model, and the search does not wait for facts. */
import { dealFriend, dealPerson } from '../../engine/deck/deal';
import { tastesOf, type Tastes } from '../../engine/deck/tastes';
import { readCatalogue } from '../../engine/items/catalogue';
import { loadRecommender } from '../../engine/items/recommenders/load';
import type { Recommender } from '../../engine/items/recommenders/recommender';
import { readMap } from '../../engine/wander/filmMap';
import type { Film, RequestOptions } from '../../engine/types';
import { MatineeError } from '../../errors';
import { editionsOf, type Editions } from '../../facts/editions';
import { excludedRows } from '../../facts/excluded';
import { areDifferent, readFacts, type Facts } from '../../facts/facts';
import { openBundle, type WebBundle } from '../../bundle/webBundle';
import { yieldToMessages } from '../../yieldToMessages';
import type { ImportProgress, LoadProgress, Requests } from '../protocol';
import { Importing } from './importing';
import { TitleSearch } from './search';

interface Opened {
  bundle: WebBundle;
  films: Film[];
  /** The bundle's own, which stays when another one is chosen. */
  first: Recommender;
  sasrec: Recommender;
  search: Promise<TitleSearch>;
  /** Resolves once the search knows what the facts say of titles and directors, or there are none. */
  learnt: Promise<unknown>;
  /** Rejects where the bundle's file is not there or not right; the page then does without. */
  facts: Promise<Facts | null>;
  editions: Promise<Editions>;
  importing: Importing;
  map: Promise<Uint16Array | null>;
  tastes?: Tastes;
}

export class Browse {
  #opened: Opened | undefined;

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
    const sasrec = await loadRecommender(await bundle.read('sasrec'), bundle.manifest);
    bundle.forget();
    this.#close();
    this.#opened = { bundle, films, first: sasrec, sasrec, map: mapOf(bundle), ...learn(bundle, films, source) };
    return { manifest: bundle.manifest, films, source, version: bundle.version };
  }

  /** @throws MatineeError of the bundle, 'recommender-unknown', 'file-invalid' or 'stopped'; the list stays whose it is then. */
  async recommender({ name }: Requests['recommender']['args'], { signal, onProgress }: RequestOptions<LoadProgress>): Promise<void> {
    const opened = this.#ready();
    let next = opened.first;
    if (name !== null) {
      const bundle = opened.bundle.withRecommender(name);
      await bundle.download(['sasrec'], { signal, onProgress: (progress) => onProgress?.({ step: 'downloading', ...progress }) });
      next = await loadRecommender(await bundle.read('sasrec'), bundle.manifest);
      bundle.forget();
    }
    if (opened.sasrec !== opened.first) opened.sasrec.dispose();
    opened.sasrec = next;
  }

  async facts(): Promise<Requests['facts']['result']> {
    return { facts: await this.#ready().facts };
  }

  async learnt(): Promise<void> {
    await this.#ready().learnt;
  }

  async search({ query, limit }: Requests['search']['args']): Promise<Requests['search']['result']> {
    const search = await this.#ready().search;
    const start = performance.now();
    const found = search.search(query, limit);
    return { rows: found.map(({ row }) => row), others: found.map(({ other }) => other), milliseconds: performance.now() - start };
  }

  /** Waits for the facts: pornography is in no list, not even in the first. */
  async sasrec({ rows, limit, watched = [], own = [] }: Requests['sasrec']['args']): Promise<Requests['sasrec']['result']> {
    const { facts, editions } = this.#ready();
    const [known, groups] = await Promise.all([facts.catch(() => null), editions]);
    const { sasrec } = this.#ready(); // while it waited, another one may have been chosen
    const start = performance.now();
    const excluded = excludedRows({ rows: [...watched, ...rows], own }, groups, known?.adult);
    const films = sasrec.rank(rows, limit, excluded);
    return { films, excluded, milliseconds: performance.now() - start };
  }

  async deal({ deck, seed, history = [], back = 0 }: Requests['deal']['args']): Promise<Requests['deal']['result']> {
    const opened = this.#ready();
    const { films } = opened;
    if (deck === 'friend') return dealFriend(films, history, back, seed);
    // Without facts, because there is no network or the bundle has none: people who like genres.
    const facts = await opened.facts.catch(() => null);
    opened.tastes ??= tastesOf(films, facts);
    return dealPerson(films, opened.tastes, deck, seed);
  }

  crowd({ rows, candidates }: Requests['crowd']['args']): Requests['crowd']['result'] {
    const start = performance.now();
    const { sasrec } = this.#ready();
    const scores = sasrec.scores(sasrec.represent(rows));
    return { scores: candidates.map((row) => scores[row] ?? null), attention: sasrec.attention?.(rows) ?? [], milliseconds: performance.now() - start };
  }

  import(args: Requests['import']['args'], options: RequestOptions<ImportProgress>): Promise<Requests['import']['result']> {
    return this.#ready().importing.run(args, options);
  }

  /** On its way since the catalogue was opened, so that it is in store for a visit without a network; where it did not arrive, it is asked for again. */
  async map(): Promise<Requests['map']['result']> {
    const opened = this.#ready();
    return opened.map.catch(() => (opened.map = mapOf(opened.bundle)));
  }

  #close(): void {
    if (this.#opened && this.#opened.sasrec !== this.#opened.first) this.#opened.sasrec.dispose();
    this.#opened?.first.dispose();
    this.#opened = undefined;
  }

  #ready(): Opened {
    if (!this.#opened) throw new MatineeError('not-loaded', 'The catalogue is not loaded.', 'Load it first: press "Try again", or reload the page.');
    return this.#opened;
  }
}

/** What a bundle's films are found and told apart by: made after the answer to `open`, in pieces. */
function learn(bundle: WebBundle, films: readonly Film[], source: string): Omit<Opened, 'bundle' | 'films' | 'first' | 'sasrec' | 'map' | 'tastes'> {
  const facts = yieldToMessages().then(() => readFacts(bundle));
  const known = facts.catch(() => null);
  const editions = known.then((read) => editionsOf(films, read ? areDifferent(read) : undefined));
  // SASRec's list waits for the editions, which are made in a tenth of the index's time: once the facts are there, the index lets them go first.
  let turn: () => Promise<unknown> = yieldToMessages;
  void known.then(() => (turn = () => editions.then(yieldToMessages, yieldToMessages)));
  const search = TitleSearch.build(films, () => turn());
  const learnt = Promise.all([search, known]).then(([titles, read]) => read && titles.learn(read));
  return { search, learnt, facts, editions, importing: new Importing(films, source, known) };
}

function mapOf(bundle: WebBundle): Promise<Uint16Array | null> {
  const { files } = bundle.manifest;
  const map = files.map ? bundle.read('map').then((bytes) => readMap(bytes, bundle.manifest)) : Promise.resolve(null);
  map.catch(() => undefined); // whoever asks for it hears of it
  return map;
}
