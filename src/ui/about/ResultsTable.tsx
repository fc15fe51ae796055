import { useState } from 'react';
import type { Results } from '../../bundle/results';
import { Reliability } from './Reliability';
import { later } from '../pacing/Later';
import { share, signed, thousands } from '../shared/format';
import { Scroll } from '../shared/Scroll';
import { Button } from '../shared/Button';
import { Interval } from './Interval';
import { useT } from '../shared/useMatinee';
import { calibrated, csvOf, groupsOf, said, type Row } from './resultsSaid';

function Difference({ row: { difference } }: { row: Row }) {
  if (!difference) return null;
  return (
    <>
      {signed(difference.value)} <small>[{difference.interval.map(signed).join(', ')}]</small>
    </>
  );
}

/** Numbers and dots with their intervals, the difference to the baseline, and the paper's value beside them. */
function Rows({ rows, metric, chance, baseline = 'SASRec' }: Pick<Results, 'rows' | 'metric' | 'chance' | 'baseline'>) {
  const t = useT();
  const compared = rows.some(({ difference }) => difference);
  const paper = rows.some((row) => row.paper !== undefined);
  const same = new Set(rows.map(({ users }) => users)).size === 1;
  const high = Math.min(1, 1.1 * Math.max(...rows.map(({ value, interval }) => Math.max(value, interval?.[1] ?? 0))));
  const columns = 2 + Number(compared) + Number(paper);
  return (
    <>
      <thead>
        <tr>
          <th scope="col">{t('results.system')}</th>
          <th scope="col">{metric}</th>
          {compared && <th scope="col">{t('results.less', { baseline })}</th>}
          {paper && (
            <th scope="col">
              {t('results.paper')} <small>6.7B</small>
            </th>
          )}
        </tr>
      </thead>
      {groupsOf(rows).map(([group, members]) => (
        <tbody key={group}>
          {group && (
            <tr>
              <th scope="rowgroup" colSpan={columns} className="group">
                {group}
              </th>
            </tr>
          )}
          {members.map((row) => (
            <tr key={row.label}>
              <th scope="row">
                {row.label} {!same && <small>{t('results.usersOf', { users: thousands(row.users) })}</small>}
              </th>
              <td>
                <span className="measure">
                  {share(row.value)}
                  <Interval value={row.value} interval={row.interval} high={high} mark={chance} />
                </span>
                {row.interval && <small>[{row.interval.map(share).join(', ')}]</small>}
              </td>
              {compared && (
                <td>
                  <Difference row={row} />
                </td>
              )}
              {paper && <td className="paper">{row.paper !== undefined && share(row.paper)}</td>}
            </tr>
          ))}
        </tbody>
      ))}
    </>
  );
}

const ResultsPlot = later(
  async () => (await import('./ResultsPlot')).ResultsPlot,
  () => <div className="plot skeleton" />,
);

/** A plot of one group of rows at a time, and what it says. */
function Glance({ results }: { results: Results }) {
  const t = useT();
  const groups = groupsOf(results.rows);
  const [chosen, choose] = useState(0);
  const [group, rows] = groups[chosen]!;
  const most = Math.max(...results.rows.flatMap(({ value, interval, paper }) => [value, interval?.[1] ?? 0, paper ?? 0]));
  return (
    <>
      {groups.length > 1 && (
        <select aria-label={t('results.group', { title: results.title })} value={chosen} onChange={(event) => choose(Number(event.target.value))}>
          {groups.map(([name], i) => (
            <option key={name} value={i}>
              {name}
            </option>
          ))}
        </select>
      )}
      {/* of an error, the first is no best */}
      <p className="says">{results.reliability ? calibrated(results.reliability, t) : said(rows, results.baseline ?? 'SASRec', t)}</p>
      <ResultsPlot
        rows={rows}
        most={most}
        chance={results.chance}
        label={t('results.plot', { title: [results.title, group].filter(Boolean).join(', '), metric: results.metric })}
      />
    </>
  );
}

/** The table's numbers, to be pasted into a sheet. */
function CopyCsv({ results }: { results: Results }) {
  const t = useT();
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(csvOf(results));
      setState('copied');
    } catch {
      setState('failed');
    }
  };
  return (
    <>
      <Button type="button" className="quiet" onClick={() => void copy()} aria-label={t('results.csvOf', { title: results.title })}>
        {t('results.csv')}
      </Button>{' '}
      <small role="status">{state !== 'idle' && t(`results.${state}`)}</small>
    </>
  );
}

/** Letters of a note that is read with the plot: a longer one, which has every system's settings, is read by who wants to repeat it. */
const SHORT = 320;

const Note = ({ children }: { children: string }) => (
  <p className="hint" lang="en">
    {children}
  </p>
);

/** One measured table, and how to repeat it. */
export function ResultsTable({ results }: { results: Results }) {
  const t = useT();
  const { title, rows, seed, date, command, note, reliability, paperTable } = results;
  const users = new Set(rows.map((row) => row.users));
  const facts = [
    users.size === 1 ? t('results.usersOf', { users: thousands([...users][0]!) }) : '',
    paperTable ? t('results.paperTable', { table: paperTable }) : '',
    t('results.seed', { seed }),
    date.slice(0, 10),
  ]
    .filter(Boolean)
    .join(' · ');
  return (
    <div className="measured">
      {rows.length === 0 ? (
        <p>
          <strong>{title}</strong> <small>{facts}</small>
        </p>
      ) : (
        <>
          <h3>
            {title} <small>{facts}</small>
          </h3>
          <Glance results={results} />
          <details className="explain">
            <summary>{t('results.table')}</summary>
            <Scroll label={title}>
              <table className="results">
                <caption className="visually-hidden">{title}</caption>
                <Rows rows={rows} metric={results.metric} chance={results.chance} baseline={results.baseline} />
              </table>
            </Scroll>
            <CopyCsv results={results} />
          </details>
        </>
      )}
      {reliability && (
        <>
          <Reliability bins={reliability.bins} before={reliability.binsBefore ?? []} />
          <p className="hint">
            {reliability.eceBefore === undefined
              ? t('results.reliability', { users: thousands(reliability.users), error: share(reliability.ece) })
              : t('results.reliabilityBefore', { users: thousands(reliability.users), error: share(reliability.ece), before: share(reliability.eceBefore) })}
          </p>
        </>
      )}
      {note && note.length <= SHORT && <Note>{note}</Note>}
      <details className="explain">
        <summary>{t('results.repeat')}</summary>
        {note && note.length > SHORT && <Note>{note}</Note>}
        <Scroll label={t('results.command')}>
          <pre className="example-line">{command}</pre>
        </Scroll>
      </details>
    </div>
  );
}
