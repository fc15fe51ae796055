/** The words of the list of what to watch. Those that speak of the bundle's items come from its manifest. */
import type { Words } from '../../bundle/manifest';

export const WATCH = {
  more: 'More like this',
  less: 'Not for me',
  seen: 'Seen it',
  undo: 'Undo the last choice',
  forget: 'Take all back',
  stop: 'Stop the list',
  again: 'Make the list',
  any: 'Any',
  filters: { genre: 'Genre', decade: 'Decade', country: 'Country', fame: 'Fame' },
  fames: { famous: 'Famous', known: 'Well known', obscure: 'Less met', new: 'New here' },
  reset: 'No filters',
  print: 'Print the list',
  csv: 'List for Letterboxd (CSV)',
  json: 'History and list (JSON)',
  two: 'For two',
  otherFile: 'Choose the other’s file',
  otherLink: 'Or paste the link of the other’s history',
  take: 'Take it',
  wrongLink: 'This is no link to a history that the catalogue knows. It has #h= in it: the other one copies it with “Copy link”.',
  otherName: 'Name of the other',
  otherWho: 'This file holds several people’s. Whose is meant?',
  remove: 'Back to a list for one',
} as const;

export type WatchCopy = ReturnType<typeof write>;

function write({ item, items, consumed, consume }: Words) {
  const count = (number: number) => `${number} ${number === 1 ? item : items}`;
  return {
    title: `What to ${consume}`,
    toList: `See what to ${consume}`,
    what: `Up to 50 ${items} of the whole catalogue, in the order in which the language model would name them.`,
    list: `What to ${consume}, best first`,
    make: `Making the list: the language model reads the ${items} …`,
    stopped: 'The list was stopped.',
    none: `No ${item} is left that passes these filters and that you have not ${consumed}.`,
    noneWanted: `No ${item} of the watchlist is left that passes these filters and that you have not ${consumed}.`,
    made: (listed: number, considered: string, ranked: number, model: string, time: string, device: string) =>
      `${count(listed)} of ${considered} considered. The soft tokens chose ${ranked}; ${model} ranked them in ${time} on ${device}.`,
    madeWhole: (listed: number, considered: string, model: string, time: string, device: string) =>
      `${count(listed)} of ${considered}: ${model} ranked every one of them, in ${time} on ${device}.`,
    sources: { catalogue: 'The whole catalogue', watchlist: 'My watchlist' },
    from: `Where the ${items} come from`,
    /** What the three buttons do. */
    how: `“${WATCH.seen}” adds to your history. “${WATCH.more}” counts as the latest of your history, in this list only. “${WATCH.less}” leaves the ${item} out and puts what is like it further down: the place of a ${item} counts 1 / (1 − likeness), by the cosine of their soft tokens.`,
    fameHelp: `By how many people of the training data ${consumed} it: the most met tenth is famous, the other end, six tenths, is less met. Nobody there met what is new here: the model knows it from its text.`,
    liked: 'More like:',
    away: 'Not for me:',
    takeBack: (title: string) => `Take back: ${title}`,
    likest: (title: string) => `Most like “${title}”`,
    likestOf: (name: string, title: string) => `${name}: most like “${title}”`,
    steered: {
      more: (title: string) => `More like “${title}”: the list is made anew.`,
      less: (title: string) => `“${title}” is left out, and what is like it stands further down.`,
      back: 'Taken back.',
    },
    twoHelp: `One list for two histories: every ${item} is worth the worse of the places that it has for each of you, so that nobody is let down. What either has ${consumed} is left out. The other’s history stays beside yours, in the memory of this tab alone: nothing of it is kept, exported or put into your own.`,
    twoFile: `A service’s export, Matinee’s file, or a list of ${items}: read in this tab.`,
    reading: (name: string) => `Reading ${name} …`,
    twoWhole: (films: number, unsure: number) =>
      `${count(films)} of the other’s${unsure ? `; ${unsure} more ${unsure === 1 ? 'title is' : 'titles are'} not known for sure and left out` : ''}.`,
    places: (mine: string, theirs: string, name: string) => `${mine} for you, ${theirs} for ${name}`,
    printed: (title: string) => `Matinee: ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
    needHistory: `Add at least one ${item} to the ${consume} history first: the list is made of it.`,
  };
}

const written = new WeakMap<Words, WatchCopy>();

export function watchCopyFor(words: Words): WatchCopy {
  let copy = written.get(words);
  if (!copy) written.set(words, (copy = write(words)));
  return copy;
}
