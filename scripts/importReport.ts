/** docs/IMPORT.md holds what the commands measured: each writes its own part between two comments, and leaves the words around it alone. */
import { readFileSync, writeFileSync } from 'node:fs';
import { missesTarget, type Measured } from '../src/import/fixtures/measure';
import type { ImportCost } from './importBench';

const DOCUMENT = 'docs/IMPORT.md';

/** @throws Error when the document has no such part. */
function savePart(part: 'matching' | 'cost', text: string): void {
  const [start, end] = [`<!-- ${part} -->`, `<!-- end of ${part} -->`];
  const document = readFileSync(DOCUMENT, 'utf8');
  const [from, to] = [document.indexOf(start), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${DOCUMENT} has no part between ${start} and ${end}`);
  writeFileSync(DOCUMENT, `${document.slice(0, from + start.length)}\n\n${text.trim()}\n\n${document.slice(to)}`);
}

const today = () => new Date().toISOString().slice(0, 10);
const table = (head: string[], rows: (string | number)[][]) => [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** @param command that measured it */
export function saveMatching(measured: readonly Measured[], command: string): void {
  const aimed = measured.filter(({ right }) => right !== 'none');
  const lowest = (of: 'precision' | 'recall') => {
    const { trap, [of]: value } = aimed.reduce((low, one) => (one[of] < low[of] ? one : low));
    return `${of} ${value.toFixed(3)} (${trap})`;
  };
  const missed = measured.filter(missesTarget).map(({ trap }) => trap);
  savePart(
    'matching',
    `Lowest over the kinds with a target: ${lowest('precision')}, ${lowest('recall')}. ${missed.length ? `Below the target: ${missed.join(', ')}. ` : ''}\`${command}\`, ${today()}.

${table(
  ['kind of trap', 'right is', 'rows', 'precision', 'recall'],
  measured.map(({ trap, right, rows, precision, recall }) => [trap, right, rows, precision.toFixed(4), recall.toFixed(4)]),
)}`,
  );
}

/** @param machine in words */
export function saveCost(cost: ImportCost, machine: string, command: string): void {
  savePart(
    'cost',
    `\`${command}\`, ${today()}, ${machine}.

${table(
  ['a Letterboxd diary of 20,000 rows', ''],
  [
    ['index, reading and matching, in Node', `${cost.seconds} s, ${cost.cpuSeconds} s of the processor`],
    ['the heap grows by', `${cost.heapMB} MB at most`],
    ['longest task of the page, from the choice of the file to its undoing', `${cost.longestTaskCpuMs} ms of the processor`],
  ],
)}`,
  );
}
