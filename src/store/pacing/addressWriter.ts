/** The address bar, written seldom: Safari refuses history.replaceState after 100 calls in 30 seconds, with an error. */

const PAUSE_MS = 400;

/**
 * The first write at once, then the latest each `pauseMs`. One that is refused is tried again: the history is in the page and in the browser's storage
 * meanwhile.
 * @param replace writes the address, and may throw.
 */
export function addressWriter(replace: (hash: string) => void, pauseMs = PAUSE_MS): (hash: string) => void {
  let next: string | null = null;
  let pausing = false;
  const write = (): void => {
    if (next === null || pausing) return;
    try {
      replace(next);
      next = null;
    } catch {
      // Refused: `next` stays, and is written after the pause.
    }
    pausing = true;
    setTimeout(() => {
      pausing = false;
      write();
    }, pauseMs);
  };
  return (hash) => {
    next = hash;
    write();
  };
}
