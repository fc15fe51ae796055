import { useCombobox } from 'downshift';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { COPY } from '../../content/copy';
import type { Item } from '../../engine/types';
import { FilmLine } from '../shared/FilmLine';
import { useActions, useCopy, useHasYears, useMatinee, useWaiting } from '../shared/useMatinee';

/** The combobox "Search movies": the search itself runs in the browse worker. */
export function Search() {
  const actions = useActions();
  const copy = useCopy();
  const open = useMatinee((state) => state.catalogue.kind === 'open');
  const waiting = useWaiting();
  const inHistory = useMatinee((state) => state.history);
  const titles = useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.films : null));
  const examples = useHasYears() ? 'The Matrix, Amélie, Parasite …' : 'A title …';
  const [items, setItems] = useState<Item[]>([]);
  const [query, setQuery] = useState('');
  const [searched, setSearched] = useState('');
  /** What Enter was pressed for and did not find. */
  const [missed, setMissed] = useState('');
  const latest = useRef(0);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => void (here.current = false);
  }, []);

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
    // What is typed is set in the input's own event, below: later, React would write an older text over what has been typed since.
    onInputValueChange: ({ type, inputValue }) => type !== useCombobox.stateChangeTypes.InputChange && setQuery(inputValue),
    onSelectedItemChange: ({ selectedItem }) => {
      if (!selectedItem) return;
      actions.add(selectedItem);
      setQuery('');
    },
  });

  /** Enter, pressed before the list is that of the text: the text's own first film is taken when it is found. */
  const takeFirst = async (text: string) => {
    setQuery('');
    setMissed('');
    const rows = await actions.search(text).catch(() => []);
    // A booth's next visitor has another search box.
    if (!here.current) return;
    if (rows[0] === undefined) setMissed(text);
    else actions.add({ kind: 'film', row: rows[0] });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // They are the caret's in a text field; downshift has them choose the list's first and last.
    if (event.key === 'Home' || event.key === 'End') Object.assign(event.nativeEvent, { preventDownshiftDefault: true });
    // 229: the key belongs to an input method. Safari's Enter that ends a composition has that mark alone.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.keyCode === 229) return;
    const text = event.currentTarget.value;
    if (!open || !text.trim() || (searched === text && items.length > 0) || highlightedIndex > 0) return;
    event.preventDefault();
    Object.assign(event.nativeEvent, { preventDownshiftDefault: true });
    void takeFirst(text);
  };
  const nothingFor = isOpen && query.trim() !== '' && searched === query && items.length === 0 ? query : query === '' ? missed : '';

  return (
    <div className="search">
      <label className="field-label" {...getLabelProps()}>
        {copy.search}
      </label>
      <input
        className="search-input"
        data-landing
        placeholder={waiting || examples}
        spellCheck={false}
        enterKeyHint="done"
        {...getInputProps({ onKeyDown, onChange: (event) => setQuery(event.currentTarget.value) })}
      />
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
        {nothingFor ? copy.nothingFound(nothingFor.trim().slice(0, 60)) : COPY.searchHint}
      </p>
    </div>
  );
}
