/** Whether anybody is at the page just now: what is done for later visits waits until nobody is. */

const TOUCHES = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Calls `then` whenever the page is touched. @returns a function that ends it */
export function onTouch(then: () => void): () => void {
  for (const event of TOUCHES) addEventListener(event, then, { capture: true, passive: true });
  return () => {
    for (const event of TOUCHES) removeEventListener(event, then, { capture: true });
  };
}

/** Resolves when the page has been seen and not touched for `ms`, and the browser has time. */
export function quiet(ms: number): Promise<void> {
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (document.visibilityState !== 'visible') return wait();
        end();
        if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: ms });
        else resolve();
      }, ms);
    };
    const end = onTouch(wait);
    wait();
  });
}
