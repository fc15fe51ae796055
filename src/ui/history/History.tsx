import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { IMPORT } from '../../content/import';
import { MAX_HISTORY } from '../../store/address';
import { Export } from '../import/Export';
import { ImportButton } from '../import/ImportButton';
import { Choice } from '../shared/Choice';
import { thousands } from '../shared/format';
import { Button } from '../shared/Button';
import { useActions, useCopy, useMatinee } from '../shared/useMatinee';
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
  const copy = useCopy();
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
  const read = useMemo(() => readOf(catalogue, { history, lowSteer }), [catalogue, history, lowSteer]);
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
      actions.notify(`${copy.linkCopied(own)}${read.steers > MAX_HISTORY ? ` It has the last ${MAX_HISTORY} ${copy.items} that steer.` : ''}`);
    } catch {
      actions.notify('The browser did not let the page copy: take the link from the address bar.');
    }
  };

  return (
    <section className="panel history" data-long={isLong} aria-labelledby="history-heading" ref={panel}>
      <div className="panel-head">
        <h2 id="history-heading">{copy.historyName}</h2>
        <span className="count">{history.length > 0 && copy.count(history.length)}</span>
      </div>
      {history.length === 0 && <p className="empty">{hasExamples ? copy.emptyHistoryWithExamples : copy.emptyHistory}</p>}
      {isLong && (
        <div className="find">
          <input
            type="search"
            aria-label="Find in the history"
            placeholder="Find in the history"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          <Choice
            legend="Order of the history"
            name="history-order"
            options={Object.entries(ORDERS).map(([value, label]) => ({ value: value as Order, label }))}
            value={order}
            onChange={setOrder}
          />
          <p className="hint" aria-live="polite">
            {query.trim() ? `${copy.count(found.length)} found` : ''}
          </p>
        </div>
      )}
      {isWhole ? (
        <SortableEntries history={history} read={read} onRemove={remove} />
      ) : (
        <FoundEntries key={`${order} ${query}`} found={found} read={read} label={copy.historyName} onRemove={remove} />
      )}
      {read.low > 0 && (
        <label className="switch low-switch">
          <input type="checkbox" role="switch" checked={lowSteer} onChange={(event) => actions.setLowSteer(event.target.checked)} />
          {IMPORT.lowSwitch}
        </label>
      )}
      {history.length > maxHistory && (
        <p className="hint">
          {read.steers < history.length && `${thousands(read.steers)} of ${copy.count(history.length)} steer. `}
          {copy.readLimit(maxHistory, manifest?.sasrec.maxLength ?? 50)}
        </p>
      )}
      <div className="row">
        <Button className="quiet" blocked={!canUndo} onClick={() => actions.undo()}>
          Undo
        </Button>
        <Button className="quiet" blocked={history.length === 0} onClick={() => actions.clear()}>
          Clear history
        </Button>
        {!kiosk && (
          <button className="quiet" disabled={history.length === 0} onClick={() => void link()}>
            Copy link
          </button>
        )}
        {!kiosk && <ImportButton />}
      </div>
      {!kiosk && <p className="hint">{IMPORT.privacy}</p>}
      {!kiosk && <Export />}
    </section>
  );
}
