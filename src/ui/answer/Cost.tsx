import type { Timings } from '../../engine/types';
import { seconds } from '../shared/format';
import { useT } from '../shared/useMatinee';

const HELP = ['first', 'passes', 'forced', 'reused'] as const;
const DEVICE = { webgpu: 'WebGPU', wasm: 'WASM' } as const;

/** What an answer cost, and what each number means. */
export function Cost({ timings, device }: { timings: Timings; device: 'webgpu' | 'wasm' }) {
  const t = useT();
  const { forwardPasses, forcedTokens, promptTokens, reusedTokens } = timings;
  const numbers = [
    [t('cost.first'), seconds(t, timings.timeToFirstTokenMs)],
    [t('cost.speed'), t('cost.perSecond', { tokens: timings.tokensPerSecond.toFixed(timings.tokensPerSecond < 10 ? 1 : 0) })],
    [t('cost.all'), seconds(t, timings.totalMs)],
    [t('cost.device'), DEVICE[device]],
    [t('cost.passes'), forcedTokens > 0 ? t('cost.passesForced', { passes: forwardPasses, count: forcedTokens }) : String(forwardPasses)],
    [t('cost.prompt'), reusedTokens > 1 ? t('cost.tokensReused', { tokens: promptTokens, reused: reusedTokens }) : t('cost.tokens', { tokens: promptTokens })],
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
        <summary>{t('cost.meaning')}</summary>
        <ul>
          {HELP.map((name) => (
            <li key={name}>{t(`cost.help.${name}`)}</li>
          ))}
        </ul>
      </details>
    </div>
  );
}

/** The same, for who wants it: the page itself shows no numbers of the machine's. */
export function FoldedCost(props: Parameters<typeof Cost>[0]) {
  const t = useT();
  return (
    <details className="explain" aria-live="off">
      <summary>{t('cost.title')}</summary>
      <Cost {...props} />
    </details>
  );
}
