import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { factsOf, steering } from '../../store/state';
import type { Watching, WholeList } from '../../store/watch/watching';
import { Button } from '../shared/Button';
import { Choice } from '../shared/Choice';
import { seconds, thousands } from '../shared/format';
import { useActions, useMatinee, useT, useWaiting } from '../shared/useMatinee';
import { Choices } from './Choices';
import { WatchEntry, type Pressed } from './WatchEntry';
import { Filters } from './Filters';
import { ForTwo } from './ForTwo';
import { WatchExport } from './WatchExport';
import './watch.css';
import { Failure } from '../Failure';

/** A change is followed when the page has answered it; several in a row are followed once. */
const FOLLOW_MS = 250;

/** The list is the present history's as long as the region is open. */
function useFollowing(): void {
  const actions = useActions();
  const watching = useMatinee((state) => state.watching);
  const history = useMatinee((state) => state.history);
  const lowSteer = useMatinee((state) => state.lowSteer);
  const watchlist = useMatinee((state) => state.watchlist);
  const catalogue = useMatinee((state) => state.catalogue);
  const ready = useMatinee((state) => state.model.kind === 'ready');
  const asks = useMatinee((state) => state.automatic.kind === 'asking');
  const answered = useMatinee(({ recommendation }) => recommendation.kind === 'whole' && !recommendation.stale);
  const { source, filters, choices, other } = watching;
  const theirs = other.kind === 'whole' ? other.history : null;
  useEffect(() => {
    const timer = setTimeout(actions.followWatch, FOLLOW_MS);
    return () => clearTimeout(timer);
  }, [actions, history, lowSteer, watchlist, catalogue, ready, asks, answered, source, filters, choices, theirs]);
}

/** Which model, of how many, how long. */
function Made({ list, listed }: { list: WholeList; listed: number }) {
  const t = useT();
  const model = useMatinee(({ catalogue }) => (catalogue.kind === 'open' ? catalogue.manifest.llm.name : ''));
  const { considered, ranked, milliseconds, device } = list;
  const [name, time, on] = [`A-LLMRec (${model})`, seconds(t, milliseconds), device.device === 'webgpu' ? 'WebGPU' : 'WASM'];
  const made = { listed: t('history.count', { count: listed }), considered: thousands(considered), model: name, time, device: on };
  if (considered === 0) return null;
  return <p className="hint watch-made">{ranked === considered ? t('watch.madeWhole', made) : t('watch.made', { ...made, ranked })}</p>;
}

function Progress({ state }: { state: Extract<Watching['state'], { kind: 'making' }> }) {
  const actions = useActions();
  const t = useT();
  const { progress } = state;
  return (
    <div className="watch-making">
      <p className="hint">{t('watch.make')}</p>
      <progress aria-label={t('watch.read')} max={progress?.totalTokens ?? 1} {...(progress ? { value: progress.doneTokens } : {})} />
      <button className="quiet" onClick={actions.stopWatch}>
        {t('watch.stop')}
      </button>
    </div>
  );
}

