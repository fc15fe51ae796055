import { RESULTS_HELP } from '../../content/evaluate';
import { SYSTEMS } from '../../content/systems';
import type { Manifest } from '../../bundle/manifest';
import { thousands } from '../shared/format';
import { ResultsTable } from './ResultsTable';
import { Scroll } from '../shared/Scroll';
import { useCopy } from '../shared/useMatinee';

/** The paper's tables as they were measured with this bundle; of a bundle without them, what its training run measured. */
export function Results({ manifest }: { manifest: Manifest }) {
  const { results = [] } = manifest;
  if (results.length === 0) return <Metrics manifest={manifest} />;
  return (
    <>
      <p className="hint">{RESULTS_HELP}</p>
      <div className="tables">
        {results.map((table) => (
          <ResultsTable key={`${table.table}-${table.title}`} results={table} />
        ))}
      </div>
    </>
  );
}

function Metrics({ manifest }: { manifest: Manifest }) {
  const copy = useCopy();
  const rows = manifest.metrics.filter((metric) => metric.split === 'test');
  if (rows.length === 0) return <p>This bundle carries no measured results.</p>;
  return (
    <Scroll label="Results">
      <table>
        <caption>{copy.metrics}</caption>
        <thead>
          <tr>
            <th scope="col">System</th>
            <th scope="col">Hit@1</th>
            <th scope="col">NDCG@10</th>
            <th scope="col">Users</th>
            <th scope="col">Measured</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((metric) => (
            <tr key={`${metric.system}-${metric.by}`}>
              <th scope="row">{SYSTEMS[metric.system] ?? metric.system}</th>
              <td>
                {metric.hit1.toFixed(3)}
                {metric.interval && <small> [{metric.interval.map((bound) => bound.toFixed(3)).join(', ')}]</small>}
              </td>
              <td>{metric.ndcg10.toFixed(3)}</td>
              <td>{thousands(metric.users)}</td>
              <td>
                {metric.by === 'typescript' ? 'this bundle, 4-bit' : 'float, PyTorch'}, seed {metric.seed}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
