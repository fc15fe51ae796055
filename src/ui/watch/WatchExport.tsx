import { WATCH } from '../../content/acts/watch';
import type { ExportFormat } from '../../store/state';
import { save } from '../import/Export';
import { useActions } from '../shared/useMatinee';

/** Only the list, whatever else is on the page. */
function printList(): void {
  document.documentElement.dataset.print = 'watch';
  addEventListener('afterprint', () => delete document.documentElement.dataset.print, { once: true });
  print();
}

/** The list, to take along. */
export function WatchExport() {
  const actions = useActions();
  const write = (format: ExportFormat) =>
    void actions.exportFile(format).then(save, () => actions.notify('The file could not be written: reload the page, and try again.'));
  return (
    <>
      <button className="quiet" onClick={printList}>
        {WATCH.print}
      </button>
      <button className="quiet" onClick={() => write('list')}>
        {WATCH.csv}
      </button>
      <button className="quiet" onClick={() => write('matinee')}>
        {WATCH.json}
      </button>
    </>
  );
}
