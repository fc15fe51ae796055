import { memo, useCallback, useState } from 'react';
import { Drawer, HowGood } from './drawer/Drawer';
import { Languages } from './drawer/Languages';
import { Import } from './import/Import';
import { Kiosk } from './kiosk/Kiosk';
import { Bulbs, ModelStatus } from './ModelStatus';
import { Notices } from './Notices';
import { Announcer } from './shared/Announcer';
import { Gradually } from './pacing/Gradually';
import { later } from './pacing/Later';
import { KeepFocus } from './keep/KeepFocus';
import { KeepPress } from './keep/KeepPress';
import { useMatinee, useT } from './shared/useMatinee';
import { Stage } from './stage/Stage';
import { useAnswersItself } from './stage/useAnswersItself';

// What follows the stage is fetched when the stage is there; the acts' script a little sooner (public/start.js).
const Acts = later(async () => (await import('./Acts')).Acts);
const About = later(async () => (await import('./about/About')).About);

/** A booth's next visitor gets a page of their own: no text, no open section of the last one. */
export function App() {
  const visitor = useMatinee((state) => state.visitor);
  return (
    <>
      <Page key={visitor} visitor={visitor} />
      <Kiosk />
      <KeepFocus />
      <KeepPress />
    </>
  );
}

function Page({ visitor }: { visitor: number }) {
  const t = useT();
  const kiosk = useMatinee((state) => state.kiosk);
  // The page of a booth's next visitor changes at once.
  const [whole, setWhole] = useState(visitor > 0);
  const showRest = useCallback(() => setWhole(true), []);
  useAnswersItself();
  return (
    <div className="app" data-kiosk={kiosk}>
      <header className="top">
        <h1>{t('page.name')}</h1>
        <ModelStatus />
        <Languages />
        <nav className="top-links" aria-label={t('page.about')}>
          <HowGood />
          <Drawer />
        </nav>
      </header>
      <Bulbs />
      <Notices />
      <Import />
      <Main atOnce={visitor > 0} onWhole={showRest} />
      {whole && <About />}
      <Announcer />
    </div>
  );
}

/** The stage is the first screen; a booth's next visitor has all at once. */
const Main = memo(function Main({ atOnce, onWhole }: { atOnce: boolean; onWhole: () => void }) {
  return (
    <main tabIndex={-1}>
      <Gradually atOnce={atOnce}>
        <Stage />
        <Acts atOnce={atOnce} onWhole={onWhole} />
      </Gradually>
    </main>
  );
});
