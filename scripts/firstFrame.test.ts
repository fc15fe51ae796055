import { expect, it } from 'vitest';
import { withoutStyles } from './firstFrame';

it('takes the styles out of attributes, the same for the same, and keeps all else', () => {
  const numbers = new Map<string, number>();
  expect(withoutStyles('<i style="--i:0">a</i><b class="x" style="--i:1"></b><i style="--i:0"></i>', numbers)).toBe(
    '<i data-style="0">a</i><b class="x" data-style="1"></b><i data-style="0"></i>',
  );
  expect([...numbers]).toEqual([
    ['--i:0', 0],
    ['--i:1', 1],
  ]);
  expect(() => withoutStyles('<i style="--q:&quot;x&quot;">', numbers)).toThrow(/--q/);
});
