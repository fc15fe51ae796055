import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors, type Announcements, type DragEndEvent } from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { useMemo } from 'react';
import { factsOf, itemKey, type Watched } from '../../store/state';
import { useActions, useMatinee, useT } from '../shared/useMatinee';
import { Entry } from './Entry';
import type { Read } from './read';

/** The whole history, oldest first, each film to be dragged to another place. */
export function SortableEntries({ history, read, onRemove }: { history: readonly Watched[]; read: Read; onRemove: (index: number) => void }) {
  const actions = useActions();
  const t = useT();
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
    return (item && factsOf({ catalogue }, item)?.title) ?? t('history.theItem');
  };
  const place = (id: string | number): string => t('history.place', { place: ids.indexOf(String(id)) + 1, of: ids.length });
  const announcements: Announcements = {
    onDragStart: ({ active }) => t('history.pickedUp', { title: name(active.id), place: place(active.id) }),
    onDragOver: ({ active, over }) => (over ? t('history.over', { title: name(active.id), place: place(over.id) }) : undefined),
    onDragEnd: ({ active, over }) =>
      over ? t('history.putDown', { title: name(active.id), place: place(over.id) }) : t('history.putBack', { title: name(active.id) }),
    onDragCancel: ({ active }) => t('history.putBack', { title: name(active.id) }),
  };

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={onDragEnd}
      accessibility={{ announcements, screenReaderInstructions: { draggable: t('history.dragHelp') } }}
    >
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        {/* Browsers take the list role from lists without bullets. */}
        {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
        <ol className="entries" role="list" aria-label={t('history.name')}>
          {history.map((item, index) => (
            <Entry key={ids[index]} item={item} index={index} last={index === history.length - 1} read={read.prompt.has(ids[index]!)} onRemove={onRemove} />
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  );
}
