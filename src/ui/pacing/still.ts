/** Whether less motion is asked for. */
export const isStill = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** How the page scrolls by itself: smoothly, unless less motion is asked for. */
export const scrolling = (): ScrollBehavior => (isStill() ? 'auto' : 'smooth');
