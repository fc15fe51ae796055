import { isShortlisted } from '../../store/shortlist/shortlist';
import { CANDIDATE_KINDS, canShortlist, hasNewcomers, itemKey } from '../../store/state';
import { useShown } from '../answer/useShown';
import { Choice } from '../shared/Choice';
import { FilmLine } from '../shared/FilmLine';
import { Icon } from '../shared/Icon';
import { useActions, useT, useHasYears, useMatinee, useWaiting } from '../shared/useMatinee';
import { Failure } from '../Failure';

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
  const t = useT();
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
        <h2 id="sasrec-heading">{t('sasrec.title')}</h2>
        {sasrec && history.length > 0 && <span className="count">{t('sasrec.took', { milliseconds: Math.max(1, Math.round(sasrec.milliseconds)) })}</span>}
      </div>
      <p className="hint">{knowsNone ? t('sasrec.knowsNone') : t('sasrec.note')}</p>
      {failed ? (
        <div className="alert" role="alert">
          <p>
            <Failure error={failed} />
          </p>
          <div className="row">
            <button onClick={() => void actions.load()}>{t('page.again')}</button>
          </div>
        </div>
      ) : sasrec && history.length > 0 ? (
        // eslint-disable-next-line jsx-a11y/no-redundant-roles
        <ol className="films numbered" role="list" aria-label={t('sasrec.list')}>
          {sasrec.films.slice(0, 10).map(({ row }) => (
            <li key={row}>
              <FilmLine item={{ kind: 'film', row }} />
            </li>
          ))}
        </ol>
      ) : (
        <>
          <p className="empty">{sasrec ? t('sasrec.empty') : waiting}</p>
          <Skeleton lines={6} />
        </>
      )}
    </section>
  );
}

export function Candidates() {
  const t = useT();
  const hasYears = useHasYears();
  const actions = useActions();
  const kind = useMatinee((state) => state.candidateKind);
  const candidates = useMatinee((state) => state.candidates);
  const { shown, more } = useShown(candidates);
  const hasWatchlist = useMatinee((state) => state.watchlist.length > 0);
  const has = { catalogue: useMatinee(canShortlist), sasrec: true, newcomers: useMatinee(hasNewcomers), paper: true, watchlist: hasWatchlist };
  const pending = kind === 'catalogue' && candidates.length === 0;
  const reach = useMatinee((state) => (kind === 'catalogue' && isShortlisted(state) ? state.shortlist?.reach : undefined));
  const allWatched = kind === 'watchlist' && candidates.length === 0;
  return (
    <section className="panel candidates" aria-labelledby="candidates-heading">
      <div className="panel-head">
        <h2 id="candidates-heading">{t('candidates.title')}</h2>
        <button className="quiet" onClick={() => actions.reshuffle()}>
          {t('candidates.shuffle')}
        </button>
      </div>
      <Choice
        legend={t('candidates.from')}
        name="candidates"
        options={CANDIDATE_KINDS.filter((key) => has[key]).map((key) => ({ value: key, label: t(`candidates.kinds.${key}`) }))}
        value={kind}
        onChange={actions.chooseCandidateKind}
      />
      <p className="hint">{allWatched ? t('candidates.done') : t(`candidates.helps.${kind === 'newcomers' && hasYears ? 'newcomersSince' : kind}`)}</p>
      {pending && <p className="hint">{t('candidates.pending')}</p>}
      {reach && (
        <p className="hint" role="status">
          {t(`candidates.${reach}`)}
        </p>
      )}
      <details hidden={candidates.length === 0}>
        <summary>{t('candidates.summary', { count: candidates.length })}</summary>
        {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
        <ol className="films numbered" role="list" aria-label={t('candidates.title')}>
          {shown.map((item) => (
            <li key={itemKey(item)}>
              <FilmLine item={item} />
              {item.kind === 'own' && (
                <button className="icon" aria-label={t('candidates.takeOut', { title: item.film.title })} onClick={() => actions.forgetOwn(item.film)}>
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
