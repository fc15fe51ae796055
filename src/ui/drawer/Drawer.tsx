import { useRef, useState } from 'react';
import { otherCatalogues } from '../../content/catalogues';
import type { DeviceChoice } from '../../worker/protocol';
import { Cost } from '../answer/Cost';
import { sentence, whyNot } from '../ModelStatus';
import { seconds, thousands } from '../shared/format';
import { afterPaint } from '../pacing/afterPaint';
import { RecommenderChoice } from '../recommender/RecommenderChoice';
import { Choice } from '../shared/Choice';
import { useActions, useT, useMatinee } from '../shared/useMatinee';
import { setTheme, themeNow, type Theme } from './theme';
import './drawer.css';

const DEVICES: readonly DeviceChoice[] = ['auto', 'webgpu', 'wasm'];
const THEMES: readonly Theme[] = ['dark', 'light'];

/** Opens what About has about the bundle's results, when it has come: its script is fetched after the first screen. */
export async function showResults() {
  const results = await whenThere('results');
  show(results);
  results.querySelector('summary')?.focus({ preventScroll: true });
}

/** What is behind it is made when it is opened: only then is there room to scroll to. */
function show(details: HTMLElement) {
  if (details instanceof HTMLDetailsElement) details.open = true;
  afterPaint(() => details.scrollIntoView({ block: 'start' }));
}

function whenThere(id: string): Promise<HTMLElement> {
  return new Promise((resolve) => {
    const look = () => {
      const element = document.getElementById(id);
      if (!element) return;
      observer.disconnect();
      resolve(element);
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { childList: true, subtree: true });
    look();
  });
}

export function HowGood() {
  const t = useT();
  return (
    <button className="quiet" onClick={() => void showResults()}>
      {t('drawer.howGood')}
    </button>
  );
}

function Times() {
  const t = useT();
  const model = useMatinee((state) => state.model);
  const answer = useMatinee((state) => state.recommendation);
  const sasrec = useMatinee((state) => state.sasrec);
  const device = model.kind === 'ready' || model.kind === 'running' ? model.device : null;
  const difference = device?.selfTestDifference;
  return (
    <section>
      <h3>{t('drawer.times')}</h3>
      <p className="hint">
        {sentence(t, model)} {(model.kind === 'ready' || model.kind === 'running') && t('status.loaded', { time: seconds(t, model.loadMs) })}
      </p>
      {device?.race && <p className="hint">{t('status.race', { wasm: seconds(t, device.race.wasmMs), webgpu: seconds(t, device.race.webgpuMs) })}</p>}
      {device?.fallbackReason && <p className="hint">{t('drawer.whyProcessor', { why: whyNot(t, device) ?? '' })}</p>}
      {difference !== undefined && <p className="hint">{t('drawer.selfTest', { difference: difference.toPrecision(2) })}</p>}
      {sasrec && <p className="hint">{t('drawer.crowd', { milliseconds: Math.max(1, Math.round(sasrec.milliseconds)) })}</p>}
      {answer.kind === 'whole' && <Cost timings={answer.result.timings} device={answer.device.device} />}
    </section>
  );
}

/** Ways to the other bundles of this page. A booth's is its operator's choice. */
function OtherCatalogues() {
  const t = useT();
  const shown = useMatinee((state) => state.bundle);
  const others = otherCatalogues(shown, document.baseURI, location.href);
  if (others.length === 0) return null;
  return (
    <section>
      <h3>{t('drawer.catalogues')}</h3>
      <p className="hint">{t('drawer.cataloguesHelp')}</p>
      <ul className="catalogues">
        {others.map(({ href, name, items }) => (
          <li key={href}>
            <a href={href}>
              <span lang="en">{name}</span> · {t('drawer.catalogueSize', { titles: thousands(items) })}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Body({ onDone }: { onDone: () => void }) {
  const actions = useActions();
  const t = useT();
  const kiosk = useMatinee((state) => state.kiosk);
  const device = useMatinee((state) => state.deviceChoice);
  const free = useMatinee((state) => state.freeGeneration);
  const itself = useMatinee((state) => state.answersItself);
  const [theme, choose] = useState(themeNow);
  return (
    <>
      <Times />
      <section>
        <h3>{t('drawer.settings')}</h3>
        <label className="switch">
          <input type="checkbox" role="switch" checked={itself} onChange={(event) => actions.setAnswersItself(event.target.checked)} />
          {t('drawer.answersItself')}
        </label>
        <p className="hint">{t('drawer.answersItselfHelp')}</p>
        <label className="switch">
          <input
            type="checkbox"
            role="switch"
            checked={free}
            aria-describedby="free-help"
            onChange={(event) => actions.setFreeGeneration(event.target.checked)}
          />
          {t('drawer.free')}
        </label>
        <p id="free-help" className="hint">
          {t('answer.freeHelp')}
        </p>
        <RecommenderChoice name="recommender" help />
        {!kiosk && (
          <Choice
            legend={t('drawer.device')}
            name="device"
            options={DEVICES.map((value) => ({ value, label: t(`drawer.devices.${value}`) }))}
            value={device}
            onChange={(choice) => void actions.setDevice(choice)}
          />
        )}
        <Choice
          legend={t('drawer.theme')}
          name="theme"
          options={THEMES.map((value) => ({ value, label: t(`drawer.themes.${value}`) }))}
          value={theme}
          onChange={(next) => {
            setTheme(next);
            choose(next);
          }}
        />
      </section>
      {!kiosk && <OtherCatalogues />}
      <section>
        <h3>{t('drawer.more')}</h3>
        <div className="row">
          <button
            className="quiet"
            onClick={() => {
              onDone();
              void showResults();
            }}
          >
            {t('drawer.results')}
          </button>
          <button
            className="quiet"
            onClick={() => {
              onDone();
              const credits = document.getElementById('credits');
              if (credits) show(credits);
            }}
          >
            {t('drawer.credits')}
          </button>
        </div>
      </section>
    </>
  );
}

/** The numbers and the switches, which the first screen does without. */
export function Drawer() {
  const t = useT();
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
        {t('drawer.name')}
      </button>
      <dialog ref={dialog} className="drawer" aria-label={t('drawer.name')} onClose={() => setOpen(false)}>
        <div className="panel-head">
          <h2>{t('drawer.name')}</h2>
          <button className="quiet" onClick={close}>
            {t('drawer.close')}
          </button>
        </div>
        {open && <Body onDone={close} />}
      </dialog>
    </>
  );
}
