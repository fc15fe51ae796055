import { defineConfig } from 'vitest/config';
import { catalogues } from './scripts/catalogues';
import { onnxruntimeFiles } from './scripts/viteFiles';

export default defineConfig({
  plugins: [onnxruntimeFiles(), catalogues()],
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    // Parity tests run networks on a CPU that may be busy.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
