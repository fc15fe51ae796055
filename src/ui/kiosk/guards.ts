/** What a booth's screen keeps from its visitors: sleep, zoom, and ways out of the page. Each returns a function that ends it. */

/** Keeps the screen awake. The browser lets go of the lock whenever the page is hidden, so that it is taken again when it is shown. */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  const take = async () => {
    if (document.visibilityState !== 'visible' || (lock && !lock.released)) return;
    // Refused on low battery, and absent outside a secure context: the machine's own settings keep it awake then (docs/KIOSK.md).
    const taken = await (navigator as { wakeLock?: WakeLock }).wakeLock?.request('screen').catch(() => null);
    lock = taken ?? null;
  };
  const again = () => void take();
  document.addEventListener('visibilitychange', again);
  // Some browsers want a touch first.
  addEventListener('pointerdown', again);
  again();
  return () => {
    document.removeEventListener('visibilitychange', again);
    removeEventListener('pointerdown', again);
    void lock?.release();
  };
}

/** Full screen at the first touch, and at the next one after somebody left it. */
export function fillScreen(): () => void {
  const fill = () => {
    if (!document.fullscreenElement && document.fullscreenEnabled) document.documentElement.requestFullscreen({ navigationUI: 'hide' }).catch(() => undefined);
  };
  // Chromium counts the end of a touch as a visitor's act, not its beginning.
  addEventListener('pointerup', fill);
  return () => removeEventListener('pointerup', fill);
}

/** No zoom by pinch, wheel or keys, no menu, no link that leads elsewhere. */
export function closeExits(): () => void {
  const prevent = (event: Event) => event.preventDefault();
  const zoomWheel = (event: WheelEvent) => event.ctrlKey && event.preventDefault();
  const zoomTouch = (event: TouchEvent) => event.touches.length > 1 && event.cancelable && event.preventDefault();
  const zoomKey = (event: KeyboardEvent) => (event.ctrlKey || event.metaKey) && ['+', '-', '=', '0'].includes(event.key) && event.preventDefault();
  const follow = (event: MouseEvent) => {
    const link = event.target instanceof Element && event.target.closest('a[href]');
    // A file that the page itself made leads nowhere.
    if (link && !link.hasAttribute('download')) event.preventDefault();
  };
  const active = { passive: false } as const;
  document.documentElement.classList.add('no-zoom');
  addEventListener('contextmenu', prevent);
  addEventListener('gesturestart', prevent);
  addEventListener('wheel', zoomWheel, active);
  addEventListener('touchmove', zoomTouch, active);
  addEventListener('keydown', zoomKey);
  addEventListener('click', follow, true);
  return () => {
    document.documentElement.classList.remove('no-zoom');
    removeEventListener('contextmenu', prevent);
    removeEventListener('gesturestart', prevent);
    removeEventListener('wheel', zoomWheel);
    removeEventListener('touchmove', zoomTouch);
    removeEventListener('keydown', zoomKey);
    removeEventListener('click', follow, true);
  };
}
