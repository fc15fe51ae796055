import { COPY } from '../content/copy';
import type { CandidateKind } from '../store/candidates';
import { Choice } from './Choice';
import { FilmLine } from './FilmLine';
import { useActions, useMatinee } from './useMatinee';

const KINDS = Object.keys(COPY.candidateKinds) as CandidateKind[];

/** SASRec's own list: there before the language model is. */
export function SasrecList() {
  const sasrec = useMatinee((state) => state.sasrec);
  const failed = useMatinee((state) => (state.catalogue.kind === 'failed' ? state.catalogue.error : null));
  const hasHistory = useMatinee((state) => state.history.length > 0);
  return (
    <section className="panel sasrec" aria-labelledby="sasrec-heading">
      <div className="panel-head">
        <h2 id="sasrec-heading">{COPY.sasrecTitle}</h2>
        {sasrec && <span className="count">{sasrec.milliseconds.toFixed(0)} ms</span>}
      </div>
      <p className="hint">{COPY.sasrecNote}</p>
      {failed ? (
        <p className="alert" role="alert">
          <strong>{failed.message}</strong> {failed.nextStep}
        </p>
      ) : sasrec && hasHistory ? (
        // eslint-disable-next-line jsx-a11y/no-redundant-roles
        <ol className="films" role="list" aria-label="SASRec's list">
          {sasrec.films.slice(0, 10).map(({ row }) => (
            <li key={row}>
              <FilmLine item={{ kind: 'film', row }} />
            </li>
          ))}
        </ol>
      ) : (
        <p className="empty">{sasrec ? 'Its list appears with the first film.' : 'Opening the catalogue …'}</p>
      )}
    </section>
  );
}

export function Candidates() {
  const actions = useActions();
  const kind = useMatinee((state) => state.candidateKind);
  const candidates = useMatinee((state) => state.candidates);
  return (
    <section className="panel candidates" aria-labelledby="candidates-heading">
      <h2 id="candidates-heading">Candidates</h2>
      <Choice
        legend="Where the candidates come from"
        name="candidates"
        options={KINDS.map((key) => ({ value: key, label: COPY.candidateKinds[key].label }))}
        value={kind}
        onChange={actions.chooseCandidateKind}
      />
      <p className="hint">{COPY.candidateKinds[kind].help}</p>
      <button className="quiet" onClick={() => actions.reshuffle()}>
        Shuffle
      </button>
      <details>
        <summary>The {candidates.length} films, in the prompt's order</summary>
        {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
        <ol className="films" role="list" aria-label="Candidates">
          {candidates.map((item, index) => (
            <li key={index}>
              <FilmLine item={item} />
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}
