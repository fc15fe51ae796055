import { lazy, memo, Suspense, useCallback, useState } from 'react';
import { Answers } from './answer/Answer';
import { Candidates, SasrecList } from './candidates/Candidates';
import { OwnFilm } from './candidates/OwnFilm';
import { BeatTheModel } from './deck/BeatTheModel';
import { Drawer, HowGood } from './drawer/Drawer';
import { Languages } from './drawer/Languages';
import { History } from './history/History';
import { Import } from './import/Import';
import { Kiosk } from './kiosk/Kiosk';
import { Bulbs, ModelStatus } from './ModelStatus';
import { Notices } from './Notices';
import { Announcer } from './shared/Announcer';
import { Gradually } from './pacing/Gradually';
import { KeepFocus } from './shared/KeepFocus';
import { useMatinee, useT } from './shared/useMatinee';
import { Stage } from './stage/Stage';
import { useAnswersItself } from './stage/useAnswersItself';
import { TakeHome } from './takeHome/TakeHome';
import { Think } from './think/Think';
import { WhatMattered } from './think/WhatMattered';
import { YourTurn } from './turn/YourTurn';
import { FilmMap, Invent, Meaning } from './wander/parts';
import { Watch } from './watch/Watch';

// What follows the stage is fetched when the stage is there.
const About = lazy(() => import('./about/About').then(({ About }) => ({ default: About })));

/** A booth's next visitor gets a page of their own: no text, no open section of the last one. */
export function App() {
  const visitor = useMatinee((state) => state.visitor);
  return (
    <>
      <Page key={visitor} visitor={visitor} />
      <Kiosk />
      <KeepFocus />
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
      <Acts atOnce={visitor > 0} onWhole={showRest} />
      {whole && (
        <Suspense>
          <About />
        </Suspense>
      )}
      <Announcer />
    </div>
  );
}

/** In their order: each is a section with a heading of its own. */
const Acts = memo(function Acts({ atOnce, onWhole }: { atOnce: boolean; onWhole: () => void }) {
  return (
    <main tabIndex={-1}>
      <Gradually atOnce={atOnce} onWhole={onWhole}>
        <Stage />
        <div className="act act-turn">
          <div className="column">
            <YourTurn />
            <Meaning />
            <History />
            <OwnFilm />
            <Invent />
          </div>
          <Answers />
        </div>
        <div className="act act-think">
          <Think />
          <WhatMattered />
        </div>
        <div className="act act-history">
          <SasrecList />
          <Candidates />
        </div>
        <>
          <Watch />
          <BeatTheModel />
        </>
        <>
          <FilmMap />
          <TakeHome />
        </>
      </Gradually>
    </main>
  );
});
