/** docs/RESULTS.md from the tables in docs/results. */
import type { Results } from '../../src/bundle/results';
import type { Difference } from '../../src/engine/evaluation/rankingMetrics';
import { share, signed } from '../../src/ui/shared/format';

/** '+0.019 [+0.007, +0.030]' */
export const differenceText = ({ value, interval }: Difference): string => `${signed(value)} [${interval.map(signed).join(', ')}]`;

export function markdown(tables: readonly Results[]): string {
  const intro = `# Results

Every table was made by the command under it and stands in the bundle's manifest, from which the page shows it.
The protocol is the paper's: leave-one-out, the target among 19 uniformly drawn items that the user has not met, Hit@1. Brackets hold 95% bootstrap
intervals over users; a difference is paired, on the same users. The last column, where there is one, is the paper's own Hit@1
([arXiv 2404.11343](https://arxiv.org/abs/2404.11343)) on other data with OPT-6.7B: compare the order of systems, not the values.
A table is of the bundle that shipped on its date: where dates differ, so do the weights.

`;
  return intro + tables.map(section).join('\n');
}

function section({ table, title, paperTable, paperData, metric, chance, rows, seed, date, command, note, reliability, baseline = 'SASRec' }: Results): string {
  const compared = rows.some(({ difference }) => difference);
  const paper = rows.some((row) => row.paper !== undefined);
  const ndcg = rows.some(({ ndcg10 }) => ndcg10 !== undefined);
  const seeded = rows.some(({ seeds }) => seeds);
  const head = [
    '',
    'users',
    `${metric} [95% interval]`,
    ...(ndcg ? ['NDCG@10'] : []),
    ...(compared ? [`less ${baseline}`] : []),
    ...(seeded ? ['each training seed'] : []),
    ...(paper ? [`paper's${paperData ? `, ${paperData}` : ''}`] : []),
  ];
  const lines = [
    `## ${title}`,
    '',
    `Table \`${table}\`${paperTable ? `; in the paper: ${paperTable}` : ''}.${chance === undefined ? '' : ` Guessing gives ${share(chance)}.`}`,
    '',
  ];
  lines.push(`| ${head.join(' | ')} |`, `|${head.map(() => ' --- ').join('|')}|`);
  let group: string | undefined;
  for (const row of rows) {
    if (row.group !== group) {
      group = row.group;
      lines.push(`| *${group ?? ''}* |${' |'.repeat(head.length - 1)}`);
    }
    const cells = [
      row.label,
      String(row.users),
      `${share(row.value)}${row.interval ? ` [${row.interval.map(share).join(', ')}]` : ''}`,
      ...(ndcg ? [row.ndcg10 === undefined ? '' : share(row.ndcg10)] : []),
      ...(compared ? [row.difference ? differenceText(row.difference) : ''] : []),
      ...(seeded ? [row.seeds?.map(share).join(', ') ?? ''] : []),
      ...(paper ? [row.paper === undefined ? '—' : share(row.paper)] : []),
    ];
    lines.push(`| ${cells.join(' | ')} |`);
  }
  if (reliability) {
    const { ece, eceBefore, bins } = reliability;
    lines.push('', `Expected calibration error ${share(ece)}${eceBefore === undefined ? '' : ` (${share(eceBefore)} before the temperature)`}.`, '');
    lines.push('| users | mean probability of the first choice | share of hits |', '| --- | --- | --- |');
    for (const bin of bins) lines.push(`| ${bin.users} | ${share(bin.confidence)} | ${share(bin.accuracy)} |`);
  }
  if (note) lines.push('', note);
  lines.push('', `Draws of seed ${seed}, ${date}: \`${command}\``, '');
  return lines.join('\n');
}
