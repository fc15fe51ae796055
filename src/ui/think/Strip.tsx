import { useEffect, useRef } from 'react';

/** Red, green and blue of what is drawn: the user's tokens, items' and texts', as in the figure of how it works. */
const COLOURS = { user: [245, 189, 63], item: [86, 180, 233], text: [204, 121, 217] } as const;

/** A vector as cells: the larger a number, the brighter; of those below zero the other colour. */
export function Strip({ values, kind, label }: { values: Float32Array; kind: keyof typeof COLOURS; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const least = values.reduce((a, b) => Math.min(a, b), 0);
    const most = values.reduce((a, b) => Math.max(a, b), 0);
    const largest = Math.max(most, -least, 1e-12);
    const picture = context.createImageData(values.length, 1);
    values.forEach((value, i) => {
      const [red, green, blue] = value < 0 ? COLOURS.item : COLOURS[kind];
      picture.data.set([red, green, blue, 20 + 235 * (Math.abs(value) / largest)], i * 4);
    });
    context.putImageData(picture, 0, 0);
  }, [values, kind]);
  return <canvas className="numbers-strip" ref={canvas} width={values.length} height={1} role="img" aria-label={label} />;
}

/** The numbers themselves. */
export function Numbers({ values }: { values: Float32Array }) {
  return <p className="numbers">{Array.from(values, (value) => value.toFixed(2)).join(' ')}</p>;
}
