/** A network of so many bits a second between the browser and the server: all connections share what comes down, service worker's and workers' included. */
import { connect, createServer } from 'node:net';

/**
 * @param port that it listens on, of localhost
 * @param to the server's port
 * @param megabits a second, downwards; upwards there is no limit, and no delay beside the queue's own
 * @returns closes it
 */
export async function slowNetwork(port: number, to: number, megabits: number): Promise<() => Promise<void>> {
  const bytesPerMs = (megabits * 1e6) / 8 / 1000;
  /** When the line has sent all that was given to it. */
  let free = 0;
  const sockets = new Set<{ destroy(): unknown }>();
  const server = createServer((client) => {
    const upstream = connect(to, '127.0.0.1');
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => (sockets.delete(one), other.destroy()));
    }
    client.pipe(upstream);
    upstream.on('data', (bytes) => {
      upstream.pause();
      const now = performance.now();
      free = Math.max(now, free) + bytes.length / bytesPerMs;
      setTimeout(() => {
        if (client.destroyed) return;
        client.write(bytes);
        upstream.resume();
      }, free - now);
    });
    upstream.on('end', () => client.end());
  });
  await new Promise<void>((fulfil, reject) => server.once('error', reject).listen(port, '127.0.0.1', fulfil));
  return async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((fulfil) => server.close(fulfil));
  };
}
