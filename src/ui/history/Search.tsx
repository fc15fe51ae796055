import { useCombobox } from 'downshift';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { Item } from '../../engine/types';
import { FilmLine } from '../shared/FilmLine';
import { useActions, useT, useHasYears, useMatinee, useWaiting } from '../shared/useMatinee';

/** The combobox "Search movies": the search itself runs in the browse worker. */
export function Search() {
  const actions = useActions();
  const t = useT();
  const open = useMatinee((state) => state.catalogue.kind === 'open');
  /** What is typed before that is searched for once more. */
  const isWhole = useMatinee((state) => state.isSearchWhole);
  const waiting = useWaiting();
  const inHistory = useMatinee((state) => state.history);
  const titles = useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.films : null));
  const examples = useHasYears() ? t('search.examples') : t('search.anExample');
  const [items, setItems] = useState<Item[]>([]);
  /** By row: the other title that a film was found by. */
  const [others, setOthers] = useState<ReadonlyMap<number, string>>(new Map());
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
    actions.find(query).then(
      (found) => {
        if (number !== latest.current) return;
        setItems(found.map(({ row }) => ({ kind: 'film', row })));
        setOthers(new Map(found.map(({ row, other }) => [row, other])));
        setSearched(query);
      },
      () => number === latest.current && setItems([]),
    );
  }, [query, open, isWhole, actions]);

  const { isOpen, closeMenu, getMenuProps, getInputProps, getItemProps, getLabelProps, highlightedIndex } = useCombobox<Item>({
    items,
    inputValue: query,
    selectedItem: null,
    defaultHighlightedIndex: 0,
    itemToString: (item) => (item?.kind === 'film' ? (titles?.[item.row]?.title ?? '') : ''),
    // Any other change of the text is made in the event that asks for it: downshift tells of changes later, when more may have been typed.
    onInputValueChange: ({ type, inputValue }) => type === useCombobox.stateChangeTypes.InputKeyDownEscape && setQuery(inputValue),
  });

  /** Adds a film, and empties the field, so that the next title can be typed at once. */
  const take = (item: Item) => {
    setQuery('');
    setMissed('');
    closeMenu();
    actions.add(item);
  };
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
    if (!open || !text.trim()) return;
    event.preventDefault();
    Object.assign(event.nativeEvent, { preventDownshiftDefault: true });
    const chosen = searched === text || highlightedIndex > 0 ? items[Math.max(0, highlightedIndex)] : undefined;
    if (chosen) take(chosen);
    else void takeFirst(text);
  };
  const nothingFor = isOpen && isWhole && query.trim() !== '' && searched === query && items.length === 0 ? query : query === '' ? missed : '';

  return (
    <div className="search">
      <label className="field-label" {...getLabelProps()}>
        {t('search.label')}
      </label>
      <input
        className="search-input"
        data-landing
        placeholder={waiting || examples}
        spellCheck={false}
        enterKeyHint="done"
        {...getInputProps({ onKeyDown, onChange: (event) => setQuery(event.currentTarget.value) })}
      />
      <ul className="search-menu" {...getMenuProps({ 'aria-label': t('search.found') })} data-open={isOpen && items.length > 0}>
        {isOpen &&
          items.map((item, index) => {
            const there = inHistory.some((other) => other.kind === 'film' && item.kind === 'film' && other.row === item.row);
            return (
              <li
                key={item.kind === 'film' ? item.row : index}
                className="search-option"
                data-active={index === highlightedIndex}
                {...getItemProps({
                  item,
                  index,
                  onClick: (event) => {
                    Object.assign(event.nativeEvent, { preventDownshiftDefault: true });
                    take(item);
                  },
                })}
              >
                <FilmLine item={item} inFull other={item.kind === 'film' ? others.get(item.row) : ''} />
                {there && <span className="badge">{t('search.there')}</span>}
              </li>
            );
          })}
      </ul>
      <span className="visually-hidden" aria-live="polite">
        {isOpen && items.length > 0 && searched === query ? t('search.keys', { found: t('history.count', { count: items.length }) }) : ''}
      </span>
      <p className="hint" aria-live="polite">
        {nothingFor ? t('search.nothing', { query: nothingFor.trim().slice(0, 60) }) : t('search.hint')}
      </p>
    </div>
  );
}
