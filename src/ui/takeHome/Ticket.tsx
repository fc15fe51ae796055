import { useEffect, useRef } from 'react';
import { factsOf } from '../../store/state';
import { useActions, useMatinee, useT } from '../shared/useMatinee';
import { drawTicket, TICKET } from './drawTicket';

const pngOf = (canvas: HTMLCanvasElement) =>
  new Promise<Blob>((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'));

/** The recommendation as a cinema ticket: a picture to keep. */
export function Ticket() {
  const t = useT();
  const actions = useActions();
  const canvas = useRef<HTMLCanvasElement>(null);
  const catalogue = useMatinee((state) => state.catalogue);
  const history = useMatinee((state) => state.history);
  const answer = useMatinee((state) => state.recommendation);
  const chosen = answer.kind === 'whole' && answer.result.candidate !== null ? answer.candidates[answer.result.candidate] : undefined;
  const film = chosen ? factsOf({ catalogue }, chosen) : null;
  const isStale = answer.kind === 'whole' && answer.stale;

  useEffect(() => {
    if (!canvas.current || !film) return;
    const after = history.flatMap((item) => factsOf({ catalogue }, item)?.title ?? []);
    drawTicket(canvas.current, t, { title: film.title, year: film.year, genres: film.genres, after });
  }, [film, history, catalogue, t]);

  // A ticket of another history would say what is not so.
  if (!film || isStale) return <p className="hint">{t('takeHome.noTicket')}</p>;

  const save = async () => {
    try {
      const url = URL.createObjectURL(await pngOf(canvas.current!));
      const link = document.createElement('a');
      link.href = url;
      link.download = 'matinee-ticket.png';
      link.click();
      // Chromium has taken the file when the click is over; others read it a moment later.
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    } catch {
      actions.notify(t('takeHome.noPicture'));
    }
  };
  const copyPicture = async () => {
    try {
      // Safari wants the promise, not its picture, within the press.
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': pngOf(canvas.current!) })]);
      actions.notify(t('takeHome.ticketCopied'));
    } catch {
      actions.notify(t('takeHome.ticketNotCopied'));
    }
  };
  return (
    <div className="take-home-ticket">
      <canvas
        ref={canvas}
        width={TICKET.width}
        height={TICKET.height}
        role="img"
        aria-label={t('takeHome.alt', { title: `${film.title}${film.year ? ` (${film.year})` : ''}` })}
      />
      <div className="row">
        <button onClick={() => void save()}>{t('takeHome.save')}</button>
        {'ClipboardItem' in window && <button onClick={() => void copyPicture()}>{t('takeHome.copyTicket')}</button>}
      </div>
    </div>
  );
}
