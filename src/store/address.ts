/**
 * The page's address: `?bundle=`, `?device=`, `?kiosk=1` and its `?pin=`, `?auto=0` (no answer without a press), and the history in `#h=1.296.2571`, source ids joined by dots, oldest first;
 * `&c=` and `&s=` say how the candidates are drawn. What is malformed is ignored with a notice.
 */
import { CANDIDATE_KINDS, filmRows, steering, type CandidateKind, type Context, type State } from './state';

export interface Address {
  bundle: string | null;
  device: State['deviceChoice'];
  kiosk: boolean;
  pin: string;
  answersItself: boolean;
  notices: string[];
}

/** Of a booth's panel, unless the address has another (docs/KIOSK.md). */
const DEFAULT_PIN = '0000';
const DEVICES: readonly string[] = ['auto', 'webgpu', 'wasm'];
const isCandidateKind = (value: string): value is CandidateKind => (CANDIDATE_KINDS as readonly string[]).includes(value);

export function readAddress(search: string): Address {
  const parameters = new URLSearchParams(search);
  const notices: string[] = [];
  const device = parameters.get('device');
  if (device !== null && !DEVICES.includes(device)) notices.push(`The device “${device.slice(0, 20)}” in the address was ignored: it can be webgpu or wasm.`);
  const kiosk = parameters.get('kiosk');
  if (kiosk !== null && kiosk !== '1' && kiosk !== '0') notices.push('kiosk in the address was ignored: it can be 1.');
  const pin = parameters.get('pin');
  const isPin = pin !== null && /^\d{4,8}$/.test(pin);
  if (pin !== null && !isPin) notices.push('pin in the address was ignored: it has four to eight digits.');
  const auto = parameters.get('auto');
  if (auto !== null && auto !== '1' && auto !== '0') notices.push('auto in the address was ignored: it can be 0, for no answer without a press.');
  return {
    bundle: parameters.get('bundle'),
    device: device !== null && DEVICES.includes(device) ? (device as State['deviceChoice']) : 'auto',
    kiosk: kiosk === '1',
    pin: isPin ? pin : DEFAULT_PIN,
    answersItself: auto !== '0',
    notices,
  };
}

/** Films in a link; a history may be longer. */
export const MAX_HISTORY = 500;
export const FIRST_SEED = 1;
const MAX_SEED = 1e6;
const MAX_LENGTH = 8 * MAX_HISTORY;

export interface Link {
  ids: number[];
  candidateKind: CandidateKind;
  seed: number;
  /** What was left out, as a sentence for the visitor; null when nothing was. */
  notice: string | null;
}

/** @param hash as in `location.hash`. Dots or commas separate the ids. */
export function readLink(hash: string): Link | null {
  if (!hash.startsWith('#h=') || hash === '#h=') return null;
  const link: Link = { ids: [], candidateKind: 'sasrec', seed: FIRST_SEED, notice: null };
  const ignored = (why: string): Link => ({ ...link, notice: `The history in the link was ignored: ${why}. Your own history is untouched.` });
  let value: string;
  try {
    value = decodeURIComponent(hash.slice(3));
  } catch {
    return ignored('it is not understood');
  }
  if (value.length > MAX_LENGTH) return ignored('it is too long');
  const [list = '', ...options] = value.split('&');
  const parts = list.split(/[.,]/).filter(Boolean);
  const ids = parts.filter((part) => /^\d{1,9}$/.test(part)).map(Number);
  if (ids.length === 0) return ignored('it is not understood');
  link.ids = [...new Set(ids)].slice(0, MAX_HISTORY);
  const unknown: string[] = [];
  for (const option of options) {
    const [key, given = ''] = option.split('=');
    const seed = /^\d{1,7}$/.test(given) ? Number(given) : 0;
    if (key === 'c' && isCandidateKind(given)) link.candidateKind = given;
    else if (key === 's' && seed >= 1 && seed <= MAX_SEED) link.seed = seed;
    else unknown.push(option.slice(0, 20));
  }
  const lost = parts.length - link.ids.length;
  const notices = [
    ...(lost ? [`${lost} of ${parts.length} entries of the link were ignored: not understood, twice there, or too many.`] : []),
    ...(unknown.length ? [`“${unknown.join('”, “')}” in the link was ignored: not understood.`] : []),
  ];
  if (notices.length) link.notice = notices.join(' ');
  return link;
}

/** @returns '' for an empty history. */
export function writeLink(ids: readonly number[], candidateKind: CandidateKind = 'sasrec', seed = FIRST_SEED): string {
  if (ids.length === 0) return '';
  return `#h=${ids.join('.')}${candidateKind === 'sasrec' ? '' : `&c=${candidateKind}`}${seed === FIRST_SEED ? '' : `&s=${seed}`}`;
}

/** Keeps history and draw of the candidates in the address; a booth keeps nothing. */
export function rememberAddress({ get, settings }: Context): void {
  const { catalogue, kiosk, candidateKind, seed } = get();
  if (catalogue.kind === 'open' && !kiosk) settings.writeHash(writeLink(linkIds(get()), candidateKind, seed));
}

/** The films of a link: the last of those that steer. */
export function linkIds({ catalogue, ...state }: Pick<State, 'catalogue' | 'history' | 'lowSteer'>): number[] {
  if (catalogue.kind !== 'open') return [];
  return filmRows(steering(state))
    .slice(-MAX_HISTORY)
    .map((row) => catalogue.films[row]!.id);
}
