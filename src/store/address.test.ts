import { expect, test } from 'vitest';
import { MAX_HISTORY, readAddress, readLink, writeLink } from './address';

test('a history survives the address', () =>
  expect(readLink(writeLink([1, 296, 2571]))).toEqual({ ids: [1, 296, 2571], candidateKind: null, seed: 1, notice: null }));
test('no history, no link', () => expect([readLink(''), readLink('#h='), readLink('#about'), writeLink([])]).toEqual([null, null, null, '']));
test('films twice in a link count once, and the visitor hears of it', () =>
  expect(readLink('#h=1,1,2')).toMatchObject({ ids: [1, 2], notice: expect.stringMatching(/1 of 3/) }));
test.each(['#h=%E0%A4%A', '#h=<script>alert(1)</script>', `#h=${'9'.repeat(5000)}`, '#h=one.two'])('%s is ignored with a notice', (hash) => {
  expect(readLink(hash)?.ids).toEqual([]);
  expect(readLink(hash)?.notice).toMatch(/ignored/);
});
test('a huge link is cut to the longest history', () =>
  expect(readLink(`#h=${Array.from({ length: 900 }, (_, i) => i).join('.')}`)?.ids).toHaveLength(MAX_HISTORY));
test('a link says how the candidates are drawn', () => {
  expect(writeLink([1], 'paper', 7)).toBe('#h=1&c=paper&s=7');
  expect(readLink('#h=1&c=paper&s=7')).toEqual({ ids: [1], candidateKind: 'paper', seed: 7, notice: null });
});
test.each(['c=oracle', 's=-1', 's=99999999', 'x=1', '&'])('%s in a link is ignored with a notice', (option) =>
  expect(readLink(`#h=1&${option}`)).toMatchObject({ ids: [1], candidateKind: null, seed: 1, notice: expect.stringMatching(/ignored/) }),
);
test.each(['123', '123456789', 'abcd', '', '12 34'])("a PIN of '%s' is ignored with a notice, and the usual one holds", (pin) =>
  expect(readAddress(`?kiosk=1&pin=${pin}`)).toMatchObject({ kiosk: true, pin: '0000', notices: [expect.stringMatching(/pin .*ignored/)] }),
);
test("the operator's PIN comes from the address", () => expect(readAddress('?kiosk=1&pin=4711')).toMatchObject({ pin: '4711', notices: [] }));
