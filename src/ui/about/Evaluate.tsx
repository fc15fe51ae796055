import { useId, useRef, useState } from 'react';
import type { EvaluationReport } from '../../engine/evaluation/evaluateUsers';
import { EVALUATE } from '../../content/evaluate';
import { SYSTEMS } from '../../content/systems';
import { share, signed, thousands, time } from '../shared/format';
import { Button } from '../shared/Button';
import { Interval } from './Interval';
import { Scroll } from '../shared/Scroll';
import { useActions, useMatinee } from '../shared/useMatinee';

const FIRST_USERS = 100;

/** A line that a visitor can copy: the page's own history, where there is one. */
function Example() {
  const catalogue = useMatinee((state) => state.catalogue);
  const history = useMatinee((state) => state.history);
  if (catalogue.kind !== 'open') return null;
  const chosen = history.flatMap((item) => (item.kind === 'film' ? [item.row] : []));
  const rows = chosen.length > 1 ? chosen.slice(0, 8) : [0, 1, 2, 3].filter((row) => row < catalogue.films.length);
  return (
    <Scroll label="An example">
      <pre className="example-line">
        me{'\t'}
        {rows.map((row) => catalogue.films[row]!.id).join(' ')}
      </pre>
    </Scroll>
  );
}

function Figures({ report }: { report: EvaluationReport }) {
  const { difference } = report;
  return (
    <Scroll label="What was measured">
      <table className="results">
        <caption>
          Hit@1 of {thousands(report.done)} users, {report.candidates} candidates each, seed {report.seed}; in brackets the 95% bootstrap interval.
        </caption>
        <thead>
          <tr>
            <th scope="col">System</th>
            <th scope="col">Hit@1</th>
            <th scope="col">NDCG@10</th>
          </tr>
        </thead>
        <tbody>
          {report.systems.map(({ system, hit1, interval, ndcg10 }) => (
            <tr key={system}>
              <th scope="row">{SYSTEMS[system] ?? system}</th>
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
              <th scope="row">A-LLMRec less SASRec</th>
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
  if (report.skipped.length === 0) return null;
  return (
    <details>
      <summary>What of the file was left out</summary>
      <ul>
        {report.skipped.map((sentence, index) => (
          <li key={index}>{sentence}</li>
        ))}
        {report.moreSkipped > 0 && <li>and {thousands(report.moreSkipped)} more</li>}
      </ul>
    </details>
  );
}

function Outcome() {
  const evaluation = useMatinee((state) => state.evaluation);
  const actions = useActions();
  switch (evaluation.kind) {
    case 'none':
      return null;
    case 'failed':
      return (
        <p role="alert" className="alert">
          <strong>{evaluation.error.message}</strong> {evaluation.error.nextStep}
        </p>
      );
    case 'running': {
      const { report } = evaluation;
      return (
        <>
          <p className="hint">
            {evaluation.name}:{' '}
            {report
              ? `${thousands(report.done)} of ${thousands(report.total)} users, about ${time((report.seconds / report.done) * (report.total - report.done))} to go`
              : 'the first user …'}
          </p>
          <progress aria-label="Users evaluated" max={report?.total ?? 1} value={report?.done ?? 0} />
          <div className="row">
            <button className="quiet" onClick={() => actions.stop()}>
              Stop the evaluation
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
            {evaluation.name}:{' '}
            {report.stopped ? `stopped after ${thousands(report.done)} of ${thousands(report.total)} users` : `${thousands(report.done)} users`},{' '}
            {time(report.seconds)}.
          </p>
          <Figures report={report} />
          <Skipped report={report} />
        </>
      );
    }
  }
}

/** The paper's evaluation, live in the tab, on users that the visitor brings: the page ships none. */
export function Evaluate() {
  const actions = useActions();
  const ready = useMatinee((state) => state.model.kind === 'ready');
  const running = useMatinee((state) => state.evaluation.kind === 'running');
  const input = useRef<HTMLInputElement>(null);
  const [users, setUsers] = useState(String(FIRST_USERS));
  const limit = Math.max(1, Math.round(Number(users)) || FIRST_USERS);
  const id = useId();
  return (
    <section className="evaluate" aria-labelledby={`${id}-heading`}>
      <h3 id={`${id}-heading`}>Test it here</h3>
      <p>{EVALUATE.what}</p>
      <p className="hint">{EVALUATE.form}</p>
      <Example />
      <div className="row">
        <label htmlFor={`${id}-users`}>Users, at most</label>
        <input id={`${id}-users`} type="number" min={1} step={1} value={users} onChange={(event) => setUsers(event.target.value)} />
        <Button className="quiet" blocked={!ready} onClick={() => input.current?.click()}>
          Evaluate on my file
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          aria-label="File of users"
          accept=".tsv,.txt,.csv,text/tab-separated-values,text/plain"
          onChange={(event) => {
            const file = event.target.files?.[0];
            // The same file may be chosen again after it was changed.
            if (file) void actions.evaluate(file, limit).finally(() => input.current && (input.current.value = ''));
          }}
        />
      </div>
      {!ready && !running && <p className="hint">The model must be ready first.</p>}
      <div aria-live="polite" aria-busy={running}>
        <Outcome />
      </div>
    </section>
  );
}
