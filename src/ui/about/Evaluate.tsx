import { useId, useRef, useState } from 'react';
import { RECOMMENDER_LABELS } from '../../store/recommender/names';
import type { EvaluationReport } from '../../engine/evaluation/evaluateUsers';
import { SYSTEMS } from '../../content/systems';
import { share, signed, thousands, time } from '../shared/format';
import { Button } from '../shared/Button';
import { Interval } from './Interval';
import { Scroll } from '../shared/Scroll';
import { useActions, useMatinee, useT } from '../shared/useMatinee';
import { Failure } from '../Failure';
import { playedRounds } from '../../store/evaluation';
import { isFree, type EvaluationSource } from '../../store/state';
import type { Translate } from '../../content/language';

const FIRST_USERS = 100;

/** A line that a visitor can copy: the page's own history, where there is one. */
function Example() {
  const t = useT();
  const catalogue = useMatinee((state) => state.catalogue);
  const history = useMatinee((state) => state.history);
  if (catalogue.kind !== 'open') return null;
  const chosen = history.flatMap((item) => (item.kind === 'film' ? [item.row] : []));
  const rows = chosen.length > 1 ? chosen.slice(0, 8) : [0, 1, 2, 3].filter((row) => row < catalogue.films.length);
  return (
    <Scroll label={t('evaluate.example')}>
      <pre className="example-line">
        me{'\t'}
        {rows.map((row) => catalogue.films[row]!.id).join(' ')}
      </pre>
    </Scroll>
  );
}

function Figures({ report }: { report: EvaluationReport }) {
  const t = useT();
  const { difference } = report;
  return (
    <Scroll label={t('evaluate.measured')}>
      <table className="results">
        <caption>{t('evaluate.caption', { users: thousands(report.done), candidates: report.candidates, seed: report.seed })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('results.system')}</th>
            <th scope="col">Hit@1</th>
            <th scope="col">NDCG@10</th>
          </tr>
        </thead>
        <tbody>
          {report.systems.map(({ system, hit1, interval, ndcg10 }) => (
            <tr key={system}>
              <th scope="row">{system === 'sasrec' ? RECOMMENDER_LABELS[report.recommender] : t.label(SYSTEMS[system] ?? system)}</th>
              <td>
                <span className="measure">
                  {share(hit1)}
                  <Interval value={hit1} interval={interval} mark={1 / report.candidates} />
                </span>
                <small>[{interval.map(share).join(', ')}]</small>
              </td>
              <td>{share(ndcg10)}</td>
            </tr>
          ))}
          {difference && (
            <tr>
              <th scope="row">{t('evaluate.difference', { filter: RECOMMENDER_LABELS[report.recommender] })}</th>
              <td>
                <span className="measure">
                  {signed(difference.value)}
                  <Interval value={difference.value} interval={difference.interval} low={-1} mark={0} />
                </span>
                <small>[{difference.interval.map(signed).join(', ')}]</small>
              </td>
              <td />
            </tr>
          )}
        </tbody>
      </table>
    </Scroll>
  );
}

function Skipped({ report }: { report: EvaluationReport }) {
  const t = useT();
  if (report.skipped.length === 0) return null;
  return (
    <details>
      <summary>{t('evaluate.leftOut')}</summary>
      <ul lang="en">
        {report.skipped.map((sentence, index) => (
          <li key={index}>{sentence}</li>
        ))}
        {report.moreSkipped > 0 && <li lang={t.language}>{t('evaluate.andMore', { more: thousands(report.moreSkipped) })}</li>}
      </ul>
    </details>
  );
}

const nameOf = (t: Translate, of: EvaluationSource): string => (of.kind === 'file' ? of.name : t(`evaluate.of.${of.kind}`));

