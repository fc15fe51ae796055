import { startTransition } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { languageNow, translate } from './content/language';
import { readAddress } from './store/address';
import { addressWriter } from './store/pacing/addressWriter';
import { localScoreKeeper } from './store/deck/score';
import { localRaces } from './store/device/kept';
import { onTouch, quiet } from './store/device/quiet';
import { beginLanguage } from './store/language/language';
import { historyKey, localKeeper } from './store/storage';
import { createMatinee } from './store/store';
import { afterPaint } from './ui/pacing/afterPaint';
import { isStill } from './ui/pacing/still';
import { Root } from './ui/Root';
import { resolveBundleUrl } from './bundle/bundle';
import { createClient } from './worker/client';
import { VerifiedWorker } from './worker/spawn';
import { yieldToMessages } from './yieldToMessages';
import './ui/styles.css';
import 'virtual:first-frame.css';

/** Gigabytes, where the browser says: a second model worker needs room. */
const RACE_MEMORY = 4;
const QUIET_MS = 3_000;
/** A booth's visitor may read for a while. */
const QUIET_BOOTH_MS = 45_000;
const DEFAULT_BUNDLE = 'models/movies/';

await beginLanguage(location.search);
const address = readAddress(location.search);
const page = document.baseURI;
let bundle = address.bundle === null ? null : resolveBundleUrl(address.bundle, page);
if (address.bundle !== null && bundle === null) address.notices.push(translate()('notice.bundle', { bundle: address.bundle.slice(0, 80) }));
const defaultBundle = resolveBundleUrl(DEFAULT_BUNDLE, page)!;
bundle ??= defaultBundle;

const store = createMatinee(
  createClient((name, onWait) => new VerifiedWorker(name, onWait)),
  {
    bundle,
    device: address.device,
    recommender: address.recommender,
    kiosk: address.kiosk,
    pin: address.pin,
    home: address.home,
    answersItself: address.answersItself,
    hash: location.hash,
    notices: address.notices,
    keeper: localKeeper(historyKey(bundle, defaultBundle)),
    watchlistKeeper: localKeeper(`${historyKey(bundle, defaultBundle)} watchlist`),
    choicesKeeper: {
      liked: localKeeper(`${historyKey(bundle, defaultBundle)} more like`),
      away: localKeeper(`${historyKey(bundle, defaultBundle)} not for me`),
    },
    scoreKeeper: localScoreKeeper(`${historyKey(bundle, defaultBundle)} score`),
    ...(((navigator as { deviceMemory?: number }).deviceMemory ?? RACE_MEMORY) >= RACE_MEMORY
      ? { race: { keeper: localRaces(bundle), quiet: () => quiet(address.kiosk ? QUIET_BOOTH_MS : QUIET_MS), onTouch } }
      : {}),
    writeRecommender(name) {
      const url = new URL(location.href);
      if (name === null) url.searchParams.delete('recommender');
      else url.searchParams.set('recommender', name);
      history.replaceState(null, '', url);
    },
    writeHash: addressWriter((hash) => history.replaceState(null, '', `${location.pathname}${location.search}${hash}`)),
  },
);

// A task of its own for each: a touch need not wait for all of them.
await yieldToMessages();
const start = () => void store.getState().start();
// The workers' files stand in store at a later visit; at the first they would share the network with what the first screen waits for.
if ('serviceWorker' in navigator && navigator.serviceWorker.controller) {
  start();
  await yieldToMessages();
} else afterPaint(start);
// The first render may already stand in the page as the build wrote it (public/boot.js): it is taken over where it is the one of this visit, and replaced where it is not.
const place = document.getElementById('root')!;
const isOfVisit = place.dataset.frame === languageNow() && address.notices.length === 0 && !isStill();
/** From here on a press is heard. */
const listen = () => {
  place.inert = false;
  place.ariaHidden = null;
};
// A press on what is taken over is heard by then; one on a picture that is about to be replaced would be lost.
startTransition(() => {
  if (isOfVisit) hydrateRoot(place, <Root store={store} />);
  else createRoot(place).render(<Root store={store} onShown={listen} />);
});
if (isOfVisit) listen();
document.querySelector('.arriving')?.remove();
// A link opened in the same tab.
addEventListener('hashchange', () => store.getState().openLink(location.hash));
