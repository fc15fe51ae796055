import { expect, test } from 'vitest';
import { MAX_HISTORY, readLink, writeLink } from './link';

test('a history survives the address', () => expect(readLink(writeLink([1, 296, 2571]))).toEqual({ ids: [1, 296, 2571], notice: null }));
test('no history, no link', () => expect([readLink(''), readLink('#h='), readLink('#about'), writeLink([])]).toEqual([null, null, null, '']));
test('films twice in a link count once, and the visitor hears of it', () => expect(readLink('#h=1,1,2')).toMatchObject({ ids: [1, 2], notice: expect.stringMatching(/1 of 3/) }));
test.each(['#h=%E0%A4%A', '#h=<script>alert(1)</script>', `#h=${'9'.repeat(5000)}`, '#h=one.two'])('%s is ignored with a notice', (hash) => {
  expect(readLink(hash)?.ids).toEqual([]);
  expect(readLink(hash)?.notice).toMatch(/ignored/);
});
test('a huge link is cut to the longest history', () => expect(readLink(`#h=${Array.from({ length: 900 }, (_, i) => i).join('.')}`)?.ids).toHaveLength(MAX_HISTORY));
