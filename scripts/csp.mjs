import { createHash } from 'node:crypto';

/**
 * The content security policy: nothing but this origin. 'wasm-unsafe-eval' lets onnxruntime compile its WASM and is the
 * only loosening. The build writes it into index.html (static hosts send no headers of ours); the server sends it too,
 * so that it also covers the workers, which take theirs from their own response.
 */
export const contentSecurityPolicy = Object.entries({
  'default-src': "'self'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
})
  .map(([directive, sources]) => `${directive} ${sources}`)
  .join('; ');

/** The page's own policy lets this text stand in it as a script, which its import map has to (scripts/viteFiles.ts), and no other. */
export const policyWith = (/** @type {string} */ text) =>
  contentSecurityPolicy.replace("'wasm-unsafe-eval'", `$& 'sha256-${createHash('sha256').update(text).digest('base64')}'`);

const META = /(http-equiv="Content-Security-Policy" content=")([^"]+)/;

/**
 * The policy that stands in a page.
 * @param {string} html
 * @returns {string | undefined}
 */
export const policyIn = (html) => META.exec(html)?.[2]?.replaceAll('&#39;', "'");

/**
 * The page with another one.
 * @param {string} html
 * @param {string} policy
 */
export const withPolicy = (html, policy) => html.replace(META, (_, before) => before + policy.replaceAll("'", '&#39;'));
