/** The test server listens on three: three origins, so that no test finds another's cache. */
export const ports = {
  /** At the root of a domain, as npm start serves it. */
  root: 4183,
  /** Below a path, as on GitHub Pages. */
  subPath: 4184,
  /** Without COOP and COEP, as on a plain static host. */
  plain: 4185,
};

export const subPath = '/some/path/';
