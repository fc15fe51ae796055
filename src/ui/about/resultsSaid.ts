/** What a measured table says in a sentence or two, and as CSV. */
import Papa from 'papaparse';
import type { Results } from '../../bundle/results';
import type { Translate } from '../../content/language';
import { share } from '../shared/format';

export type Row = Results['rows'][number];

/** In the order in which the groups first appear; rows without a group are of ''. */
export function groupsOf(rows: readonly Row[]): [string, Row[]][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(row.group ?? '', [...(groups.get(row.group ?? '') ?? []), row]);
  return [...groups];
}

/** Without the single trainings of what stands there with their mean: which of them is first says nothing. */
function withoutSingle(rows: readonly Row[]): readonly Row[] {
  const system = ({ label }: Row) => label.split(', ')[0]!;
  const means = new Set(rows.filter(({ seeds }) => seeds).map(system));
  return rows.filter((row) => row.seeds || !row.label.includes(', ') || !means.has(system(row)));
}

/** Which row is first, and which are told apart from the baseline: their difference's interval does not hold zero. */
export function said(all: readonly Row[], baseline: string, t: Translate): string {
  const rows = withoutSingle(all);
  if (rows.length === 0) return '';
  const value = share(Math.max(...rows.map((row) => row.value)));
  const first = rows.filter((row) => share(row.value) === value).map(({ label }) => t.label(label)); // as many as read the same
  // One alone has nobody to be first of, nobody is first with nothing, and of those that a baseline elsewhere is taken from none is first without it.
  const place = rows.length === 1 ? 'results.one' : first.length > 1 ? 'results.firsts' : 'results.first';
  const beside = rows.some(({ difference }) => !difference);
  const told = rows.length === 1 || (beside && first.length < rows.length && value !== share(0));
  const labels = (apart: (low: number, high: number) => boolean) =>
    rows.flatMap(({ label, difference }) => (difference && apart(...difference.interval) ? [t.label(label)] : []));
  const [above, below] = [labels((low) => low > 0), labels((_, high) => high < 0)];
  const compared = rows.some(({ difference }) => difference);
  return [
    told && t(place, { label: t.list(first), value }),
    above.length > 0 && t('results.above', { baseline, labels: t.list(above) }),
    below.length > 0 && t('results.below', { baseline, labels: t.list(below) }),
    compared && above.length + below.length === 0 && t('results.level', { baseline }),
  ]
    .filter(Boolean)
    .join(' ');
}

/** How far what is stated is from how often it comes true. */
export const calibrated = ({ ece, eceBefore }: NonNullable<Results['reliability']>, t: Translate): string =>
  eceBefore === undefined
    ? t('results.calibrated', { error: points(ece) })
    : `${t('results.calibrated', { error: points(ece) })} ${t('results.calibratedBefore', { before: points(eceBefore) })}`;

const points = (error: number) => (100 * error).toFixed(1);

/** Every number of the table; empty where there is none. */
export function csvOf({ rows, metric }: Results): string {
  const lines = rows.map((row) => ({
    group: row.group ?? '',
    system: row.label,
    users: row.users,
    [metric]: row.value,
    low: row.interval?.[0],
    high: row.interval?.[1],
    'NDCG@10': row.ndcg10,
    difference: row.difference?.value,
    'difference low': row.difference?.interval[0],
    'difference high': row.difference?.interval[1],
    seeds: row.seeds?.join(' '),
    paper: row.paper,
  }));
  return Papa.unparse(lines, { newline: '\n' });
}
