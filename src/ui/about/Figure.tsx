/** Small drawings of the method's steps. Colours: user (bulb), items (blue), text (violet). */
const SLOTS = [0, 1, 2, 3, 4];

/** Films in a row, oldest first. */
function History() {
  return SLOTS.map((i) => (
    <g key={i} opacity={0.4 + i * 0.15}>
      <rect className="figure-item" x={14 + i * 36} y={14} width={24} height={36} rx={3} />
      <rect className="figure-paper" x={18 + i * 36} y={38} width={16} height={2.5} />
      <rect className="figure-paper" x={18 + i * 36} y={43} width={10} height={2.5} />
    </g>
  ));
}

/** Attention from the last film back to the others; one vector for the user. */
function SasRec() {
  return (
    <>
      {SLOTS.slice(0, 4).map((i) => (
        <path key={i} className="figure-line" opacity={0.35 + i * 0.2} d={`M${20 + i * 30} 46 Q ${(160 + i * 30) / 2} ${8 + i * 7} 140 46`} />
      ))}
      {SLOTS.map((i) => (
        <circle key={i} className="figure-item" cx={20 + i * 30} cy={48} r={6} />
      ))}
      <path className="figure-line" d="M148 44 L166 32" />
      <rect className="figure-user" x={168} y={10} width={12} height={44} rx={3} />
    </>
  );
}

/** A film known to SASRec and a cold film's text, in one space. */
function JointSpace() {
  return (
    <>
      <rect className="figure-item" x={14} y={6} width={34} height={20} rx={3} />
      <rect className="figure-text" x={14} y={38} width={34} height={20} rx={3} />
      <path className="figure-line" d="M52 16 L92 27 M52 48 L92 37" />
      <circle className="figure-line" cx={136} cy={32} r={29} />
      {[
        [124, 20],
        [142, 42],
        [152, 24],
      ].map(([x, y]) => (
        <circle key={x} className="figure-item" cx={x} cy={y} r={4.5} />
      ))}
      {[
        [130, 24],
        [120, 40],
        [150, 36],
      ].map(([x, y]) => (
        <circle key={x} className="figure-text" cx={x} cy={y} r={4.5} />
      ))}
    </>
  );
}

/** Vectors between the words of a prompt. */
function SoftTokens() {
  const line = (y: number, parts: readonly (readonly [string, number])[]) => {
    let x = 12;
    return parts.map(([kind, width], i) => {
      const at = x;
      x += width + 6;
      return <rect key={`${y}-${i}`} className={`figure-${kind}`} x={at} y={y} width={width} height={11} rx={kind === 'fill' ? 2 : 5} />;
    });
  };
  return (
    <>
      {line(8, [
        ['user', 22],
        ['fill', 44],
        ['fill', 30],
        ['item', 22],
        ['fill', 24],
      ])}
      {line(26, [
        ['fill', 34],
        ['item', 22],
        ['fill', 46],
        ['item', 22],
        ['fill', 18],
      ])}
      {line(44, [
        ['fill', 26],
        ['item', 22],
        ['fill', 38],
        ['fill', 20],
        ['user', 22],
      ])}
    </>
  );
}

/** Layers that are not trained; the most probable candidate comes out. */
function Opt() {
  return (
    <>
      {[8, 22, 36, 50].map((y) => (
        <rect key={y} className="figure-fill" x={14} y={y - 3} width={74} height={10} rx={3} />
      ))}
      <path className="figure-line" d="M92 32 H112 M106 27 L112 32 L106 37" />
      {[60, 34, 20, 10].map((width, i) => (
        <rect key={width} className={i === 0 ? 'figure-user' : 'figure-fill'} x={120} y={7 + i * 14} width={width} height={8} rx={3} />
      ))}
    </>
  );
}

const DRAWINGS = [History, SasRec, JointSpace, SoftTokens, Opt];

export function Figure({ step }: { step: number }) {
  const Drawing = DRAWINGS[step]!;
  return (
    <svg viewBox="0 0 194 64" aria-hidden="true">
      <Drawing />
    </svg>
  );
}
