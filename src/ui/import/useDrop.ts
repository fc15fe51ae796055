import { useEffect, useState } from 'react';
import { useActions, useMatinee, useT } from '../shared/useMatinee';

/** A file dropped anywhere on the page is imported. In a booth it is not, nor does the browser leave the page for it. @returns whether a file is held over the page. */
export function useDrop(): boolean {
  const t = useT();
  const actions = useActions();
  const kiosk = useMatinee((state) => state.kiosk);
  const [over, setOver] = useState(false);
  useEffect(() => {
    let inside = 0;
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const show = () => setOver(inside > 0 && !kiosk);
    const onEnter = (event: DragEvent) => holdsFiles(event) && (inside++, show());
    const onLeave = (event: DragEvent) => holdsFiles(event) && ((inside = Math.max(0, inside - 1)), show());
    const onOver = (event: DragEvent) => holdsFiles(event) && event.preventDefault();
    const onDrop = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      inside = 0;
      show();
      const [file, ...more] = event.dataTransfer?.files ?? [];
      if (!file || kiosk) return;
      if (more.length) actions.notify(t('importing.oneFile', { name: file.name }));
      void actions.importFile(file);
    };
    const listeners = { dragenter: onEnter, dragleave: onLeave, dragover: onOver, drop: onDrop };
    for (const [name, listener] of Object.entries(listeners)) window.addEventListener(name as 'drop', listener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) window.removeEventListener(name as 'drop', listener);
    };
  }, [actions, kiosk, t]);
  return over;
}
