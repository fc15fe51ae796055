/** After how many seconds without anybody a booth starts over: the operator's choice, kept by the browser. */
const KEY = 'matinee.kiosk.idle.1';
export const IDLE = { least: 30, most: 900, usual: 90 } as const;

export const isIdleSeconds = (value: number): boolean => Number.isInteger(value) && value >= IDLE.least && value <= IDLE.most;

export function idleSeconds(): number {
  try {
    const kept = Number(localStorage.getItem(KEY));
    return isIdleSeconds(kept) ? kept : IDLE.usual;
  } catch {
    return IDLE.usual;
  }
}

export function keepIdleSeconds(seconds: number): void {
  try {
    localStorage.setItem(KEY, String(seconds));
  } catch {
    // It holds until the page is loaded again.
  }
}
