/** The page's first render as text, in each language: what a visitor sees until the page's script is there. The build writes it into index.html (scripts/firstFrame.ts). */
import { renderToString } from 'react-dom/server';
import { speak, TAGS, type Language } from '../content/language';
import { createMatinee } from '../store/store';
import type { Client } from '../worker/client';
import { Root } from './Root';

/** Of the bundle that has recorded runs; where the page itself stands does not matter. */
const BUNDLE = 'https://localhost/models/movies/';

// All that the first render asks of a browser: whether less motion is wanted.
Object.assign(globalThis, { matchMedia: () => ({ matches: false }) });

/** A first render asks nothing. */
const noWorkers: Client = {
  request: () => new Promise(() => undefined),
  promoteRival: () => false,
  endRival: () => undefined,
  restart: () => undefined,
  onEvent: () => () => undefined,
  dispose: () => undefined,
};

/** @returns HTML of what stands in `#root` */
async function firstFrame(language: Language): Promise<string> {
  await speak(language);
  const store = createMatinee(noWorkers, {
    bundle: BUNDLE,
    device: 'auto',
    kiosk: false,
    pin: '',
    hash: '',
    notices: [],
    keeper: { read: () => [], write: () => true },
    writeHash: () => undefined,
  });
  return renderToString(<Root store={store} />);
}

/** lang: for `<html lang>`. */
export const frames: { language: string; lang: string; html: string }[] = [];
// Here, because what runs modules for the build imports no further one when the first is there.
for (const [language, lang] of Object.entries(TAGS)) frames.push({ language, lang, html: await firstFrame(language as Language) });
