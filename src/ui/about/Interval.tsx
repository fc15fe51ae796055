import type { CSSProperties } from 'react';

interface Props {
  /** On the scale from `low` to `high`. */
  value: number;
  interval?: readonly [number, number] | undefined;
  low?: number;
  high?: number;
  /** A line across: zero of a difference, or another's value. */
  mark?: number | undefined;
}

/** A number as a stroke, with its interval as a bar, on a scale shared by the rows of a table. The number itself stands beside it. */
export function Interval({ value, interval, low = 0, high = 1, mark }: Props) {
  const at = (number: number) => `${Math.min(100, Math.max(0, (100 * (number - low)) / (high - low)))}%`;
  const [from, to] = interval ?? [value, value];
  return (
    <span
      className="interval"
      aria-hidden="true"
      style={{ '--from': at(from), '--to': at(to), '--at': at(value), '--mark': mark === undefined ? '-1px' : at(mark) } as CSSProperties}
    >
      <span className="interval-bar" />
      <span className="interval-dot" />
    </span>
  );
}
