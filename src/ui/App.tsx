import { lazy, Suspense } from 'react';
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
import { KeepFocus } from './shared/KeepFocus';
import { useMatinee, useT } from './shared/useMatinee';
import { Stage } from './stage/Stage';
import { useAnswersItself } from './stage/useAnswersItself';
import { YourTurn } from './stage/YourTurn';
import { TakeHome } from './takeHome/TakeHome';
import { Think } from './think/Think';
import { WhatMattered } from './think/WhatMattered';
import { FilmMap, Invent, Meaning } from './wander/parts';
import { Watch } from './watch/Watch';

// What follows the stage is fetched when the stage is there.
const About = lazy(() => import('./about/About').then(({ About }) => ({ default: About })));

/** A booth's next visitor gets a page of their own: no text, no open section of the last one. */
export function App() {
  const visitor = useMatinee((state) => state.visitor);
  return (
    <>
      <Page key={visitor} />
      <Kiosk />
      <KeepFocus />
    </>
  );
}

function Page() {
  const t = useT();
  const kiosk = useMatinee((state) => state.kiosk);
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
      <main tabIndex={-1}>
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
        {/* The acts, in their order: each is a section with a heading of its own. */}
        <div className="act act-history">
          <SasrecList />
          <Candidates />
        </div>
        <Watch />
        <BeatTheModel />
        <FilmMap />
        <TakeHome />
      </main>
      <Suspense>
        <About />
      </Suspense>
      <Announcer />
    </div>
  );
}
