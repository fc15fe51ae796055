import type { CSSProperties } from 'react';
import type { ModelStatus as Status } from '../store/state';
import type { Translate } from '../content/language';
import type { DeviceReport, LoadProgress } from '../worker/protocol';
import { megabytes } from './shared/format';
import { useActions, useMatinee, useT } from './shared/useMatinee';
import { Failure } from './Failure';

const NAMES = { webgpu: 'WebGPU', wasm: 'WASM' } as const;

function fetching(t: Translate, progress: LoadProgress, part: string): string {
  if (progress.step === 'downloading') return t('status.fetching', { part, loaded: megabytes(progress.loadedBytes), total: megabytes(progress.totalBytes) });
  return progress.step === 'compiling' ? t('status.preparing', { part: progress.part }) : t('status.looking', { part });
}

function downloading(t: Translate, { file, loadedBytes, totalBytes, cachedBytes }: Extract<Status, { kind: 'downloading' }>): string {
  const what = file === 'onnxruntime' ? t('status.runtime') : t('status.model');
  const cached = cachedBytes ? t('status.cached', { cached: megabytes(cachedBytes) }) : '';
  return `${t('status.downloading', { what, loaded: megabytes(loadedBytes), total: megabytes(totalBytes) })}${cached}`;
}

/** The device's name and its adapter, or how many threads it has. */
const deviceOf = (t: Translate, { device, detail, threads }: DeviceReport) => ({
  part: t(`status.parts.${device}`),
  device: NAMES[device],
  detail: threads === undefined ? detail : t('status.threads', { count: threads }),
});

export function sentence(t: Translate, model: Status): string {
  switch (model.kind) {
    case 'idle':
    case 'checking':
      return t('status.checking');
    case 'waiting':
      return t('status.waiting', { sentence: model.sentence });
    case 'downloading':
      return downloading(t, model);
    case 'compiling':
      return t('status.compiling', { part: t.label(model.part) });
    case 'warming-up':
      return t('status.testing');
    case 'ready':
      return t('status.ready', deviceOf(t, model.device));
    case 'running':
      return `${t('status.running', deviceOf(t, model.device))}${model.progress ? fetching(t, model.progress, model.task === 'recommender' ? t('voices.crowd.method') : 'SBERT') : ''}`;
    case 'lost':
      return t('status.lost');
    case 'failed':
      return t('status.failed');
  }
}

/** Why the device is WASM: of use to who asks, and nothing that went wrong. */
export const whyNot = (t: Translate, { fallback, fallbackReason }: DeviceReport) =>
  t.language !== 'en' && fallback ? t(`fallback.${fallback}`) : fallbackReason;

/** How far the loading is, from 0 to 1. */
function share(model: Status): number {
  switch (model.kind) {
    case 'idle':
    case 'checking':
    case 'waiting':
    case 'lost':
    case 'failed':
      return 0;
    case 'downloading':
      return (0.8 * model.loadedBytes) / Math.max(1, model.totalBytes);
    case 'compiling':
      return 0.85;
    case 'warming-up':
      return 0.95;
    case 'ready':
    case 'running':
      return 1;
  }
}

/** The marquee's bulbs: lit as far as the model is there, in motion while it works. */
export function Bulbs() {
  const lit = useMatinee((state) => share(state.model));
  const running = useMatinee((state) => state.model.kind === 'running');
  return <div className="bulbs" aria-hidden="true" data-running={running} style={{ '--lit': `${lit * 100}%` } as CSSProperties} />;
}

/** The status "Model status", true to the byte, and the way out when something went wrong. */
export function ModelStatus() {
  const t = useT();
  const actions = useActions();
  const model = useMatinee((state) => state.model);
  const recovery = useMatinee((state) => state.recovery);
  const error = model.kind === 'failed' || model.kind === 'lost' ? model.error : null;
  return (
    <div className="status" tabIndex={-1} data-landing data-kind={model.kind}>
      <div role="status" aria-label={t('status.name')} className="status-line">
        <span className="status-lamp" aria-hidden="true" />
        <span>
          {sentence(t, model)}
          {recovery && <span className="status-why"> {recovery}</span>}
        </span>
      </div>
      {model.kind === 'downloading' && <progress aria-label={t('status.download')} max={model.totalBytes} value={model.loadedBytes} />}
      {error && (
        <div role="alert" className="alert">
          <p>
            <Failure error={error} {...(model.kind === 'lost' ? { nextStep: error.nextStep } : {})} />
          </p>
          <div className="row">
            <button onClick={() => void actions.load()}>{t('page.again')}</button>
            {(error.code === 'webgpu-failed' || error.code === 'webgpu-unavailable' || model.kind === 'lost') && (
              <button className="quiet" onClick={() => void actions.setDevice('wasm')}>
                {t('status.useWasm')}
              </button>
            )}
          </div>
        </div>
      )}
    </div>
  );
}
