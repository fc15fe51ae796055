import { describe, expect, it } from 'vitest';
import { saysOutOfMemory } from './errors';

describe('a failure for want of memory', () => {
  it.each([
    'RangeError: Array buffer allocation failed',
    'RangeError: WebAssembly.Memory(): could not allocate memory',
    'RangeError: Invalid typed array length: 3000000000',
    'failed to call OrtRun(). ERROR_CODE: 6, ERROR_MESSAGE: std::bad_alloc',
    'Failed to allocate memory for requested buffer of size 4294967296',
    'Aborted(OOM). Build with -sASSERTIONS for more info.',
    'Out of memory',
    'Cannot enlarge memory, requested 4294967296 bytes',
  ])('is known by the words of browsers and of onnxruntime: %s', (text) => expect(saysOutOfMemory(text)).toBe(true));

  it.each([
    'The film “Bloom” has no title',
    'no room left in this queue',
    'Boomerang, Groom Lake, Zoom: no such node',
    'Failed to get allocator for optimizer',
    'Cannot find module "oom.js"',
    '',
  ])('is not seen in other words that hold its letters: %s', (text) => expect(saysOutOfMemory(text)).toBe(false));
});
