/** Ways to the stage from elsewhere on the page. */
import { scrolling } from '../../pacing/still';

export type Beat = 'history' | 'voices' | 'newcomers';

/** Of a beat's button. */
export const beatId = (beat: Beat) => `beat-${beat}`;

/** To the stage's second beat: one that was chosen stays (useStory.ts). */
export function showVoices(): void {
  document.getElementById(beatId('voices'))?.click();
  document.querySelector('.stage')?.scrollIntoView({ behavior: scrolling() });
}
