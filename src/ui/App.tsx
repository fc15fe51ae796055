import { COPY } from '../content/copy';
import type { DeviceChoice } from '../worker/protocol';
import { About } from './about/About';
import { Answers } from './answer/Answer';
import { BeatTheModel } from './deck/BeatTheModel';
import { Choice } from './shared/Choice';
import { Candidates, SasrecList } from './candidates/Candidates';
import { History } from './history/History';
import { Import } from './import/Import';
import { Kiosk } from './kiosk/Kiosk';
import { Bulbs, ModelStatus } from './ModelStatus';
import { Notices } from './Notices';
import { OwnFilm } from './candidates/OwnFilm';
import { Announcer } from './shared/Announcer';
import { KeepFocus } from './shared/KeepFocus';
import { Search } from './history/Search';
import { TakeHome } from './takeHome/TakeHome';
import { useActions, useCopy, useMatinee } from './shared/useMatinee';
import { Watch } from './watch/Watch';
import { FilmMap, Invent, Meaning } from './wander/parts';

const DEVICES = Object.keys(COPY.device) as DeviceChoice[];

function DeviceSwitch() {
  const actions = useActions();
  const device = useMatinee((state) => state.deviceChoice);
  return (
    <Choice
      legend="Device"
      name="device"
      options={DEVICES.map((value) => ({ value, label: COPY.device[value] }))}
      value={device}
      onChange={(choice) => void actions.setDevice(choice)}
    />
  );
}

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
  const copy = useCopy();
  const kiosk = useMatinee((state) => state.kiosk);
  return (
    <div className="app" data-kiosk={kiosk}>
      <header className="top">
        <div className="brand">
          <h1>{COPY.name}</h1>
          <p>
            {copy.tagline} <span className="promise">{COPY.promise}</span>
          </p>
        </div>
        <ModelStatus />
        {!kiosk && <DeviceSwitch />}
      </header>
      <Bulbs />
      <Notices />
      <Import />
      <main className="columns" tabIndex={-1}>
        <div className="column">
          <Search />
          <Meaning />
          <button className="skip" onClick={() => document.getElementById('recommend')?.focus()}>
            Skip to the answer
          </button>
          <History />
          <OwnFilm />
          <Invent />
        </div>
        <Answers />
        <div className="column">
          <SasrecList />
          <Candidates />
        </div>
      </main>
      <Watch />
      <BeatTheModel />
      <TakeHome />
      <FilmMap />
      <About />
      <Announcer />
    </div>
  );
}