export function WatchBody() {
  const actions = useActions();
  const t = useT();
  const waiting = useWaiting();
  const watching = useMatinee((state) => state.watching);
  const history = useMatinee((state) => state.history);
  const catalogue = useMatinee((state) => state.catalogue);
  const kiosk = useMatinee((state) => state.kiosk);
  const hasWatchlist = useMatinee((state) => state.watchlist.length > 0);
  const steers = useMatinee((state) => steering(state).length > 0);
  const model = useMatinee((state) => state.model.kind);
  const [said, setSaid] = useState('');
  const entries = useRef<HTMLOListElement>(null);
  useFollowing();

  const { state, source, choices, other, past } = watching;
  const list = state.kind === 'whole' ? state.list : state.kind === 'making' ? state.before : null;
  /** At once, before the list is made anew: what has been seen, liked or refused is no longer in it. */
  const shown = useMemo(() => {
    const gone = new Set([...choices.liked, ...choices.away, ...history.flatMap((item) => (item.kind === 'film' ? [item.row] : []))]);
    return list?.entries.filter(({ row }) => !gone.has(row)) ?? [];
  }, [list, choices, history]);

  /** The entry that was pressed leaves the list: the focus goes to the same button of the one that takes its place. */
  const press = useCallback<Pressed>(
    (what, row) => {
      const title = factsOf({ catalogue }, { kind: 'film', row })?.title ?? '';
      const buttons = () => [...(entries.current?.querySelectorAll<HTMLButtonElement>(`[data-choice='${what}']`) ?? [])];
      const index = buttons().findIndex((button) => button === document.activeElement);
      if (what === 'seen') actions.seenIt(row);
      if (what === 'more') actions.moreLike(row);
      if (what === 'less') actions.notForMe(row);
      if (what !== 'seen') setSaid(t(`watch.steered.${what}`, { title }));
      requestAnimationFrame(() => {
        const left = buttons();
        if (index >= 0) left[Math.min(index, left.length - 1)]?.focus({ preventScroll: true });
      });
    },
    [actions, catalogue, t],
  );
  const undo = () => {
    actions.undoWatch();
    setSaid(t('watch.steered.back'));
  };

  if (catalogue.kind !== 'open') return <p className="hint">{waiting}</p>;
  const hasAny = steers || choices.liked.length > 0;
  const otherName = list?.forTwo && other.kind === 'whole' ? other.name || t('watch.somebody') : null;
  return (
    <div className="watch-body">
      <div className="watch-controls">
        {hasWatchlist && (
          <Choice
            legend={t('watch.from')}
            name="watch-source"
            options={(['catalogue', 'watchlist'] as const).map((value) => ({ value, label: t(`watch.sources.${value}`) }))}
            value={source}
            onChange={actions.setWatchSource}
          />
        )}
        <Filters />
        {!kiosk && <ForTwo />}
      </div>
      <Choices />
      <div className="watch-state" aria-live="polite">
        {!hasAny && <p className="empty">{t('watch.needHistory')}</p>}
        {hasAny && state.kind !== 'making' && !list && model !== 'ready' && model !== 'running' && <p className="hint">{t('page.needModel')}</p>}
        {state.kind === 'failed' && (
          <p className="alert" role="alert">
            <Failure error={state.error} />
          </p>
        )}
        {state.kind === 'stopped' && <p className="hint">{t('watch.stopped')}</p>}
        {hasAny && state.kind === 'whole' && shown.length === 0 && <p className="empty">{source === 'watchlist' ? t('watch.noneWanted') : t('watch.none')}</p>}
        {state.kind === 'whole' && <Made list={state.list} listed={shown.length} />}
      </div>
      {state.kind === 'making' && <Progress state={state} />}
      {(state.kind === 'failed' || state.kind === 'stopped') && (
        <button data-landing onClick={actions.makeWatch}>
          {t('watch.again')}
        </button>
      )}
      <p className="visually-hidden" aria-live="polite">
        {said}
      </p>
      {hasAny && shown.length > 0 && (
        <>
          <div className="row watch-row">
            <Button className="quiet" blocked={past.length === 0} onClick={undo}>
              {t('watch.undo')}
            </Button>
            {!kiosk && <WatchExport />}
          </div>
          <h3 className="watch-printed">{t('watch.printed')}</h3>
          {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
          <ol className="watch-list" role="list" aria-label={t('watch.list')} aria-busy={state.kind === 'making'} ref={entries}>
            {shown.map((entry, index) => (
              <WatchEntry key={entry.row} entry={entry} place={index + 1} otherName={otherName} onPress={press} />
            ))}
          </ol>
          <p className="hint">{t('watch.how', { seen: t('watch.seen'), more: t('watch.more'), less: t('watch.less') })}</p>
        </>
      )}
    </div>
  );
}
