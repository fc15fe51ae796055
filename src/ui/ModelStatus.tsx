import type { CSSProperties } from 'react';
import type { ModelStatus as Status } from '../store/state';
import type { LoadProgress } from '../worker/protocol';
import { megabytes, seconds } from './shared/format';
import { useActions, useMatinee } from './shared/useMatinee';

const NAMES = { webgpu: 'WebGPU', wasm: 'WASM' } as const;

function fetching(progress: LoadProgress): string {
  return progress.step === 'downloading'
    ? `fetching SBERT: ${megabytes(progress.loadedBytes)} of ${megabytes(progress.totalBytes)}`
    : progress.step === 'compiling'
      ? 'compiling SBERT'
      : 'looking for SBERT';
}

export function sentence(model: Status): string {
  switch (model.kind) {
    case 'idle':
    case 'checking':
      return 'Checking what is here …';
    case 'waiting':
      return model.sentence;
    case 'downloading':
      return `Downloading ${model.file === 'onnxruntime' ? 'onnxruntime, which runs the model' : 'the model'}: ${megabytes(model.loadedBytes)} of ${megabytes(model.totalBytes)}${model.cachedBytes ? `, ${megabytes(model.cachedBytes)} were here already` : ''}`;
    case 'compiling':
      return `Compiling ${model.part} …`;
    case 'warming-up':
      return 'Testing the device: it computes numbers that are known …';
    case 'ready':
      return `Ready on ${NAMES[model.device.device]} (${model.device.detail}), loaded in ${seconds(model.loadMs)}.`;
    case 'running':
      return `Working on ${NAMES[model.device.device]} (${model.device.detail})${model.progress ? `, ${fetching(model.progress)}` : ''}`;
    case 'lost':
      return 'The language model was lost';
    case 'failed':
      return 'The language model is not there';
  }
}

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
  const actions = useActions();
  const model = useMatinee((state) => state.model);
  const recovery = useMatinee((state) => state.recovery);
  const error = model.kind === 'failed' || model.kind === 'lost' ? model.error : null;
  const device = model.kind === 'ready' || model.kind === 'running' ? model.device : null;
  return (
    <div className="status" tabIndex={-1} data-landing data-kind={model.kind}>
      <div role="status" aria-label="Model status" className="status-line">
        <span className="status-lamp" aria-hidden="true" />
        <span>
          {sentence(model)}
          {device?.race && (
            <span className="status-why">
              {' '}
              WASM: {seconds(device.race.wasmMs)} here, WebGPU {seconds(device.race.webgpuMs)}.
            </span>
          )}
          {device?.fallbackReason && <span className="status-why"> {device.fallbackReason}</span>}
          {recovery && <span className="status-why"> {recovery}</span>}
        </span>
      </div>
      {model.kind === 'downloading' && <progress aria-label="Download" max={model.totalBytes} value={model.loadedBytes} />}
      {error && (
        <div role="alert" className="alert">
          <p>
            <strong>{error.message}</strong> {error.nextStep}
          </p>
          <div className="row">
            <button onClick={() => void actions.load()}>Try again</button>
            {(error.code === 'webgpu-failed' || error.code === 'webgpu-unavailable' || model.kind === 'lost') && (
              <button className="quiet" onClick={() => void actions.setDevice('wasm')}>
                Use WASM
              </button>
            )}
          </div>
        </div>
      )}
    </div>
  );
}
