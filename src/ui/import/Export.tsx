import type { ExportFormat } from '../../store/state';
import { useActions, useMatinee, useT } from '../shared/useMatinee';

export function save({ name, type, text }: { name: string; type: string; text: string }): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Chromium has taken the file when the click is over; others read it a moment later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** The history and the list of what to watch, to keep or to take elsewhere. */
export function Export() {
  const t = useT();
  const actions = useActions();
  const isEmpty = useMatinee((state) => state.history.length === 0);
  const answered = useMatinee((state) => state.recommendation.kind === 'whole');
  const write = (format: ExportFormat) => actions.exportFile(format).then(save, () => actions.notify(t('exporting.notWritten')));
  if (isEmpty) return null;
  return (
    <details className="export">
      <summary>{t('exporting.summary')}</summary>
      <div className="row">
        <button className="quiet" onClick={() => void write('matinee')}>
          {t('exporting.matinee')}
        </button>
        <button className="quiet" onClick={() => void write('letterboxd')}>
          {t('exporting.letterboxd')}
        </button>
        <button className="quiet" disabled={!answered} onClick={() => print()}>
          {t('exporting.print')}
        </button>
      </div>
      <p className="hint">{t('exporting.help')}</p>
    </details>
  );
}
