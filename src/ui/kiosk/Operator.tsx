import { useEffect, useRef, useState } from 'react';
import { sentence } from '../ModelStatus';
import { LANGUAGE_OPTIONS } from '../drawer/Languages';
import { Choice } from '../shared/Choice';
import { chooseLanguage } from '../../store/language/language';
import { useActions, useMatinee, useT } from '../shared/useMatinee';
import { countsCsv, readCounts } from './counts';
import { IDLE, isIdleSeconds, keepIdleSeconds } from './idleSeconds';
import { PinPad } from './PinPad';
import { useHeldCorner } from './useHeldCorner';
import { sayError } from '../../content/language';

interface Props {
  idleSeconds: number;
  onIdleSeconds: (seconds: number) => void;
}

/** The panel of a booth's operator, behind a held corner and a PIN. */
export function Operator(props: Props) {
  const t = useT();
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
      <h2 id="operator-heading">{t('booth.operator')}</h2>
      {open === 'asked' && <PinPad pin={pin} onRight={() => setOpen('yes')} />}
      {open === 'yes' && <Panel {...props} />}
      <div className="row">
        <button onClick={() => dialog.current?.close()}>{t('booth.close')}</button>
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
  const t = useT();
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
        <dt>{t('booth.model')}</dt>
        <dd>{sentence(t, model)}</dd>
        <dt>{t('booth.health')}</dt>
        <dd>{[...(error ? sayError(error, t.language) : []), recovery].filter(Boolean).join(' ') || t('booth.healthy')}</dd>
        <dt>{t('booth.catalogue')}</dt>
        <dd>{catalogue.kind === 'open' ? `${catalogue.manifest.title}, ${t('history.count', { count: catalogue.films.length })}` : t('booth.notThere')}</dd>
        <dt>{t('booth.counted')}</dt>
        <dd>{t('booth.counts', { visits: sum('visits'), answers: sum('answers') })}</dd>
      </dl>
      <label className="operator-idle">
        {t('booth.idle', { least: IDLE.least, most: IDLE.most })}
        <input type="range" min={IDLE.least} max={IDLE.most} step={10} value={typed} onChange={(event) => choose(event.target.valueAsNumber)} />
        <output>{t('format.seconds', { value: typed })}</output>
      </label>
      <Choice
        legend={t('booth.language')}
        name="booth-language"
        options={LANGUAGE_OPTIONS}
        value={t.language}
        onChange={(language) => void chooseLanguage(language, 'always').catch(() => actions.notify(t('notice.languageMissing')))}
      />
      <div className="row">
        <button onClick={saveCsv}>{t('booth.save')}</button>
        <button onClick={() => void actions.load()}>{t('booth.load')}</button>
        <button onClick={() => location.reload()}>{t('page.reload')}</button>
        {document.fullscreenElement && <button onClick={() => void document.exitFullscreen()}>{t('booth.leave')}</button>}
      </div>
    </>
  );
}
