import { COPY } from '../../content/copy';
import { CANDIDATE_KINDS, canShortlist, itemKey } from '../../store/state';
import { useShown } from '../answer/useShown';
import { Choice } from '../shared/Choice';
import { FilmLine } from '../shared/FilmLine';
import { Icon } from '../shared/Icon';
import { useActions, useCopy, useHasYears, useMatinee, useWaiting } from '../shared/useMatinee';

/** What the page will show of a list, so that nothing jumps when it arrives. */
function Skeleton({ lines }: { lines: number }) {
  return (
    <div className="films placeholders" aria-hidden="true">
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} className="skeleton" />
      ))}
    </div>
  );
}

/** SASRec's own list: there before the language model is. */
export function SasrecList() {
  const copy = useCopy();
  const sasrec = useMatinee((state) => state.sasrec);
  const waiting = useWaiting();
  const failed = useMatinee((state) => (state.catalogue.kind === 'failed' ? state.catalogue.error : null));
  const history = useMatinee((state) => state.history);
  const catalogue = useMatinee((state) => state.catalogue);
  const actions = useActions();
  const knowsNone = catalogue.kind === 'open' && history.length > 0 && history.every((item) => item.kind === 'own' || catalogue.films[item.row]!.cold);
  return (
    <section className="panel sasrec" aria-labelledby="sasrec-heading">
      <div className="panel-head">
        <h2 id="sasrec-heading">{COPY.sasrecTitle}</h2>
        {sasrec && history.length > 0 && <span className="count">in {Math.max(1, Math.round(sasrec.milliseconds))} ms</span>}
      </div>
      <p className="hint">{knowsNone ? copy.sasrecKnowsNone : COPY.sasrecNote}</p>
      {failed ? (
        <div className="alert" role="alert">
          <p>
            <strong>{failed.message}</strong> {failed.nextStep}
          </p>
          <div className="row">
            <button onClick={() => void actions.load()}>Try again</button>
          </div>
        </div>
      ) : sasrec && history.length > 0 ? (
        // eslint-disable-next-line jsx-a11y/no-redundant-roles
        <ol className="films numbered" role="list" aria-label="SASRec's list">
          {sasrec.films.slice(0, 10).map(({ row }) => (
            <li key={row}>
              <FilmLine item={{ kind: 'film', row }} />
            </li>
          ))}
        </ol>
      ) : (
        <>
          <p className="empty">{sasrec ? copy.sasrecEmpty : waiting}</p>
          <Skeleton lines={6} />
        </>
      )}
    </section>
  );
}

export function Candidates() {
  const copy = useCopy();
  const kinds = copy.candidateKinds(useHasYears());
  const actions = useActions();
  const kind = useMatinee((state) => state.candidateKind);
  const candidates = useMatinee((state) => state.candidates);
  const { shown, more } = useShown(candidates);
  const hasWatchlist = useMatinee((state) => state.watchlist.length > 0);
  const hasShortlist = useMatinee(canShortlist);
  const pending = kind === 'catalogue' && candidates.length === 0;
  const allWatched = kind === 'watchlist' && candidates.length === 0;
  return (
    <section className="panel candidates" aria-labelledby="candidates-heading">
      <div className="panel-head">
        <h2 id="candidates-heading">Candidates</h2>
        <button className="quiet" onClick={() => actions.reshuffle()}>
          Shuffle
        </button>
      </div>
      <Choice
        legend="Where the candidates come from"
        name="candidates"
        options={CANDIDATE_KINDS.filter((key) => (key === 'watchlist' ? hasWatchlist : key !== 'catalogue' || hasShortlist)).map((key) => ({
          value: key,
          label: kinds[key].label,
        }))}
        value={kind}
        onChange={actions.chooseCandidateKind}
      />
      <p className="hint">{allWatched ? copy.watchlistDone : kinds[kind].help}</p>
      {pending && <p className="hint">{copy.candidatesPending}</p>}
      <details hidden={candidates.length === 0}>
        <summary>{copy.candidatesSummary(candidates.length)}</summary>
        {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
        <ol className="films numbered" role="list" aria-label="Candidates">
          {shown.map((item) => (
            <li key={itemKey(item)}>
              <FilmLine item={item} />
              {item.kind === 'own' && (
                <button className="icon" aria-label={`Take ${item.film.title} out of the candidates`} onClick={() => actions.forgetOwn(item.film)}>
                  <Icon name="remove" />
                </button>
              )}
            </li>
          ))}
        </ol>
        {more}
      </details>
    </section>
  );
}
