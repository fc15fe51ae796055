/**
 * The page's address: `?bundle=`, `?device=`, `?kiosk=1` and its `?pin=`, `?auto=0` (no answer without a press), `?lang=`, `?recommender=`, and the history in `#h=1.296.2571`,
 * source ids joined by dots, oldest first; `&c=` and `&s=` say how the candidates are drawn, `&o=` has films of the visitor's own
 * (src/store/takeHome/ownInLink.ts). `?home=` is where a booth's visitor finds the page. What is malformed is ignored with a notice.
 */
import { RECOMMENDERS, type RecommenderName } from '../bundle/manifest';
import { isLanguage, translate } from '../content/language';
import { CANDIDATE_KINDS, defaultKind, filmRows, steering, type CandidateKind, type Context, type State } from './state';
import { readOwn, type LinkedFilm } from './takeHome/ownInLink';

export interface Address {
  bundle: string | null;
  device: State['deviceChoice'];
  /** null: the bundle's first. */
  recommender: RecommenderName | null;
  kiosk: boolean;
  pin: string;
  /** Where the page is found from elsewhere: a booth's own address is the booth's alone. */
  home: string | null;
  answersItself: boolean;
  notices: string[];
}

/** Of a booth's panel, unless the address has another (docs/KIOSK.md). */
const DEFAULT_PIN = '0000';
const DEVICES: readonly string[] = ['auto', 'webgpu', 'wasm'];
const isRecommender = (value: string | null): value is RecommenderName => (RECOMMENDERS as readonly (string | null)[]).includes(value);
const isCandidateKind = (value: string): value is CandidateKind => (CANDIDATE_KINDS as readonly string[]).includes(value);

export function readAddress(search: string): Address {
  const parameters = new URLSearchParams(search);
  const t = translate();
  const notices: string[] = [];
  if (parameters.has('lang') && !isLanguage(parameters.get('lang'))) notices.push(t('notice.language'));
  const device = parameters.get('device');
  if (device !== null && !DEVICES.includes(device)) notices.push(t('notice.device', { device: device.slice(0, 20) }));
  const recommender = parameters.get('recommender');
  if (recommender !== null && !isRecommender(recommender)) notices.push(t('notice.recommenderAddress', { names: RECOMMENDERS.join(', ') }));
  const kiosk = parameters.get('kiosk');
  if (kiosk !== null && kiosk !== '1' && kiosk !== '0') notices.push(t('notice.kiosk'));
  const pin = parameters.get('pin');
  const isPin = pin !== null && /^\d{4,8}$/.test(pin);
  if (pin !== null && !isPin) notices.push(t('notice.pin'));
  const home = homeOf(parameters.get('home'));
  if (home === null && parameters.has('home')) notices.push(t('notice.home'));
  const auto = parameters.get('auto');
  if (auto !== null && auto !== '1' && auto !== '0') notices.push(t('notice.auto'));
  return {
    bundle: parameters.get('bundle'),
    device: device !== null && DEVICES.includes(device) ? (device as State['deviceChoice']) : 'auto',
    recommender: isRecommender(recommender) ? recommender : null,
    kiosk: kiosk === '1',
    pin: isPin ? pin : DEFAULT_PIN,
    home,
    answersItself: auto !== '0',
    notices,
  };
}

const MAX_HOME = 300;

function homeOf(value: string | null): string | null {
  if (value === null || value.length > MAX_HOME || !URL.canParse(value)) return null;
  const url = new URL(value);
  if (!/^https?:$/.test(url.protocol) || url.username || url.password) return null;
  url.hash = '';
  return url.href;
}

/** Films in a link; a history may be longer. */
export const MAX_HISTORY = 500;
export const FIRST_SEED = 1;
const MAX_SEED = 1e6;
const MAX_LENGTH = 8 * MAX_HISTORY;
/** Of a link's films of the visitor's own, as it has them. */
const MAX_OWN_LENGTH = 16_000;

export interface Link {
  ids: number[];
  /** null: the bundle's own way. */
  candidateKind: CandidateKind | null;
  seed: number;
  /** Films of the visitor's own, where it has any. */
  own?: LinkedFilm[];
  /** What was left out, as a sentence for the visitor; null when nothing was. */
  notice: string | null;
}

/** @param hash as in `location.hash`. Dots or commas separate the ids. */
export function readLink(hash: string): Link | null {
  if (!hash.startsWith('#h=') || hash === '#h=') return null;
  const link: Link = { ids: [], candidateKind: null, seed: FIRST_SEED, notice: null };
  const t = translate();
  const ignored = (notice: string): Link => ({ ...link, notice });
  let value: string;
  try {
    value = decodeURIComponent(hash.slice(3));
  } catch {
    return ignored(t('notice.link'));
  }
  const [list = '', ...options] = value.split('&');
  if (list.length > MAX_LENGTH || value.length > MAX_LENGTH + MAX_OWN_LENGTH) return ignored(t('notice.linkLong'));
  const parts = list.split(/[.,]/).filter(Boolean);
  const ids = parts.filter((part) => /^\d{1,9}$/.test(part)).map(Number);
  if (ids.length === 0 && !options.some((option) => option.startsWith('o='))) return ignored(t('notice.link'));
  link.ids = [...new Set(ids)].slice(0, MAX_HISTORY);
  const unknown: string[] = [];
  let lostOwn = 0;
  for (const option of options) {
    const [key, given = ''] = option.split('=');
    const seed = /^\d{1,7}$/.test(given) ? Number(given) : 0;
    if (key === 'c' && isCandidateKind(given)) link.candidateKind = given;
    else if (key === 's' && seed >= 1 && seed <= MAX_SEED) link.seed = seed;
    else if (key === 'o' && !link.own) {
      const { films, lost } = readOwn(given);
      if (films.length) link.own = films;
      lostOwn = lost;
    } else unknown.push(option.slice(0, 20));
  }
  const lost = parts.length - link.ids.length;
  const notices = [
    ...(lost ? [t('notice.linkLost', { lost, of: parts.length })] : []),
    ...(lostOwn ? [t('notice.linkOwn', { count: lostOwn })] : []),
    ...(unknown.length ? [t('notice.linkUnknown', { parts: unknown.join('”, “') })] : []),
  ];
  if (notices.length) link.notice = notices.join(' ');
  return link;
}

/**
 * @param candidateKind null: the bundle's own way
 * @param own films of the visitor's own, as `writeOwn` has them
 * @returns '' for an empty history.
 */
export function writeLink(ids: readonly number[], candidateKind: CandidateKind | null = null, seed = FIRST_SEED, own = ''): string {
  if (ids.length === 0 && own === '') return '';
  return `#h=${ids.join('.')}${candidateKind === null ? '' : `&c=${candidateKind}`}${seed === FIRST_SEED ? '' : `&s=${seed}`}${own && `&o=${own}`}`;
}

/** Keeps history and draw of the candidates in the address; a booth keeps nothing. */
export function rememberAddress({ get, settings }: Context): void {
  const { catalogue, kiosk, candidateKind, seed } = get();
  if (catalogue.kind !== 'open' || kiosk) return;
  settings.writeHash(writeLink(linkIds(get()), candidateKind === defaultKind(get()) ? null : candidateKind, seed));
}

/** The films of a link: the last of those that steer. */
export function linkIds({ catalogue, ...state }: Pick<State, 'catalogue' | 'history' | 'lowSteer'>): number[] {
  if (catalogue.kind !== 'open') return [];
  return filmRows(steering(state))
    .slice(-MAX_HISTORY)
    .map((row) => catalogue.films[row]!.id);
}
