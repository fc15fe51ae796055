import { useRef } from 'react';
import { useActions, useT } from '../shared/useMatinee';

/** The extensions that the services give; what a file is shows in its content. */
export const ACCEPT = '.zip,.csv,.tsv,.json,.txt,application/zip,text/csv,text/plain,application/json';

/** Chooses a service's export. The input is what tests and assistive technology know by the same name. */
export function ImportButton({ again = false }: { again?: boolean }) {
  const t = useT();
  const label = again ? t('importing.other') : t('importing.button');
  const actions = useActions();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button className="quiet" data-import={!again} title={t('importing.services')} onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        accept={ACCEPT}
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file may be chosen again after it was changed.
          if (file) void actions.importFile(file).finally(() => input.current && (input.current.value = ''));
        }}
      />
    </>
  );
}

/** Where the focus goes when the panel that had it closes. */
export const focusImportButton = (): void =>
  void requestAnimationFrame(() => document.querySelector<HTMLButtonElement>('[data-import="true"]')?.focus({ preventScroll: true }));
