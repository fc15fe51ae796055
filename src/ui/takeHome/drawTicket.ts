/** The ticket's picture: always in daylight, for it leaves the page. */
import type { Translate } from '../../content/language';
import { seededRandom } from '../../random';
import { genreColours } from '../shared/format';

export const TICKET = { width: 1200, height: 560 } as const;

const STUB = 190;
const EDGE = 56;
const NOTCH = 26;
const SERIF = 'Georgia, "Noto Serif", serif';
const SANS = 'system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif';
const INK = '#211a15';
const SOFT = '#62564a';
const SHOWN = 3;

interface Printed {
  title: string;
  year: number;
  genres: readonly string[];
  /** Titles of the history, oldest first. */
  after: readonly string[];
}

export function drawTicket(canvas: HTMLCanvasElement, t: Translate, { title, year, genres, after }: Printed): void {
  const pen = canvas.getContext('2d');
  if (!pen) return;
  const { width, height } = TICKET;
  const hues = genreColours(genres) as Record<'--a' | '--b', number>;
  pen.clearRect(0, 0, width, height);
  pen.direction = 'ltr';

  pen.fillStyle = '#fff6df';
  pen.beginPath();
  pen.roundRect(0, 0, width, height, 28);
  pen.fill();
  pen.fillStyle = `oklch(0.62 0.14 ${hues['--a']})`;
  pen.fillRect(0, 0, 22, height * 0.6);
  pen.fillStyle = `oklch(0.62 0.14 ${hues['--b']})`;
  pen.fillRect(0, height * 0.6, 22, height * 0.4);

  // The stub, which is torn off at the door.
  const perforation = width - STUB;
  pen.setLineDash([4, 14]);
  pen.lineWidth = 4;
  pen.strokeStyle = '#9b8b76';
  pen.beginPath();
  pen.moveTo(perforation, NOTCH + 16);
  pen.lineTo(perforation, height - NOTCH - 16);
  pen.stroke();
  pen.setLineDash([]);
  pen.globalCompositeOperation = 'destination-out';
  for (const y of [0, height]) {
    pen.beginPath();
    pen.arc(perforation, y, NOTCH, 0, 2 * Math.PI);
    pen.fill();
  }
  pen.globalCompositeOperation = 'source-over';
  pen.save();
  pen.translate(width - STUB / 2, height / 2);
  pen.rotate(-Math.PI / 2);
  pen.textAlign = 'center';
  pen.fillStyle = '#855600';
  pen.font = `600 44px ${SERIF}`;
  pen.fillText(t('takeHome.admit'), 0, -8);
  pen.font = `26px ${SANS}`;
  pen.fillText(t('takeHome.number', { number: number(title, after) }), 0, 42);
  pen.restore();

  const room = perforation - EDGE - 60;
  pen.textAlign = 'left';
  pen.fillStyle = SOFT;
  pen.font = `26px ${SANS}`;
  pen.fillText(t('takeHome.headline'), EDGE, 84);
  pen.fillStyle = INK;
  let y = 84;
  const { lines, size } = fitted(pen, title, room);
  pen.font = `600 ${size}px ${SERIF}`;
  for (const line of lines) pen.fillText(line, EDGE, (y += size * 1.12));
  pen.fillStyle = SOFT;
  pen.font = `30px ${SANS}`;
  pen.fillText(cut(pen, [year > 0 ? String(year) : '', t.labels(genres.slice(0, 3))].filter(Boolean).join(' · '), room), EDGE, y + 52);

  pen.font = `24px ${SANS}`;
  const more = after.length - SHOWN;
  pen.fillText(more > 0 ? t('takeHome.becauseMore', { count: more }) : t('takeHome.because'), EDGE, height - 150);
  pen.fillStyle = INK;
  pen.font = `26px ${SERIF}`;
  pen.fillText(cut(pen, after.slice(-SHOWN).join(' · '), room), EDGE, height - 112);
  pen.fillStyle = '#855600';
  pen.font = `22px ${SANS}`;
  pen.fillText(t('takeHome.made'), EDGE, height - 46);
}

/** The title in at most three lines, as large as they allow. */
function fitted(pen: CanvasRenderingContext2D, title: string, room: number): { lines: string[]; size: number } {
  for (const [size, most] of [
    [88, 1],
    [72, 2],
    [54, 3],
  ] as const) {
    pen.font = `600 ${size}px ${SERIF}`;
    const lines = wrapped(pen, title, room);
    if (lines.length <= most && lines.every((line) => pen.measureText(line).width <= room)) return { lines, size };
  }
  pen.font = `600 42px ${SERIF}`;
  const lines = wrapped(pen, title, room);
  return { lines: [...lines.slice(0, 2), ...(lines.length > 2 ? [lines.slice(2).join(' ')] : [])].map((line) => cut(pen, line, room)), size: 42 };
}

function wrapped(pen: CanvasRenderingContext2D, text: string, room: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && pen.measureText(longer).width <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Cut to the room that there is, with an ellipsis. */
function cut(pen: CanvasRenderingContext2D, text: string, room: number): string {
  if (pen.measureText(text).width <= room) return text;
  const letters = [...text];
  let [least, most] = [0, letters.length];
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2);
    if (pen.measureText(`${letters.slice(0, middle).join('')}…`).width <= room) least = middle;
    else most = middle;
  }
  return `${letters.slice(0, least).join('').trimEnd()}…`;
}

/** A ticket's number: the same for the same answer to the same history. */
function number(title: string, after: readonly string[]): string {
  const seed = [...title, ...after.join('')].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) >>> 0, 7);
  return String(Math.floor(seededRandom(seed)() * 1e6)).padStart(6, '0');
}
