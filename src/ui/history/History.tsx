import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { MAX_HISTORY } from '../../store/address';
import { Export } from '../import/Export';
import { ImportButton } from '../import/ImportButton';
import { Choice } from '../shared/Choice';
import { thousands } from '../shared/format';
import { Button } from '../shared/Button';
import { recommenderSizes } from '../../store/state';
import { useActions, useT, useMatinee } from '../shared/useMatinee';
import { examplesOf } from './examples';
import { findFilms, ORDERS, type Order } from './find';
import { FoundEntries } from './FoundEntries';
import { readOf } from './read';
import { SortableEntries } from './SortableEntries';
import { useUnhurried } from './useUnhurried';

/** A history of more films than a glance holds is searched and sorted. */
const GLANCE = 24;
/** Of more films than this, only those in view are in the page, and none is dragged. */
const MANY = 200;

/** Ctrl+Z undoes a change of the history, unless the visitor is in the middle of typing. */
function useUndoKey(undo: () => void) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const field = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement ? event.target : null;
      const typing = field !== null && field.type !== 'checkbox' && field.type !== 'radio' && field.value !== '';
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== 'z' || typing) return;
      event.preventDefault();
      undo();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [undo]);
}

export function History() {
  const actions = useActions();
  const t = useT();
  const recommender = useMatinee((state) => state.recommender);
  const sizes = useMatinee(recommenderSizes);
  const present = useMatinee((state) => state.history);
  const history = useUnhurried(present);
  const isPresent = history === present;
  const lowSteer = useMatinee((state) => state.lowSteer);
  const catalogue = useMatinee((state) => state.catalogue);
  const kiosk = useMatinee((state) => state.kiosk);
  const canUndo = useMatinee((state) => state.past.length > 0);
  const hasExamples = examplesOf(catalogue.kind === 'open' ? catalogue.films : null).length > 0;
  const manifest = catalogue.kind === 'open' ? catalogue.manifest : null;
  const maxHistory = manifest?.prompt.maxHistory ?? 10;
  const panel = useRef<HTMLElement>(null);
  const [query, setQuery] = useState('');
  const [chosenOrder, setOrder] = useState<Order | null>(null);
  const read = useMemo(() => readOf(catalogue, { recommender, history, lowSteer }), [catalogue, recommender, history, lowSteer]);
  const isLong = history.length > GLANCE && !kiosk;
  const order = (isLong ? chosenOrder : null) ?? (history.length > MANY ? 'latest' : 'oldest');
  const isWhole = order === 'oldest' && history.length <= MANY && !(isLong && query.trim());
  const found = useMemo(() => (isWhole ? [] : findFilms(catalogue, history, isLong ? query : '', order)), [catalogue, history, isLong, isWhole, query, order]);
  useUndoKey(actions.undo);

  /** The button that was pressed is gone with its film: the focus goes to the film that took its place. */
  const remove = useCallback(
    (index: number) => {
      if (!isPresent) return; // its place is that of another film by now
      const pressed = [...(panel.current?.querySelectorAll('[data-remove]') ?? [])].indexOf(document.activeElement!);
      actions.remove(index);
      requestAnimationFrame(() => {
        const buttons = panel.current?.querySelectorAll<HTMLButtonElement>('[data-remove]');
        const next = buttons?.[Math.min(Math.max(0, pressed), buttons.length - 1)];
        (next ?? document.querySelector<HTMLInputElement>('.search-input'))?.focus({ preventScroll: true });
      });
    },
    [actions, isPresent],
  );
  const link = async () => {
    const own = history.some((item) => item.kind === 'own');
    try {
      await navigator.clipboard.writeText(location.href);
      const more = [own ? t('history.linkWithoutOwn') : '', read.steers > MAX_HISTORY ? t('history.linkOfLast', { count: MAX_HISTORY }) : ''];
      actions.notify([t('history.linkCopied'), ...more].filter(Boolean).join(' '));
    } catch {
      actions.notify(t('history.linkNotCopied'));
    }
  };

  return (
    <section className="panel history" data-long={isLong} aria-labelledby="history-heading" ref={panel}>
      <div className="panel-head">
        <h2 id="history-heading">{t('history.name')}</h2>
        <span className="count">{history.length > 0 && t('history.count', { count: history.length })}</span>
      </div>
      {history.length === 0 && <p className="empty">{hasExamples ? t('history.emptyWithExamples') : t('history.empty')}</p>}
      {isLong && (
        <div className="find">
          <input
            type="search"
            aria-label={t('history.find')}
            placeholder={t('history.find')}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          <Choice
            legend={t('history.order')}
            name="history-order"
            options={ORDERS.map((value) => ({ value, label: t(`history.orders.${value}`) }))}
            value={order}
            onChange={setOrder}
          />
          <p className="hint" aria-live="polite">
            {query.trim() ? t('history.foundOf', { found: t('history.count', { count: found.length }) }) : ''}
          </p>
        </div>
      )}
      {isWhole ? (
        <SortableEntries history={history} read={read} onRemove={remove} />
      ) : (
        <FoundEntries key={`${order} ${query}`} found={found} read={read} label={t('history.name')} onRemove={remove} />
      )}
      {read.low > 0 && (
        <label className="switch low-switch">
          <input type="checkbox" role="switch" checked={lowSteer} onChange={(event) => actions.setLowSteer(event.target.checked)} />
          {t('importing.lowSwitch')}
        </label>
      )}
      {history.length > maxHistory && (
        <p className="hint">
          {read.steers < history.length && `${t('history.steer', { steering: thousands(read.steers), all: t('history.count', { count: history.length }) })} `}
          {t('history.readLimit', { prompt: maxHistory, sasrec: sizes?.maxLength ?? 50 })}
        </p>
      )}
      <div className="row">
        <Button className="quiet" blocked={!canUndo} onClick={() => actions.undo()}>
          {t('history.undo')}
        </Button>
        <Button className="quiet" blocked={history.length === 0} onClick={() => actions.clear()}>
          {t('history.clear')}
        </Button>
        {!kiosk && (
          <button className="quiet" disabled={history.length === 0} onClick={() => void link()}>
            {t('history.copyLink')}
          </button>
        )}
        {!kiosk && <ImportButton />}
      </div>
      {!kiosk && <p className="hint">{t('importing.privacy')}</p>}
      {!kiosk && <Export />}
    </section>
  );
}
