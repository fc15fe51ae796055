/** The words of "Take it home", in those of the bundle. */
import type { Words } from '../../bundle/manifest';

export const TAKE_HOME = {
  name: 'Take it home',
  copy: 'Copy the link',
  share: 'Share',
  qr: 'QR code of the link',
  copied: 'The link is copied.',
  notCopied: 'The browser did not let the page copy: select the link and copy it by hand.',
  link: 'Your link',
  local:
    'This page is served from this very machine, so a link to it leads nowhere from a phone: take the ticket along as a picture. Who runs the page can give it a public address for a QR code (?home=, docs/KIOSK.md).',
  localBooth: 'This booth has no address that a phone could open.',
  ticket: 'Ticket',
  save: 'Save the ticket',
  copyTicket: 'Copy the ticket',
  ticketCopied: 'The ticket is copied.',
  ticketNotCopied: 'The browser did not let the page copy the picture: save it.',
  noTicket: 'The ticket is printed with the first recommendation.',
  admit: 'ADMIT ONE',
  because: 'Recommended after',
  made: 'Matinee · A-LLMRec in a browser tab',
} as const;

export function takeHomeFor({ item, items, consume }: Words) {
  return {
    pitch: `Your ${consume} history and settings as a QR code, a link, or a ticket of what to ${consume} next. Nothing is uploaded: it is all in the link.`,
    empty: `Add ${items} to the history first: there is nothing to take home yet.`,
    all: (count: number) => `It has all of your history: ${count} ${count === 1 ? item : items}.`,
    latest: (count: number, of: number) => `It has the latest ${count} of ${of} ${items}: more does not fit.`,
    shortened: (count: number) =>
      count === 1 ? `The description of one of your own is shortened.` : `The descriptions of ${count} of your own are shortened.`,
    tooLong: `Not even the latest ${item} fits into a QR code: copy the link.`,
    headline: `What to ${consume} next`,
    alt: (title: string) => `A ticket that says: ${title}`,
  };
}
