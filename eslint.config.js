import globals from 'globals';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Imports point one way: ui -> store -> worker/client, worker -> engine -> bundle, onnx (docs/ARCHITECTURE.md). */
const layer = (name, forbidden, message) => ({
  files: [`src/${name}/**/*.{ts,tsx}`],
  ignores: ['**/*.test.ts', '**/*.test.tsx'],
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ group: forbidden, allowTypeImports: true, message }] }] },
});

export default tseslint.config(
  { ignores: ['dist', 'dist-*', 'node_modules', 'test-results', 'playwright-report', 'training/.*', 'public'] },
  ...tseslint.configs.recommended,
  {
    languageOptions: { globals: globals.browser },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-eval': 'error',
      'no-implied-eval': 'error',
    },
  },
  { files: ['**/*.{js,mjs}', 'scripts/**', 'e2e/**', '*.config.ts'], languageOptions: { globals: globals.node } },
  {
    files: ['src/ui/**/*.{ts,tsx}'],
    ...jsxA11y.flatConfigs.recommended,
  },
  {
    files: ['src/ui/**/*.{ts,tsx}', 'src/main.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  layer('bundle', ['react*', '**/onnx/**', '**/engine/**', '**/node/**', '**/worker/**', '**/store/**', '**/ui/**', '**/testing/**'], 'src/bundle stands below everything.'),
  layer('onnx', ['react*', '**/bundle/**', '**/engine/**', '**/node/**', '**/worker/**', '**/store/**', '**/ui/**', '**/testing/**'], 'src/onnx stands below everything.'),
  layer('engine', ['react*', '**/node/**', '**/worker/**', '**/store/**', '**/ui/**', '**/testing/**'], 'src/engine knows no page and no worker.'),
  layer('node', ['react*', '**/engine/**', '**/worker/**', '**/store/**', '**/ui/**', '**/testing/**'], 'src/node is src/bundle and src/onnx for Node.'),
  layer('worker', ['react*', '**/node/**', '**/store/**', '**/ui/**', '**/testing/**'], 'src/worker knows no page.'),
  layer('store', ['react*', '**/ui/**', '**/engine/**', '**/node/**', '**/onnx/**', '**/testing/**'], 'src/store reaches the models through the worker client only.'),
  layer('ui', ['**/engine/**', '**/bundle/**', '**/onnx/**', '**/node/**', '**/testing/**'], 'src/ui goes through the store.'),
);
