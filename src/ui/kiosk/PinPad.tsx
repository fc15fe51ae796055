import { useState } from 'react';
import { useT } from '../shared/useMatinee';

const DIGITS = '1234567890';
const TRIES = 5;
const LOCKED_MS = 30_000;

/** Digits to press, or to type on a keyboard where there is one. After five wrong ones it waits for half a minute. */
export function PinPad({ pin, onRight }: { pin: string; onRight: () => void }) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(0);
  const [locked, setLocked] = useState(false);

  const type = (text: string) => {
    const digits = text.replace(/\D/g, '').slice(0, pin.length);
    setTyped(digits);
    if (digits.length < pin.length) return;
    if (digits === pin) return onRight();
    setTyped('');
    setWrong(wrong + 1);
    if ((wrong + 1) % TRIES > 0) return;
    setLocked(true);
    setTimeout(() => setLocked(false), LOCKED_MS);
  };
  return (
    <>
      <label>
        {t('booth.pin')}
        <input type="password" inputMode="none" autoComplete="off" disabled={locked} value={typed} onChange={(event) => type(event.target.value)} />
      </label>
      <p className="hint" role="alert">
        {locked ? t('booth.locked') : wrong > 0 ? t('booth.wrongPin') : ''}
      </p>
      <div className="pin-pad" role="group" aria-label={t('booth.digits')}>
        {[...DIGITS].map((digit) => (
          <button key={digit} disabled={locked} onClick={() => type(typed + digit)}>
            {digit}
          </button>
        ))}
      </div>
    </>
  );
}
