import { useRef, useState } from 'react';
import { COPY } from '../../content/copy';
import { DRAWER } from '../../content/drawer';
import type { DeviceChoice } from '../../worker/protocol';
import { Cost } from '../answer/Cost';
import { sentence } from '../ModelStatus';
import { Choice } from '../shared/Choice';
import { useActions, useCopy, useMatinee } from '../shared/useMatinee';
import { setTheme, themeNow, type Theme } from './theme';
import './drawer.css';

const DEVICES = Object.keys(COPY.device) as DeviceChoice[];
const THEMES = Object.keys(DRAWER.themes) as Theme[];

/** Opens what About has about the bundle's results. */
export function showResults() {
  const results = document.getElementById('results');
  if (!(results instanceof HTMLDetailsElement)) return;
  results.open = true;
  results.scrollIntoView({ block: 'start' });
  results.querySelector('summary')?.focus({ preventScroll: true });
}

export function HowGood() {
  return (
    <button className="quiet" onClick={showResults}>
      {DRAWER.howGood}
    </button>
  );
}

function Times() {
  const model = useMatinee((state) => state.model);
  const answer = useMatinee((state) => state.recommendation);
  const sasrec = useMatinee((state) => state.sasrec);
  return (
    <section>
      <h3>{DRAWER.times}</h3>
      <p className="hint">{sentence(model)}</p>
      {sasrec && <p className="hint">{DRAWER.crowd(Math.max(1, Math.round(sasrec.milliseconds)))}</p>}
      {answer.kind === 'whole' && <Cost timings={answer.result.timings} device={answer.device.device} />}
    </section>
  );
}

function Body({ onDone }: { onDone: () => void }) {
  const actions = useActions();
  const copy = useCopy();
  const kiosk = useMatinee((state) => state.kiosk);
  const device = useMatinee((state) => state.deviceChoice);
  const free = useMatinee((state) => state.freeGeneration);
  const itself = useMatinee((state) => state.answersItself);
  const [theme, choose] = useState(themeNow);
  return (
    <>
      <Times />
      <section>
        <h3>{DRAWER.settings}</h3>
        <label className="switch">
          <input type="checkbox" role="switch" checked={itself} onChange={(event) => actions.setAnswersItself(event.target.checked)} />
          {DRAWER.answersItself}
        </label>
        <p className="hint">{DRAWER.answersItselfHelp}</p>
        <label className="switch">
          <input
            type="checkbox"
            role="switch"
            checked={free}
            aria-describedby="free-help"
            onChange={(event) => actions.setFreeGeneration(event.target.checked)}
          />
          Free generation
        </label>
        <p id="free-help" className="hint">
          {copy.freeHelp}
        </p>
        {!kiosk && (
          <Choice
            legend="Device"
            name="device"
            options={DEVICES.map((value) => ({ value, label: COPY.device[value] }))}
            value={device}
            onChange={(choice) => void actions.setDevice(choice)}
          />
        )}
        <Choice
          legend={DRAWER.theme}
          name="theme"
          options={THEMES.map((value) => ({ value, label: DRAWER.themes[value] }))}
          value={theme}
          onChange={(next) => {
            setTheme(next);
            choose(next);
          }}
        />
      </section>
      <section>
        <h3>{DRAWER.more}</h3>
        <div className="row">
          <button
            className="quiet"
            onClick={() => {
              onDone();
              showResults();
            }}
          >
            {DRAWER.results}
          </button>
          <button
            className="quiet"
            onClick={() => {
              onDone();
              const credits = document.getElementById('credits');
              if (credits instanceof HTMLDetailsElement) credits.open = true;
              credits?.scrollIntoView({ block: 'start' });
            }}
          >
            {DRAWER.credits}
          </button>
        </div>
      </section>
    </>
  );
}

/** The numbers and the switches, which the first screen does without. */
export function Drawer() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  const close = () => dialog.current?.close();
  return (
    <>
      <button
        className="quiet"
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true);
          dialog.current?.showModal();
        }}
      >
        {DRAWER.name}
      </button>
      <dialog ref={dialog} className="drawer" aria-label={DRAWER.name} onClose={() => setOpen(false)}>
        <div className="panel-head">
          <h2>{DRAWER.name}</h2>
          <button className="quiet" onClick={close}>
            {DRAWER.close}
          </button>
        </div>
        {open && <Body onDone={close} />}
      </dialog>
    </>
  );
}
