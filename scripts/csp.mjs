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
