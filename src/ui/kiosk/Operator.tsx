import { useEffect, useRef, useState } from 'react';
import { sentence } from '../ModelStatus';
import { useActions, useMatinee } from '../shared/useMatinee';
import { countsCsv, readCounts } from './counts';
import { IDLE, isIdleSeconds, keepIdleSeconds } from './idleSeconds';
import { PinPad } from './PinPad';
import { useHeldCorner } from './useHeldCorner';

interface Props {
  idleSeconds: number;
  onIdleSeconds: (seconds: number) => void;
}

/** The panel of a booth's operator, behind a held corner and a PIN. */
export function Operator(props: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const pin = useMatinee((state) => state.pin);
  const visitor = useMatinee((state) => state.visitor);
  const [open, setOpen] = useState<'no' | 'asked' | 'yes'>('no');
  useHeldCorner(() => {
    setOpen('asked');
    dialog.current?.showModal();
  });
  // Left open, it closes with the visit.
  useEffect(() => dialog.current?.close(), [visitor]);
  return (
    <dialog ref={dialog} className="operator" aria-labelledby="operator-heading" onClose={() => setOpen('no')}>
      <h2 id="operator-heading">For the operator</h2>
      {open === 'asked' && <PinPad pin={pin} onRight={() => setOpen('yes')} />}
      {open === 'yes' && <Panel {...props} />}
      <div className="row">
        <button onClick={() => dialog.current?.close()}>Close</button>
      </div>
    </dialog>
  );
}

function saveCsv(): void {
  const address = URL.createObjectURL(new Blob([countsCsv(readCounts())], { type: 'text/csv' }));
  const link = Object.assign(document.createElement('a'), { href: address, download: 'matinee-counts.csv' });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

function Panel({ idleSeconds, onIdleSeconds }: Props) {
  const actions = useActions();
  const model = useMatinee((state) => state.model);
  const recovery = useMatinee((state) => state.recovery);
  const catalogue = useMatinee((state) => state.catalogue);
  const [typed, setTyped] = useState(idleSeconds);
  const hours = readCounts();
  const sum = (what: 'visits' | 'answers') => hours.reduce((total, hour) => total + hour[what], 0);
  const error = model.kind === 'failed' || model.kind === 'lost' ? model.error : catalogue.kind === 'failed' ? catalogue.error : null;
  const choose = (seconds: number) => {
    setTyped(seconds);
    if (!isIdleSeconds(seconds)) return;
    keepIdleSeconds(seconds);
    onIdleSeconds(seconds);
  };
  return (
    <>
      <dl className="operator-facts">
        <dt>Model</dt>
        <dd>{sentence(model)}</dd>
        <dt>Health</dt>
        <dd>{[error?.message, error?.nextStep, recovery].filter(Boolean).join(' ') || 'Nothing has failed since the page was loaded.'}</dd>
        <dt>Catalogue</dt>
        <dd>{catalogue.kind === 'open' ? `${catalogue.manifest.title}, ${catalogue.films.length} ${catalogue.manifest.words.items}` : catalogue.kind}</dd>
        <dt>Counted</dt>
        <dd>
          {sum('visits')} visits, {sum('answers')} answers
        </dd>
      </dl>
      <label className="operator-idle">
        Seconds until the page starts over ({IDLE.least} to {IDLE.most})
        <input type="range" min={IDLE.least} max={IDLE.most} step={10} value={typed} onChange={(event) => choose(event.target.valueAsNumber)} />
        <output>{typed} s</output>
      </label>
      <div className="row">
        <button onClick={saveCsv}>Save the counts (CSV)</button>
        <button onClick={() => void actions.load()}>Load the model again</button>
        <button onClick={() => location.reload()}>Reload the page</button>
        {document.fullscreenElement && <button onClick={() => void document.exitFullscreen()}>Leave full screen</button>}
      </div>
    </>
  );
}
