import { useSortable } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { memo } from 'react';
import { factsOf, itemKey, type Watched } from '../../store/state';
import { Button } from '../shared/Button';
import { FilmLine } from '../shared/FilmLine';
import { Icon } from '../shared/Icon';
import { Facts } from './Facts';
import { useActions, useMatinee, useT } from '../shared/useMatinee';

interface Props {
  item: Watched;
  index: number;
  last: boolean;
  /** Among the films that the language model's prompt holds. */
  read: boolean;
  onRemove: (index: number) => void;
}

interface MoveProps {
  title: string;
  index: number;
  last: boolean;
  onRemove: (index: number) => void;
}

const Moves = memo(function Moves({ title, index, last, onRemove }: MoveProps) {
  const t = useT();
  const actions = useActions();
  return (
    <span className="entry-buttons">
      <Button className="icon" aria-label={t('history.earlier', { title })} blocked={index === 0} onClick={() => actions.move(index, index - 1)}>
        <Icon name="up" />
      </Button>
      <Button className="icon" aria-label={t('history.later', { title })} blocked={last} onClick={() => actions.move(index, index + 1)}>
        <Icon name="down" />
      </Button>
      <button className="icon" data-remove aria-label={t('history.remove', { title })} onClick={() => onRemove(index)}>
        <Icon name="remove" />
      </button>
    </span>
  );
});

/** A film of the history: dragged by its handle with mouse, finger or keyboard, or moved by its buttons. Its parts are memos: a drag renders each of 500. */
export const Entry = memo(function Entry({ item, index, last, read, onRemove }: Props) {
  const t = useT();
  const title = useMatinee((state) => factsOf(state, item)?.title ?? '');
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({ id: itemKey(item) });
  return (
    <li ref={setNodeRef} className="entry" data-dragging={isDragging} data-read={read} style={{ transform: CSS.Translate.toString(transform), transition }}>
      <button ref={setActivatorNodeRef} className="icon handle" {...attributes} {...listeners} aria-label={t('history.reorder', { title })}>
        <Icon name="grip" />
      </button>
      <FilmLine item={item} />
      <Facts item={item} />
      <Moves title={title} index={index} last={last} onRemove={onRemove} />
    </li>
  );
});
