/**
 * Lets the messages that have arrived be handled. WASM computes inside one task, so that without it a worker hears
 * nothing, a stop included, until its last pass is done. A message has no 4 ms clamp, as a timeout has.
 */
export function yieldToMessages(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
