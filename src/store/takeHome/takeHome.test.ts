import { describe, expect, it, test } from 'vitest';
import { film, films, manifest, page } from '../../testing/page';
import { readAddress, readLink, writeLink } from '../address';
import { initialState, type Watched } from '../state';
import { MAX_OWN, readOwn, writeOwn } from './ownInLink';
import { homeLink, homePage, isLocal, QR_BYTES } from './takeHome';

const own = (title: string, description = '') => ({ title, year: 2020, description });
const catalogue = { kind: 'open' as const, manifest, films, rowOf: new Map(films.map(({ id, row }) => [id, row])), source: 'test' };
const taken = (history: Watched[]) => ({ ...initialState, catalogue, history });
const mine = (title: string, description = ''): Watched => ({ kind: 'own', film: { ...own(title, description), embedding: new Float32Array(2) } });
const HOME = 'https://example.org/matinee/';

describe('films of one’s own in a link', () => {
  it('survive it, in every script', () => {
    const list = [{ at: 1, ...own('Été à Çankaya · 東京', 'Un été </script><script>alert(1)</script> “&o=” 🎬') }];
    expect(readLink(writeLink([1, 2], 'sasrec', 1, writeOwn(list)))).toEqual({ ids: [1, 2], candidateKind: 'sasrec', seed: 1, own: list, notice: null });
  });
  it.each([
    ['a title of 10,000 letters', [[0, 'x'.repeat(10_000), 2020, '']]],
    ['a description of 10,000 letters', [[0, 'x', 2020, 'x'.repeat(10_000)]]],
    ['no title', [[0, '  ', 2020, '']]],
    ['a year that is none', [[0, 'x', -1, '']]],
    ['a place that is none', [['0', 'x', 2020, '']]],
    ['an object', { at: 0 }],
    ['a film in a film', [[0, ['x'], 2020, '']]],
  ])('%s is ignored with a notice', (_, value) => {
    const link = readLink(`#h=1&o=${btoa(JSON.stringify(value))}`);
    expect(link).toMatchObject({ ids: [1], notice: expect.stringMatching(/one’s own .*ignored/) });
    expect(link?.own).toBeUndefined();
  });
  it.each(['', '!!!', '%00', btoa('['), btoa('\xff\xfe')])('“%s” is ignored with a notice', (text) =>
    expect(readLink(`#h=1&o=${text}`)).toMatchObject({ ids: [1], notice: expect.stringMatching(/ignored/) }),
  );
  it('count once, and only so many', () => {
    const list = Array.from({ length: 60 }, (_, at) => ({ at, ...own(`Film ${at % 30}`) }));
    expect(readOwn(writeOwn(list))).toMatchObject({ films: { length: MAX_OWN }, lost: 60 - MAX_OWN });
  });
  it('an over-long link is ignored whole', () =>
    expect(readLink(`#h=1&o=${'A'.repeat(40_000)}`)).toMatchObject({ ids: [], notice: expect.stringMatching(/too long/) }));
});

describe('the link to take home', () => {
  it('brings back history, settings and one’s own films in their places', async () => {
    const link = homeLink({ ...taken([film(1), mine('Mine', 'A film.'), film(2)]), candidateKind: 'paper', seed: 7 }, HOME)!;
    expect(link).toMatchObject({ of: 3, items: 3, shortened: 0 });
    const { store, state } = page({}, { hash: new URL(link.url).hash });
    await store.getState().start();
    expect(state().history).toMatchObject([film(1), { kind: 'own', film: own('Mine', 'A film.') }, film(2)]);
    expect(state()).toMatchObject({ candidateKind: 'paper', seed: 7, notices: [] });
  });
  it('fits into a QR code: descriptions are shortened, then the oldest are left out, and it says so', () => {
    const long = taken([...films.slice(0, 40).map(({ row }) => film(row)), mine('Mine', 'word '.repeat(400))]);
    const link = homeLink(long, HOME, QR_BYTES)!;
    expect(link.url.length).toBeLessThanOrEqual(QR_BYTES);
    expect(link).toMatchObject({ of: 41, items: 41, shortened: 1 });
    const many = taken(Array.from({ length: 30 }, (_, i) => mine(`Mine ${i}`, 'word '.repeat(20))));
    const less = homeLink(many, HOME, QR_BYTES)!;
    expect(less.url.length).toBeLessThanOrEqual(QR_BYTES);
    expect(less.items).toBeGreaterThan(2);
    expect(less.items).toBeLessThan(30);
    expect(readLink(new URL(less.url).hash)?.own?.at(-1)?.title).toBe('Mine 29');
  });
  it('is none of an empty history', () => expect(homeLink(taken([]), HOME)).toBeNull());
  it('leads to the page, without what is the booth’s', () =>
    expect(homePage('https://a.example/m/?kiosk=1&pin=4711&bundle=models/video-games/&device=wasm#h=1', null)).toBe(
      'https://a.example/m/?bundle=models%2Fvideo-games%2F',
    ));
  it.each(['http://localhost:4173/', 'http://127.0.0.1/', 'http://[::1]:80/', 'http://a.localhost/'])('%s is this machine', (url) =>
    expect(isLocal(url)).toBe(true),
  );
  it.each(['https://example.org/', 'http://192.168.0.7/', 'https://localhost.example/'])('%s is not', (url) => expect(isLocal(url)).toBe(false));
});

test('?home= says where the page is found from elsewhere', () => expect(readAddress(`?home=${HOME}%23x`)).toMatchObject({ home: HOME, notices: [] }));
test.each(['', 'example.org', 'javascript:alert(1)', 'ftp://a.example/', 'https://u:p@a.example/', `https://a.example/${'x'.repeat(400)}`])(
  'home=%s is ignored with a notice',
  (home) => expect(readAddress(`?home=${encodeURIComponent(home)}`)).toMatchObject({ home: null, notices: [expect.stringMatching(/home .*ignored/)] }),
);
