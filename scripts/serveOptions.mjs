/** The command line of serve and start. Node's own modules only: start reads it before npm ci. */
import { resolve } from 'node:path';
import { readCommandLine, UsageError } from './commandLine.mjs';
import { root } from './prepare.mjs';

/**
 * @throws UsageError
 * @param {string[]} args
 */
export function serveOptions(args) {
  const { values } = readCommandLine({
    args,
    options: {
      port: { type: 'string', default: process.env.PORT ?? '4173' },
      host: { type: 'string', default: 'localhost' },
      base: { type: 'string', default: '/' },
      dist: { type: 'string', default: resolve(root, 'dist') },
      mount: { type: 'string', multiple: true, default: [] },
      isolation: { type: 'boolean', default: true },
    },
    allowNegative: true,
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new UsageError(`--port takes a number from 0 to 65535, not "${values.port}"`);
  const mounts = Object.fromEntries(
    values.mount.map((mount) => {
      const [path, folder] = mount.split('=');
      if (!path || !folder) throw new UsageError(`--mount takes PATH=FOLDER, not "${mount}"`);
      return [path, resolve(folder)];
    }),
  );
  const base = `/${values.base.replace(/^\/|\/$/g, '')}/`.replace('//', '/');
  return { port, host: values.host, base, dist: resolve(values.dist), mounts, isolated: values.isolation };
}
