import { COPY } from '../content/copy';
import type { DeviceChoice } from '../worker/protocol';
import { About } from './about/About';
import { Answers } from './answer/Answer';
import { Choice } from './shared/Choice';
import { Candidates, SasrecList } from './candidates/Candidates';
import { History } from './history/History';
import { Import } from './import/Import';
import { Kiosk } from './Kiosk';
import { Bulbs, ModelStatus } from './ModelStatus';
import { Notices } from './Notices';
import { OwnFilm } from './candidates/OwnFilm';
import { Search } from './history/Search';
import { useActions, useCopy, useMatinee } from './shared/useMatinee';

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

export function App() {
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
      <main className="columns">
        <div className="column">
          <Search />
          <History />
          {!kiosk && <OwnFilm />}
        </div>
        <Answers />
        <div className="column">
          <SasrecList />
          <Candidates />
        </div>
      </main>
      <About />
      <Kiosk />
    </div>
  );
}
