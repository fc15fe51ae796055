import { AxisBottom } from '@visx/axis';
import { scaleLinear } from '@visx/scale';
import { useId, useLayoutEffect, useRef, useState } from 'react';
import { share } from '../shared/format';
import { useT } from '../shared/useMatinee';
import type { Row } from './resultsSaid';

const ROW = 40; // px: a label, and the bars under it
const BAR = 11;
const PAPER = 5;
const AXIS = 26;
const OWN = 'A-LLMRec'; // what this page is about stands out
const EDGE = 14; // half a tick's label

/** A bar for each row with its interval, and the paper's own value as a thin bar under it. All of a table's groups share one scale, `most`. */
export function ResultsPlot({ rows, most, chance, label }: { rows: readonly Row[]; most: number; chance?: number | undefined; label: string }) {
  const t = useT();
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(320);
  useLayoutEffect(() => {
    const watch = new ResizeObserver(([entry]) => setWidth(Math.max(240, Math.floor(entry!.contentRect.width))));
    watch.observe(place.current!);
    return () => watch.disconnect();
  }, []);
  const x = scaleLinear({ domain: [0, most], range: [EDGE, width - EDGE], nice: true });
  const bottom = rows.length * ROW + 4;
  return (
    <div className="plot" ref={place}>
      <svg width={width} height={bottom + AXIS} role="img" aria-labelledby={id}>
        <title id={id}>{label}</title>
        {chance !== undefined && <line className="plot-chance" x1={x(chance)} x2={x(chance)} y1={0} y2={bottom} />}
        {rows.map(({ label: name, value, interval, paper }, i) => {
          const top = i * ROW + 19;
          const middle = top + BAR / 2;
          return (
            <g key={name}>
              <text className="plot-label" x={x(0)} y={top - 5}>
                {t.label(name)} <tspan className="plot-value">{share(value)}</tspan>
                {paper !== undefined && <tspan className="plot-paper-value"> · {t('results.paperHas', { value: share(paper) })}</tspan>}
              </text>
              <rect className="plot-bar" data-own={name.startsWith(OWN) || undefined} x={x(0)} y={top} width={x(value) - x(0)} height={BAR} />
              {interval && (
                <path
                  className="plot-interval"
                  d={`M${x(interval[0])},${middle}H${x(interval[1])}M${x(interval[0])},${middle - 4}v8M${x(interval[1])},${middle - 4}v8`}
                />
              )}
              {paper !== undefined && <rect className="plot-paper" x={x(0)} y={top + BAR + 1} width={x(paper) - x(0)} height={PAPER} />}
            </g>
          );
        })}
        <AxisBottom
          scale={x}
          top={bottom}
          numTicks={width < 420 ? 4 : 8}
          axisLineClassName="plot-axis"
          tickClassName="plot-tick"
          stroke="currentColor"
          tickStroke="currentColor"
          tickLabelProps={{ fill: 'currentColor', fontSize: 11, textAnchor: 'middle' }}
        />
      </svg>
    </div>
  );
}
