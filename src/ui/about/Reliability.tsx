import { useId } from 'react';
import { useT } from '../shared/useMatinee';

export interface ReliabilityBin {
  users: number;
  /** Mean probability of the first choice. */
  confidence: number;
  /** Share of the first choices that were the target. */
  accuracy: number;
}

const SIDE = 200;
const MARGIN = 40;
const TICKS = [0, 0.5, 1];
const x = (share: number) => MARGIN + share * SIDE;
const y = (share: number) => 8 + (1 - share) * SIDE;
const percent = (value: number) => `${Math.round(100 * value)}%`;

/** The reliability diagram: on the diagonal what is stated comes true as often. A dot's area is its share of the users. */
export function Reliability({ bins, before = [] }: { bins: readonly ReliabilityBin[]; before?: readonly ReliabilityBin[] }) {
  const id = useId();
  const t = useT();
  const most = Math.max(...bins.map(({ users }) => users));
  const line = (points: readonly ReliabilityBin[]) => points.map(({ confidence, accuracy }) => `${x(confidence)},${y(accuracy)}`).join(' ');
  return (
    <figure className="reliability">
      <svg viewBox={`0 0 ${SIDE + MARGIN + 20} ${SIDE + 44}`} role="img" aria-labelledby={`${id}-title`}>
        <title id={`${id}-title`}>
          {t('results.diagram', {
            bins: bins.map((bin) => t('results.bin', { stated: percent(bin.confidence), true: percent(bin.accuracy), users: bin.users })).join('. '),
          })}
        </title>
        <rect className="reliability-frame" x={x(0)} y={y(1)} width={SIDE} height={SIDE} />
        <line className="reliability-ideal" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
        {TICKS.map((tick) => (
          <g key={tick}>
            <text x={x(tick)} y={y(0) + 14} textAnchor="middle">
              {percent(tick)}
            </text>
            <text x={x(0) - 5} y={y(tick) + 4} textAnchor="end">
              {tick > 0 && percent(tick)}
            </text>
          </g>
        ))}
        <text x={x(0.5)} y={y(0) + 28} textAnchor="middle">
          {t('results.stated')}
        </text>
        <text transform={`translate(10 ${y(0.5)}) rotate(-90)`} textAnchor="middle">
          {t('results.cameTrue')}
        </text>
        {before.length > 0 && <polyline className="reliability-before" points={line(before)} />}
        <polyline className="reliability-line" points={line(bins)} />
        {bins.map((bin) => (
          <circle key={bin.confidence} className="reliability-dot" cx={x(bin.confidence)} cy={y(bin.accuracy)} r={2 + 5 * Math.sqrt(bin.users / most)} />
        ))}
      </svg>
    </figure>
  );
}
