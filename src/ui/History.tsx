import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors, type DragEndEvent } from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { useEffect } from 'react';
import { COPY } from '../content/copy';
import { PRESETS } from '../content/presets';
import { describe } from '../store/state';
import type { ItemRef } from '../worker/protocol';
import { FilmLine } from './FilmLine';
import { useActions, useMatinee } from './useMatinee';

const idOf = (item: ItemRef): string => (item.kind === 'film' ? `film-${item.row}` : `own-${item.film.title}-${item.film.embedding[0]}`);

function Entry({ item, index, last, read }: { item: ItemRef; index: number; last: boolean; read: boolean }) {
  const actions = useActions();
  const catalogue = useMatinee((state) => state.catalogue);
  const title = describe({ catalogue }, item)?.title ?? '';
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({ id: idOf(item) });
  return (
    <li ref={setNodeRef} className="entry" data-dragging={isDragging} data-read={read} style={{ transform: CSS.Translate.toString(transform), transition }}>
      <button ref={setActivatorNodeRef} className="icon handle" {...attributes} {...listeners} aria-label={`Reorder ${title}`}>
        <span aria-hidden="true">⠿</span>
      </button>
      <FilmLine item={item} />
      <span className="entry-buttons">
        <button className="icon" aria-label={`Earlier: ${title}`} disabled={index === 0} onClick={() => actions.move(index, index - 1)}>
          <span aria-hidden="true">↑</span>
        </button>
        <button className="icon" aria-label={`Later: ${title}`} disabled={last} onClick={() => actions.move(index, index + 1)}>
          <span aria-hidden="true">↓</span>
        </button>
        <button className="icon" aria-label={`Remove ${title}`} onClick={() => actions.remove(index)}>
          <span aria-hidden="true">×</span>
        </button>
      </span>
    </li>
  );
}

export function Presets() {
  const actions = useActions();
  const open = useMatinee((state) => state.catalogue.kind === 'open');
  return (
    <ul className="presets" aria-label="Examples">
      {PRESETS.map(({ name, ids }) => (
        <li key={name}>
          <button className="chip" disabled={!open} onClick={() => actions.usePreset(ids)}>
            {name}
          </button>
        </li>
      ))}
    </ul>
  );
}

export function History() {
  const actions = useActions();
  const history = useMatinee((state) => state.history);
  const canUndo = useMatinee((state) => state.past.length > 0);
  const maxHistory = useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.manifest.prompt.maxHistory : 10));
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }));

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z' && !typing) {
        event.preventDefault();
        actions.undo();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [actions]);

  const onDragEnd = ({ active, over }: DragEndEvent) => {
    const ids = history.map(idOf);
    if (over && active.id !== over.id) actions.move(ids.indexOf(String(active.id)), ids.indexOf(String(over.id)));
  };
  const link = async () => {
    const own = history.some((item) => item.kind === 'own');
    try {
      await navigator.clipboard.writeText(location.href);
      actions.notify(`The link is copied.${own ? ' Films of your own are not in it.' : ''}`);
    } catch {
      actions.notify('The browser did not let the page copy: take the link from the address bar.');
    }
  };

  return (
    <section className="panel history" aria-labelledby="history-heading">
      <div className="panel-head">
        <h2 id="history-heading">Watch history</h2>
        <span className="count">{history.length > 0 && history.length}</span>
      </div>
      {history.length === 0 && <p className="empty">{COPY.emptyHistory}</p>}
      {history.length === 0 && <Presets />}
      <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={onDragEnd}>
        <SortableContext items={history.map(idOf)} strategy={verticalListSortingStrategy}>
          {/* Browsers take the list role from lists without bullets. */}
          {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
          <ol className="entries" role="list" aria-label="Watch history">
            {history.map((item, index) => (
              <Entry key={idOf(item)} item={item} index={index} last={index === history.length - 1} read={index >= history.length - maxHistory} />
            ))}
          </ol>
        </SortableContext>
      </DndContext>
      {history.length > maxHistory && (
        <p className="hint">
          The language model reads the last {maxHistory}; SASRec reads the last 50.
        </p>
      )}
      <div className="row">
        <button className="quiet" disabled={!canUndo} onClick={() => actions.undo()}>
          Undo
        </button>
        <button className="quiet" disabled={history.length === 0} onClick={() => actions.clear()}>
          Clear history
        </button>
        <button className="quiet" disabled={history.length === 0} onClick={() => void link()}>
          Copy link
        </button>
      </div>
    </section>
  );
}
