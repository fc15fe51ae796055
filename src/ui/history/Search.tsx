import { useCombobox } from 'downshift';
import { useEffect, useRef, useState } from 'react';
import { COPY } from '../../content/copy';
import type { Item } from '../../engine/types';
import { FilmLine } from '../shared/FilmLine';
import { useActions, useCopy, useHasYears, useMatinee } from '../shared/useMatinee';

/** The combobox "Search movies": the search itself runs in the browse worker. */
export function Search() {
  const actions = useActions();
  const copy = useCopy();
  const open = useMatinee((state) => state.catalogue.kind === 'open');
  const inHistory = useMatinee((state) => state.history);
  const titles = useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.films : null));
  const examples = useHasYears() ? 'The Matrix, Amélie, Parasite …' : 'A title …';
  const [items, setItems] = useState<Item[]>([]);
  const [query, setQuery] = useState('');
  const [searched, setSearched] = useState('');
  const latest = useRef(0);

  useEffect(() => {
    const number = ++latest.current;
    if (!query.trim() || !open) {
      setItems([]);
      return;
    }
    actions.search(query).then(
      (rows) => {
        if (number !== latest.current) return;
        setItems(rows.map((row) => ({ kind: 'film', row })));
        setSearched(query);
      },
      () => number === latest.current && setItems([]),
    );
  }, [query, open, actions]);

  const { isOpen, getMenuProps, getInputProps, getItemProps, getLabelProps, highlightedIndex } = useCombobox<Item>({
    items,
    inputValue: query,
    selectedItem: null,
    defaultHighlightedIndex: 0,
    itemToString: (item) => (item?.kind === 'film' ? (titles?.[item.row]?.title ?? '') : ''),
    stateReducer: (_, { type, changes }) =>
      // Adding a film empties the field, so that the next title can be typed at once.
      type === useCombobox.stateChangeTypes.InputKeyDownEnter || type === useCombobox.stateChangeTypes.ItemClick
        ? { ...changes, inputValue: '', isOpen: false, highlightedIndex: 0 }
        : type === useCombobox.stateChangeTypes.InputBlur
          ? { ...changes, inputValue: query, selectedItem: null }
          : changes,
    onInputValueChange: ({ inputValue }) => setQuery(inputValue),
    onSelectedItemChange: ({ selectedItem }) => {
      if (!selectedItem) return;
      actions.add(selectedItem);
      setQuery('');
    },
  });
  const showsNothing = isOpen && query.trim() !== '' && searched === query && items.length === 0;

  return (
    <div className="search">
      <label className="field-label" {...getLabelProps()}>
        {copy.search}
      </label>
      <input className="search-input" placeholder={open ? examples : COPY.opening} autoComplete="off" spellCheck={false} {...getInputProps()} />
      <ul className="search-menu" {...getMenuProps({ 'aria-label': copy.found })} data-open={isOpen && items.length > 0}>
        {isOpen &&
          items.map((item, index) => {
            const there = inHistory.some((other) => other.kind === 'film' && item.kind === 'film' && other.row === item.row);
            return (
              <li
                key={item.kind === 'film' ? item.row : index}
                className="search-option"
                data-active={index === highlightedIndex}
                {...getItemProps({ item, index })}
              >
                <FilmLine item={item} inFull />
                {there && <span className="badge">in the history</span>}
              </li>
            );
          })}
      </ul>
      <span className="visually-hidden" aria-live="polite">
        {isOpen && items.length > 0 && searched === query ? `${copy.count(items.length)} found. Up and down choose, Enter adds.` : ''}
      </span>
      <p className="hint" aria-live="polite">
        {showsNothing ? copy.nothingFound(query.trim().slice(0, 60)) : COPY.searchHint}
      </p>
    </div>
  );
}
