import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useRef } from 'react';
import { factsOf, itemKey, type Watched } from '../../store/state';
import { FilmLine } from '../shared/FilmLine';
import { Icon } from '../shared/Icon';
import { useMatinee, useT } from '../shared/useMatinee';
import { Facts } from './Facts';
import type { Read } from './read';

/** Pixels, before a line has been measured. */
const LINE = 46;

const Line = memo(function Line({ item, onRemove }: { item: Watched; onRemove: () => void }) {
  const t = useT();
  const title = useMatinee((state) => factsOf(state, item)?.title ?? '');
  return (
    <>
      <FilmLine item={item} />
      <Facts item={item} />
      <button className="icon" data-remove aria-label={t('history.remove', { title })} onClick={onRemove}>
        <Icon name="remove" />
      </button>
    </>
  );
});

/** Films of a history in any order and any number: only the lines in view are in the page. */
export function FoundEntries({
  found,
  read,
  label,
  onRemove,
}: {
  /** With their places in the history. */
  found: readonly { item: Watched; index: number }[];
  read: Read;
  label: string;
  onRemove: (index: number) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useVirtualizer({
    count: found.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 8,
  });
  return (
    <div className="entries found" ref={scroller}>
      {/* Browsers take the list role from lists without bullets. */}
      {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
      <ol role="list" aria-label={label} style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map(({ index: at, key, start }) => {
          const { item, index } = found[at]!;
          return (
            <li
              key={key}
              ref={lines.measureElement}
              data-index={at}
              className="entry"
              aria-setsize={found.length}
              aria-posinset={at + 1}
              data-read={read.prompt.has(itemKey(item))}
              style={{ transform: `translateY(${start}px)` }}
            >
              <Line item={item} onRemove={() => onRemove(index)} />
            </li>
          );
        })}
      </ol>
    </div>
  );
}
