import type { Timings } from '../../engine/types';
import { COPY } from '../../content/copy';
import { seconds } from '../shared/format';

const DEVICE = { webgpu: 'WebGPU', wasm: 'WASM' } as const;

/** What an answer cost, and what each number means. */
export function Cost({ timings, device }: { timings: Timings; device: 'webgpu' | 'wasm' }) {
  const { forwardPasses, forcedTokens, promptTokens, reusedTokens } = timings;
  const numbers = [
    ['first token', seconds(timings.timeToFirstTokenMs)],
    ['speed', `${timings.tokensPerSecond.toFixed(timings.tokensPerSecond < 10 ? 1 : 0)} tokens/s`],
    ['in all', seconds(timings.totalMs)],
    ['device', DEVICE[device]],
    ['forward passes', `${forwardPasses}${forcedTokens > 0 ? `, ${forcedTokens} ${forcedTokens === 1 ? 'token' : 'tokens'} forced` : ''}`],
    ['prompt', `${promptTokens} tokens${reusedTokens > 1 ? `, ${reusedTokens} reused` : ''}`],
  ] as const;
  return (
    <div className="cost-numbers">
      <dl className="cost">
        {numbers.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <details className="explain">
        <summary>What these numbers mean</summary>
        <ul>
          {COPY.costHelp.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </details>
    </div>
  );
}

/** The same, for who wants it: the page itself shows no numbers of the machine's. */
export function FoldedCost(props: Parameters<typeof Cost>[0]) {
  return (
    <details className="explain" aria-live="off">
      <summary>{COPY.costTitle}</summary>
      <Cost {...props} />
    </details>
  );
}
