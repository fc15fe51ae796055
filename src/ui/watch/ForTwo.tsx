import { useRef, useState } from 'react';
import { IMPORT } from '../../content/import';
import { WATCH } from '../../content/acts/watch';
import { SOMEBODY } from '../../store/watch/other';
import { thousands } from '../shared/format';
import { useActions, useMatinee } from '../shared/useMatinee';
import { useWatchCopy } from './useWatchCopy';

/** The other's history, from a file or a link. */
function Choose() {
  const actions = useActions();
  const copy = useWatchCopy();
  const input = useRef<HTMLInputElement>(null);
  const [link, setLink] = useState('');
  const [wrong, setWrong] = useState(false);
  return (
    <>
      <div className="row">
        <button onClick={() => input.current?.click()}>{WATCH.otherFile}</button>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={WATCH.otherFile}
          accept={IMPORT.accept}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) void actions.importOther(file).finally(() => input.current && (input.current.value = ''));
          }}
        />
        <span className="hint">{copy.twoFile}</span>
      </div>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          setWrong(!actions.linkOther(link));
        }}
      >
        <label className="watch-field">
          {WATCH.otherLink}
          <input
            value={link}
            spellCheck={false}
            aria-invalid={wrong}
            aria-describedby="watch-link-wrong"
            onChange={(event) => (setLink(event.target.value), setWrong(false))}
          />
        </label>
        <button>{WATCH.take}</button>
      </form>
      <p id="watch-link-wrong" className="wrong" aria-live="polite">
        {wrong ? WATCH.wrongLink : ''}
      </p>
    </>
  );
}

/** Two histories, one list. */
export function ForTwo() {
  const actions = useActions();
  const copy = useWatchCopy();
  const other = useMatinee((state) => state.watching.other);
  return (
    <details className="watch-filter watch-two" data-set={other.kind === 'whole'} name="watch-filter">
      <summary>
        {WATCH.two}
        {other.kind === 'whole' && (
          <>
            : <b dir="auto">{other.name}</b>
          </>
        )}
      </summary>
      <p className="hint">{copy.twoHelp}</p>
      {(other.kind === 'none' || other.kind === 'failed') && <Choose />}
      {other.kind === 'failed' && (
        <p className="alert" role="alert">
          <strong>{other.error.message}</strong> {other.error.nextStep}
        </p>
      )}
      {other.kind === 'reading' && <p aria-live="polite">{copy.reading(other.name)}</p>}
      {other.kind === 'profiles' && (
        <>
          <p>{WATCH.otherWho}</p>
          <div className="row">
            {other.profiles.map(({ name, rows }) => (
              <button key={name} dir="auto" onClick={() => void actions.importOtherProfile(name)}>
                {name} <span className="count">({thousands(rows)} rows)</span>
              </button>
            ))}
          </div>
        </>
      )}
      {other.kind === 'whole' && (
        <label className="watch-field">
          {WATCH.otherName}
          <input placeholder={SOMEBODY} defaultValue={other.name === SOMEBODY ? '' : other.name} onBlur={(event) => actions.nameOther(event.target.value)} />
        </label>
      )}
      {other.kind === 'whole' && <p aria-live="polite">{copy.twoWhole(other.history.length, other.unsure)}</p>}
      {other.kind !== 'none' && (
        <button className="quiet" onClick={actions.removeOther}>
          {WATCH.remove}
        </button>
      )}
    </details>
  );
}
