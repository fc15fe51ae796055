/** First of seven ports that the browser tests listen on; E2E_PORT moves them, for two checkouts on one machine. */
const first = Number(process.env.E2E_PORT ?? 4183);
/** Which of the two workers this is: Playwright counts them. */
const worker = Number(process.env.TEST_PARALLEL_INDEX ?? 0);

/** An origin for each, so that no test finds another's cache. */
export const ports = {
  /** At the root of a domain, as npm start serves it. */
  root: first,
  /** Below a path, as on GitHub Pages. */
  subPath: first + 1,
  /** Without COOP and COEP, as on a plain static host. */
  plain: first + 2,
  /** Two for each worker, that a test listens on itself and closes. */
  closing: [first + 3 + 2 * worker, first + 4 + 2 * worker],
} as const;

export const subPath = '/some/path/';
