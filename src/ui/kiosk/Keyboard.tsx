import { useEffect, useRef, useState } from 'react';
import { useT } from '../shared/useMatinee';

type Field = HTMLInputElement | HTMLTextAreaElement;

const LETTERS = [[...'1234567890'], [...'qwertyuiop'], [...'asdfghjkl'], [...'zxcvbnm']];
const SIGNS = [[...'1234567890'], [..."-:'!?.,&/"], [...'éèêáàâçñ'], [...'äöüßøåíó']];

/** What can be typed into; a file or a radio button cannot. */
const isField = (target: EventTarget | null): target is Field =>
  target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && /^(text|search)$/.test(target.type));

/** Writes as a keyboard does: at the caret, over what is selected. React hears of it by the input event. */
function write(field: Field, text: string): void {
  const from = field.selectionStart ?? field.value.length;
  const to = field.selectionEnd ?? from;
  field.setRangeText(text, from, to, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }));
}

function erase(field: Field): void {
  const to = field.selectionEnd ?? field.value.length;
  let from = field.selectionStart ?? to;
  // A letter may be of two units.
  if (from === to) from -= [...field.value.slice(0, to)].at(-1)?.length ?? 0;
  field.setRangeText('', from, to, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'deleteContentBackward' }));
}

/** A keyboard on the screen of a booth that has none: there while a text field has the focus, which its keys leave where it is. */
export function Keyboard() {
  const t = useT();
  const [field, setField] = useState<Field | null>(null);
  const [shift, setShift] = useState(false);
  const [signs, setSigns] = useState(false);
  const board = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const come = ({ target }: FocusEvent) => setField(isField(target) ? target : null);
    const go = ({ relatedTarget }: FocusEvent) => relatedTarget === null && setField(null);
    document.addEventListener('focusin', come);
    document.addEventListener('focusout', go);
    return () => {
      document.removeEventListener('focusin', come);
      document.removeEventListener('focusout', go);
    };
  }, []);
  useEffect(() => {
    if (!field || !board.current) return;
    const below = field.getBoundingClientRect().bottom - board.current.getBoundingClientRect().top + 24;
    if (below > 0) scrollBy({ top: below });
  }, [field]);

  if (!field) return null;
  const type = (letter: string) => {
    write(field, letter);
    setShift(false);
  };
  const enter = () => {
    if (field instanceof HTMLTextAreaElement) return write(field, '\n');
    for (const kind of ['keydown', 'keyup']) field.dispatchEvent(new KeyboardEvent(kind, { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true }));
    field.form?.requestSubmit();
  };
  const rows = (signs ? SIGNS : LETTERS).map((row) => (shift ? row.map((letter) => letter.toUpperCase()) : row));
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- nothing is done by them: they leave the focus where it is
    <div
      ref={board}
      className="keyboard"
      role="group"
      aria-label={t('booth.keyboard.name')}
      // A press would take the focus from the field.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
    >
      {rows.map((row, at) => (
        <div key={at} className="keyboard-row">
          {row.map((letter) => (
            <button key={letter} tabIndex={-1} className="key" onClick={() => type(letter)}>
              {letter}
            </button>
          ))}
          {at === 0 && (
            <button tabIndex={-1} className="key wide" aria-label={t('booth.keyboard.backspace')} onClick={() => erase(field)}>
              ⌫
            </button>
          )}
        </div>
      ))}
      <div className="keyboard-row">
        <button tabIndex={-1} className="key wide" aria-pressed={shift} onClick={() => setShift(!shift)}>
          {t('booth.keyboard.shift')}
        </button>
        <button tabIndex={-1} className="key wide" aria-pressed={signs} onClick={() => setSigns(!signs)}>
          {signs ? 'abc' : '-?é'}
        </button>
        <button tabIndex={-1} className="key space" onClick={() => type(' ')}>
          {t('booth.keyboard.space')}
        </button>
        <button tabIndex={-1} className="key wide" onClick={enter}>
          {t('booth.keyboard.enter')}
        </button>
        <button tabIndex={-1} className="key wide" onClick={() => field.blur()}>
          {t('booth.keyboard.hide')}
        </button>
      </div>
    </div>
  );
}
