import globals from 'globals';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Imports point one way: ui -> store -> worker/client, worker -> engine -> bundle, onnx (docs/ARCHITECTURE.md). That none run in a circle, src/imports.test.ts holds. */
const layer = (name, forbidden, message) => ({
  files: [`src/${name}/**/*.{ts,tsx}`],
  ignores: ['**/*.test.ts', '**/*.test.tsx'],
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ group: forbidden, allowTypeImports: true, message }] }] },
});

export default tseslint.config(
  { ignores: ['dist', 'dist-*', 'node_modules', 'test-results', 'playwright-report', 'training/.*', 'public'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { globals: globals.browser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // With noUncheckedIndexedAccess, an element whose index is known to be good is read with '!'.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // 'return refuse(why);' is how a function is left early here.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Fakes and handlers keep the promise of the interface that they stand for.
      '@typescript-eslint/require-await': 'off',
      // Characters, not graphemes, are counted and cut here.
      '@typescript-eslint/no-misused-spread': 'off',
      // An empty title, a year of 0 and a probability of 0 stand for none: || is meant.
      '@typescript-eslint/prefer-nullish-coalescing': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-eval': 'error',
      'no-implied-eval': 'error',
    },
  },
  { files: ['**/*.{js,mjs}'], ...tseslint.configs.disableTypeChecked },
  { files: ['**/*.{js,mjs}', 'scripts/**', 'e2e/**', '*.config.ts'], languageOptions: { globals: globals.node } },
  {
    // zustand's set and get, the store's actions and vitest's mocks are closures: they have no 'this' to lose.
    files: ['src/store/**', 'src/ui/**', '**/*.test.ts'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
  {
    // vitest's matchers, and what a test parses to compare it, are of any type.
    files: ['**/*.test.ts', 'e2e/**'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    // A stand-in does nothing where the test looks elsewhere.
    files: ['**/*.test.ts', 'src/testing/**', '**/*.mjs'],
    rules: { '@typescript-eslint/no-empty-function': 'off', '@typescript-eslint/no-extraneous-class': 'off' },
  },
  {
    files: ['src/ui/**/*.{ts,tsx}'],
    ...jsxA11y.flatConfigs.recommended,
  },
  {
    files: ['src/ui/**/*.{ts,tsx}', 'src/main.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  layer(
    'bundle',
    ['react*', '**/onnx/**', '**/engine/**', '**/node/**', '**/worker/**', '**/store/**', '**/ui/**', '**/testing/**'],
    'src/bundle stands below everything.',
  ),
  layer(
    'onnx',
    ['react*', '**/bundle/**', '**/engine/**', '**/node/**', '**/worker/**', '**/store/**', '**/ui/**', '**/testing/**'],
    'src/onnx stands below everything.',
  ),
  layer(
    'facts',
    ['react*', '**/bundle/**', '**/onnx/**', '**/engine/**', '**/node/**', '**/worker/**', '**/store/**', '**/ui/**', '**/testing/**'],
    'src/facts reads a table and knows no page: every place uses it.',
  ),
  layer('engine', ['react*', '**/node/**', '**/worker/**', '**/store/**', '**/ui/**', '**/testing/**'], 'src/engine knows no page and no worker.'),
  layer('node', ['react*', '**/engine/**', '**/worker/**', '**/store/**', '**/ui/**', '**/testing/**'], 'src/node is src/bundle and src/onnx for Node.'),
  layer(
    'content',
    ['react*', '**/engine/**', '**/bundle/**', '**/onnx/**', '**/node/**', '**/worker/**', '**/store/**', '**/ui/**', '**/testing/**'],
    'src/content is data.',
  ),
  layer(
    'import',
    ['react*', '**/bundle/**', '**/onnx/**', '**/node/**', '**/worker/**', '**/store/**', '**/ui/**', '**/testing/**'],
    'src/import reads files and knows no page: films come to it as a list.',
  ),
  layer('worker', ['react*', '**/node/**', '**/store/**', '**/ui/**', '**/testing/**'], 'src/worker knows no page.'),
  layer(
    'store',
    ['react*', '**/ui/**', '**/engine/**', '**/node/**', '**/onnx/**', '**/testing/**'],
    'src/store reaches the models through the worker client only.',
  ),
  layer('ui', ['**/engine/**', '**/bundle/**', '**/onnx/**', '**/node/**', '**/testing/**'], 'src/ui goes through the store.'),
);
