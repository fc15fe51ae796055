import { describe, expect, it } from 'vitest';
import { resolveBundleUrl } from './bundle';

const page = 'https://films.example/some/path/?bundle=x#h=1';

describe('the address of a bundle', () => {
  it.each([
    ['models/mine', 'https://films.example/some/path/models/mine/'],
    ['models/mine/', 'https://films.example/some/path/models/mine/'],
    ['models/mine/manifest.json', 'https://films.example/some/path/models/mine/'],
    ['../other/', 'https://films.example/some/other/'],
    ['/models/mine//', 'https://films.example/models/mine/'],
    ['https://films.example/models/mine/?version=2#top', 'https://films.example/models/mine/'],
    ['models/caf\u00e9', 'https://films.example/some/path/models/caf%C3%A9/'],
  ])('%s is %s', (address, url) => expect(resolveBundleUrl(address, page)).toBe(url));

  it.each([
    '',
    '  ',
    'https://elsewhere.example/models/mine/',
    '//elsewhere.example/models/mine/',
    '/\\elsewhere.example/models/mine/',
    '\\\\elsewhere.example\\models',
    '/\t/elsewhere.example/models/',
    'http://films.example/models/mine/',
    'https://films.example:8443/models/mine/',
    'https://name:word@films.example/models/mine/',
    'javascript:alert(1)',
    'data:application/json,{}',
    'blob:https://films.example/1',
    'file:///etc/passwd',
    'http://',
    'x'.repeat(501),
  ])('%j is refused', (address) => expect(resolveBundleUrl(address, page)).toBeNull());
});
