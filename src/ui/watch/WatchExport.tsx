import type { ExportFormat } from '../../store/state';
import { save } from '../import/Export';
import { useActions, useT } from '../shared/useMatinee';

/** Only the list, whatever else is on the page. */
function printList(): void {
  document.documentElement.dataset.print = 'watch';
  addEventListener('afterprint', () => delete document.documentElement.dataset.print, { once: true });
  print();
}

/** The list, to take along. */
export function WatchExport() {
  const t = useT();
  const actions = useActions();
  const write = (format: ExportFormat) => void actions.exportFile(format).then(save, () => actions.notify(t('exporting.notWritten')));
  return (
    <>
      <button className="quiet" onClick={printList}>
        {t('watch.print')}
      </button>
      <button className="quiet" onClick={() => write('list')}>
        {t('watch.csv')}
      </button>
      <button className="quiet" onClick={() => write('matinee')}>
        {t('watch.json')}
      </button>
    </>
  );
}
