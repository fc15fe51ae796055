import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors, type Announcements, type DragEndEvent } from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { examplesOf } from './examples';
import { factsOf, itemKey } from '../../store/state';
import { Entry } from './Entry';
import { Button } from '../shared/Button';
import { useActions, useCopy, useMatinee } from '../shared/useMatinee';

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
  const history = useMatinee((state) => state.history);
  const catalogue = useMatinee((state) => state.catalogue);
  const kiosk = useMatinee((state) => state.kiosk);
  const canUndo = useMatinee((state) => state.past.length > 0);
  const hasExamples = examplesOf(catalogue.kind === 'open' ? catalogue.films : null).length > 0;
  const manifest = catalogue.kind === 'open' ? catalogue.manifest : null;
  const maxHistory = manifest?.prompt.maxHistory ?? 10;
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const list = useRef<HTMLOListElement>(null);
  const ids = useMemo(() => history.map(itemKey), [history]);
  useUndoKey(actions.undo);

  const onDragEnd = ({ active, over }: DragEndEvent) => {
    if (over && active.id !== over.id) actions.move(ids.indexOf(String(active.id)), ids.indexOf(String(over.id)));
  };
  const name = (id: string | number): string => {
    const item = history[ids.indexOf(String(id))];
    return (item && factsOf({ catalogue }, item)?.title) ?? copy.theItem;
  };
  const place = (id: string | number): string => `${ids.indexOf(String(id)) + 1} of ${ids.length}`;
  const announcements: Announcements = {
    onDragStart: ({ active }) => `${name(active.id)} is picked up, place ${place(active.id)}.`,
    onDragOver: ({ active, over }) => (over ? `${name(active.id)} is over place ${place(over.id)}.` : undefined),
    onDragEnd: ({ active, over }) => (over ? `${name(active.id)} is put down at place ${place(over.id)}.` : `${name(active.id)} is put back.`),
    onDragCancel: ({ active }) => `${name(active.id)} is put back.`,
  };

  /** The button that was pressed is gone with its film: the focus goes to the film that took its place. */
  const remove = useCallback(
    (index: number) => {
      actions.remove(index);
      requestAnimationFrame(() => {
        const buttons = list.current?.querySelectorAll<HTMLButtonElement>('[data-remove]');
        (buttons?.[Math.min(index, buttons.length - 1)] ?? document.querySelector<HTMLInputElement>('.search-input'))?.focus({ preventScroll: true });
      });
    },
    [actions],
  );
  const link = async () => {
    const own = history.some((item) => item.kind === 'own');
    try {
      await navigator.clipboard.writeText(location.href);
      actions.notify(copy.linkCopied(own));
    } catch {
      actions.notify('The browser did not let the page copy: take the link from the address bar.');
    }
  };

  return (
    <section className="panel history" aria-labelledby="history-heading">
      <div className="panel-head">
        <h2 id="history-heading">{copy.historyName}</h2>
        <span className="count">{history.length > 0 && copy.count(history.length)}</span>
      </div>
      {history.length === 0 && <p className="empty">{hasExamples ? copy.emptyHistoryWithExamples : copy.emptyHistory}</p>}
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        onDragEnd={onDragEnd}
        accessibility={{ announcements, screenReaderInstructions: { draggable: copy.dragHelp } }}
      >
        <SortableContext items={ids} strategy={verticalListSortingStrategy}>
          {/* Browsers take the list role from lists without bullets. */}
          {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
          <ol className="entries" role="list" aria-label={copy.historyName} ref={list}>
            {history.map((item, index) => (
              <Entry
                key={ids[index]}
                item={item}
                index={index}
                last={index === history.length - 1}
                read={index >= history.length - maxHistory}
                onRemove={remove}
              />
            ))}
          </ol>
        </SortableContext>
      </DndContext>
      {history.length > maxHistory && <p className="hint">{copy.readLimit(maxHistory, manifest?.sasrec.maxLength ?? 50)}</p>}
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
      </div>
    </section>
  );
}
