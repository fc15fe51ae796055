/** A page in the background has no frames. */
const UNSEEN_MS = 100;

/** Calls `work` in a task of its own after the next frame: what was rendered has been painted by then. @returns a function that takes it back */
export function afterPaint(work: () => void): () => void {
  const { port1, port2 } = new MessageChannel();
  const end = () => {
    cancelAnimationFrame(frame);
    clearTimeout(unseen);
    port1.close();
  };
  port1.onmessage = () => {
    end();
    work();
  };
  const frame = requestAnimationFrame(() => port2.postMessage(null));
  const unseen = setTimeout(() => port2.postMessage(null), UNSEEN_MS);
  return end;
}
