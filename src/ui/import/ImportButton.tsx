import { useRef } from 'react';
import { IMPORT } from '../../content/import';
import { useActions } from '../shared/useMatinee';

/** Chooses a service's export. The input is what tests and assistive technology know by the same name. */
export function ImportButton({ label = IMPORT.button }: { label?: string }) {
  const actions = useActions();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button className="quiet" data-import={label === IMPORT.button} title={IMPORT.services} onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        accept={IMPORT.accept}
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
