/** Brings parts of the game into view. */
import { scrolling } from '../pacing/still';

/** Just as far as it takes; the style sheet keeps it clear of the bar at the lower edge. */
export const bringIntoView = (element: Element) => element.scrollIntoView({ block: 'nearest', behavior: scrolling() });

/** To the top, unless all of it is seen. */
export function bringToTop(element: Element) {
  const { top, bottom } = element.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) element.scrollIntoView({ block: 'start', behavior: scrolling() });
}
