import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { catalogues } from './scripts/catalogues';
import { contentSecurityPolicy } from './scripts/csp.mjs';
import { firstFrame } from './scripts/firstFrame';
import { integrityOf, ofFirstScreen, onnxruntimeFiles, pageIntegrity } from './scripts/viteFiles';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The policy stands in the page itself because static hosts such as GitHub Pages send no headers of ours. */
const securityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy }, injectTo: 'head-prepend' }],
};

/** onnxruntime's loaders are scripts to every server by this name: many send .mjs as bytes, which no browser runs. */
const assetFileNames = ({ names }: { names: string[] }) => `assets/[name]-[hash]${names[0]?.endsWith('.mjs') ? '.js' : '[extname]'}`;

/** Where this build is written: `--outDir` says. */
let outDir = '';
const whereTo: Plugin = { name: 'where-to', configResolved: ({ root, build }) => void (outDir = resolve(root, build.outDir)) };

export default defineConfig({
  // Relative, so that the same build works at a domain's root and under any path.
  base: './',
  plugins: [
    whereTo,
    react(),
    firstFrame(),
    securityPolicy,
    onnxruntimeFiles(),
    catalogues(),
    pageIntegrity(),
    VitePWA({
      // A new version takes over when the last tab of the old one is closed: no reload in mid-sentence.
      registerType: 'prompt',
      injectRegister: false,
      includeAssets: [],
      includeManifestIcons: false,
      manifest: {
        name: 'Matinee',
        short_name: 'Matinee',
        description: 'A film recommender that runs whole in your browser: A-LLMRec without a server.',
        start_url: './',
        scope: './',
        display: 'standalone',
        background_color: '#14110f',
        theme_color: '#14110f',
        icons: [
          { src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      workbox: {
        globPatterns: ['**/*.{html,js,mjs,css,svg,png,woff2,webmanifest}'],
        // Model bundles have their own verified cache (src/bundle/cache.ts) and must not be stored twice.
        globIgnores: ['models/**'],
        // Its own page alone, whatever its query: another page or file in the same folder is not its business.
        navigateFallback: null,
        ignoreURLParametersMatching: [/.*/],
        // Only verified files are kept, and each is asked for past the browser's cache, which may hold a broken one for a year.
        manifestTransforms: [
          (entries) => ({
            // The plugin adds the manifest by itself; one address with two revisions is an error that keeps the service worker from being installed.
            manifest: entries
              .filter(({ url }) => url !== 'manifest.webmanifest')
              .map((entry) => {
                const integrity = integrityOf(readFileSync(join(outDir, entry.url)));
                return { ...entry, integrity, revision: integrity };
              }),
            warnings: [],
          }),
        ],
        clientsClaim: true,
        skipWaiting: false,
        cleanupOutdatedCaches: true,
        inlineWorkboxRuntime: true,
        sourcemap: false,
      },
    }),
  ],
  resolve: {
    // onnxruntime-web without its loader inlined: its threads start from the loader's own URL, so that it must be a file of its own.
    conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
  },
  optimizeDeps: { exclude: ['onnxruntime-web', '@xenova/transformers'] },
  // One file each, so that one hash covers all that a worker runs.
  worker: { format: 'es', plugins: () => [onnxruntimeFiles()], rolldownOptions: { output: { codeSplitting: false, assetFileNames } } },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 1024,
    reportCompressedSize: false,
    // 4 kB more at first, and no style comes later, whose hash no browser would check.
    cssCodeSplit: false,
    rolldownOptions: { checks: { bundlerTimings: false }, output: { assetFileNames, codeSplitting: { groups: [{ name: ofFirstScreen() }] } } },
  },
  server: {
    headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
  },
});
