import { describe, expect, it } from 'vitest';
import { failure } from '../fixtures/failure';
import { checkSize } from './limits';

describe('sizes', () => {
  it('of 200 MB are refused before reading', () =>
    expect(failure(() => checkSize(200 * 1024 ** 2))).toMatchObject({ code: 'import-too-large', message: expect.stringContaining('200 MB') }));
});
