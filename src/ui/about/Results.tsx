import { firstRecommender, RECOMMENDER_LABELS } from '../../store/recommender/names';
import { SYSTEMS } from '../../content/systems';
import { recommenderOf } from '../../store/state';
import type { Manifest } from '../../bundle/manifest';
import { thousands } from '../shared/format';
import { Glance } from './Glance';
import { ResultsTable } from './ResultsTable';
import { Scroll } from '../shared/Scroll';
import { useMatinee, useT } from '../shared/useMatinee';
import { hundredth, measuredOf } from '../stage/measured';

/** The paper's tables as they were measured with this bundle; of a bundle without them, what its training run measured. */
export function Results({ manifest }: { manifest: Manifest }) {
  const t = useT();
  const { results = [] } = manifest;
  const first = firstRecommender(manifest);
  const chosen = useMatinee(recommenderOf);
  if (results.length === 0) return <Metrics manifest={manifest} />;
  return (
    <>
      <h3>{t('drawer.howGood')}</h3>
      <Glance manifest={manifest} />
      <Plain manifest={manifest} />
      {chosen !== first && <p>{t('results.ofFirst', { first: t.label(RECOMMENDER_LABELS[first]) })}</p>}
      <p className="hint">{t('results.help')}</p>
      <div className="tables">
        {results.map((table) => (
          <ResultsTable key={`${table.table}-${table.title}`} results={table} />
        ))}
      </div>
    </>
  );
}

/** The answer in a sentence, before any table. */
function Plain({ manifest }: { manifest: Manifest }) {
  const t = useT();
  const { crowd, reader, both } = measuredOf(manifest, useMatinee(recommenderOf));
  if (!crowd || !reader || !both) return null;
  const { candidates } = both;
  const people = { crowd: hundredth(crowd.hit1), reader: hundredth(reader.hit1), both: hundredth(both.hit1), guess: hundredth(1 / candidates) };
  return <p>{t('results.plain', { candidates, ...people })}</p>;
}

function Metrics({ manifest }: { manifest: Manifest }) {
  const t = useT();
  const rows = manifest.metrics.filter((metric) => metric.split === 'test');
  if (rows.length === 0) return <p>{t('results.none')}</p>;
  return (
    <Scroll label={t('results.name')}>
      <table>
        <caption>{t('results.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('results.system')}</th>
            <th scope="col">Hit@1</th>
            <th scope="col">NDCG@10</th>
            <th scope="col">{t('results.users')}</th>
            <th scope="col">{t('results.measured')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((metric) => (
            <tr key={`${metric.system}-${metric.by}`}>
              <th scope="row">{t.label(SYSTEMS[metric.system] ?? metric.system)}</th>
              <td>
                {metric.hit1.toFixed(3)}
                {metric.interval && <small> [{metric.interval.map((bound) => bound.toFixed(3)).join(', ')}]</small>}
              </td>
              <td>{metric.ndcg10.toFixed(3)}</td>
              <td>{thousands(metric.users)}</td>
              <td>{t(`results.by.${metric.by === 'typescript' ? 'typescript' : 'pytorch'}`, { seed: metric.seed })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
