import { useRef, useState } from 'react';
import { thousands } from '../shared/format';
import { useActions, useMatinee, useT } from '../shared/useMatinee';
import { Failure } from '../Failure';
import { ACCEPT } from '../import/ImportButton';

/** The other's history, from a file or a link. */
function Choose() {
  const actions = useActions();
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const [link, setLink] = useState('');
  const [wrong, setWrong] = useState(false);
  return (
    <>
      <div className="row">
        <button onClick={() => input.current?.click()}>{t('watch.otherFile')}</button>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={t('watch.otherFile')}
          accept={ACCEPT}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) void actions.importOther(file).finally(() => input.current && (input.current.value = ''));
          }}
        />
        <span className="hint">{t('watch.twoFile')}</span>
      </div>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          setWrong(!actions.linkOther(link));
        }}
      >
        <label className="watch-field">
          {t('watch.otherLink')}
          <input
            value={link}
            spellCheck={false}
            aria-invalid={wrong}
            aria-describedby="watch-link-wrong"
            onChange={(event) => (setLink(event.target.value), setWrong(false))}
          />
        </label>
        <button>{t('watch.take')}</button>
      </form>
      <p id="watch-link-wrong" className="wrong" aria-live="polite">
        {wrong ? t('watch.wrongLink') : ''}
      </p>
    </>
  );
}

/** Two histories, one list. */
export function ForTwo() {
  const actions = useActions();
  const t = useT();
  const other = useMatinee((state) => state.watching.other);
  return (
    <details className="watch-filter watch-two" data-set={other.kind === 'whole'} name="watch-filter">
      <summary>
        {t('watch.two')}
        {other.kind === 'whole' && (
          <>
            : <b dir="auto">{other.name || t('watch.somebody')}</b>
          </>
        )}
      </summary>
      <p className="hint">{t('watch.twoHelp')}</p>
      {(other.kind === 'none' || other.kind === 'failed') && <Choose />}
      {other.kind === 'failed' && (
        <p className="alert" role="alert">
          <Failure error={other.error} />
        </p>
      )}
      {other.kind === 'reading' && <p aria-live="polite">{t('importing.reading', { name: other.name })}</p>}
      {other.kind === 'profiles' && (
        <>
          <p>{t('watch.otherWho')}</p>
          <div className="row">
            {other.profiles.map(({ name, rows }) => (
              <button key={name} dir="auto" onClick={() => void actions.importOtherProfile(name)}>
                {name} <span className="count">{t('importing.rowsOf', { rows: thousands(rows) })}</span>
              </button>
            ))}
          </div>
        </>
      )}
      {other.kind === 'whole' && (
        <label className="watch-field">
          {t('watch.otherName')}
          <input placeholder={t('watch.somebody')} defaultValue={other.name} onBlur={(event) => actions.nameOther(event.target.value)} />
        </label>
      )}
      {other.kind === 'whole' && (
        <p aria-live="polite">
          {other.unsure
            ? t('watch.twoUnsure', { films: t('history.count', { count: other.history.length }), count: other.unsure })
            : t('watch.twoWhole', { films: t('history.count', { count: other.history.length }) })}
        </p>
      )}
      {other.kind !== 'none' && (
        <button className="quiet" onClick={actions.removeOther}>
          {t('watch.remove')}
        </button>
      )}
    </details>
  );
}