function Outcome() {
  const t = useT();
  const evaluation = useMatinee((state) => state.evaluation);
  const ready = useMatinee(isFree);
  const actions = useActions();
  switch (evaluation.kind) {
    case 'none':
      return null;
    case 'failed':
      return (
        <p role="alert" className="alert">
          <Failure error={evaluation.error} />
        </p>
      );
    case 'running': {
      const { report } = evaluation;
      return (
        <>
          <p className="hint">
            {report
              ? t('evaluate.progress', {
                  name: nameOf(t, evaluation.of),
                  done: thousands(report.done),
                  all: thousands(report.total),
                  time: time(t, (report.seconds / report.done) * (report.total - report.done)),
                })
              : t('evaluate.first', { name: nameOf(t, evaluation.of) })}
          </p>
          <progress aria-label={t('evaluate.done')} max={report?.total ?? 1} value={report?.done ?? 0} />
          <div className="row">
            <button className="quiet" onClick={() => actions.stop()}>
              {t('evaluate.pause')}
            </button>
          </div>
          {report && <Figures report={report} />}
        </>
      );
    }
    case 'whole': {
      const { report } = evaluation;
      return (
        <>
          <p className="hint">
            {report.stopped
              ? t('evaluate.stopped', {
                  name: nameOf(t, evaluation.of),
                  done: thousands(report.done),
                  all: thousands(report.total),
                  time: time(t, report.seconds),
                })
              : t('evaluate.whole', { name: nameOf(t, evaluation.of), done: thousands(report.done), time: time(t, report.seconds) })}
          </p>
          {evaluation.of.kind !== 'file' && <p className="hint">{t('evaluate.noMeasure')}</p>}
          {report.stopped && (
            <div className="row">
              <Button className="quiet" blocked={!ready} onClick={() => void actions.continueEvaluation()}>
                {t('evaluate.goOn')}
              </Button>
            </div>
          )}
          <Figures report={report} />
          <Skipped report={report} />
        </>
      );
    }
  }
}

/** The paper's evaluation, live in the tab, on users that the visitor brings, has played, or lets the deck invent: the page ships none. */
export function Evaluate() {
  const t = useT();
  const actions = useActions();
  const ready = useMatinee(isFree);
  const running = useMatinee((state) => state.evaluation.kind === 'running');
  const played = useMatinee((state) => playedRounds(state).length);
  const input = useRef<HTMLInputElement>(null);
  const [users, setUsers] = useState(String(FIRST_USERS));
  const limit = Math.max(1, Math.round(Number(users)) || FIRST_USERS);
  const id = useId();
  return (
    <section className="evaluate" aria-labelledby={`${id}-heading`}>
      <h3 id={`${id}-heading`}>{t('evaluate.title')}</h3>
      <p>{t('evaluate.what')}</p>
      <div className="row">
        <label htmlFor={`${id}-users`}>{t('evaluate.most')}</label>
        <input id={`${id}-users`} type="number" min={1} step={1} value={users} onChange={(event) => setUsers(event.target.value)} />
      </div>
      <div className="row">
        <Button className="quiet" blocked={!ready || running} onClick={() => void actions.evaluatePeople('invented', limit)}>
          {t('evaluate.invented')}
        </Button>
        <Button className="quiet" blocked={!ready || running || played === 0} onClick={() => void actions.evaluatePeople('played', limit)}>
          {t('evaluate.played', { count: played })}
        </Button>
        <Button className="quiet" blocked={!ready || running} onClick={() => input.current?.click()}>
          {t('evaluate.go')}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={t('evaluate.file')}
          accept=".tsv,.txt,.csv,text/tab-separated-values,text/plain"
          onChange={(event) => {
            const file = event.target.files?.[0];
            // The same file may be chosen again after it was changed.
            if (file) void actions.evaluate(file, limit).finally(() => input.current && (input.current.value = ''));
          }}
        />
      </div>
      {!ready && !running && <p className="hint">{t('page.mustBeReady')}</p>}
      {played === 0 && <p className="hint">{t('evaluate.noneYet')}</p>}
      <details>
        <summary>{t('evaluate.fileForm')}</summary>
        <p className="hint">{t('evaluate.form')}</p>
        <Example />
      </details>
      <div aria-live="polite" aria-busy={running}>
        <Outcome />
      </div>
    </section>
  );
}
