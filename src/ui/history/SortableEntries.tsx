import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors, type Announcements, type DragEndEvent } from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { useMemo } from 'react';
import { factsOf, itemKey, type Watched } from '../../store/state';
import { useActions, useCopy, useMatinee } from '../shared/useMatinee';
import { Entry } from './Entry';
import type { Read } from './read';

/** The whole history, oldest first, each film to be dragged to another place. */
export function SortableEntries({ history, read, onRemove }: { history: readonly Watched[]; read: Read; onRemove: (index: number) => void }) {
  const actions = useActions();
  const copy = useCopy();
  const catalogue = useMatinee((state) => state.catalogue);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const ids = useMemo(() => history.map(itemKey), [history]);

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

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={onDragEnd}
      accessibility={{ announcements, screenReaderInstructions: { draggable: copy.dragHelp } }}
    >
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        {/* Browsers take the list role from lists without bullets. */}
        {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
        <ol className="entries" role="list" aria-label={copy.historyName}>
          {history.map((item, index) => (
            <Entry key={ids[index]} item={item} index={index} last={index === history.length - 1} read={read.prompt.has(ids[index]!)} onRemove={onRemove} />
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  );
}
