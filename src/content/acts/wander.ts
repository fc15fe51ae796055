/** Words of the map, the search by meaning and the invented film; those that speak of the bundle's items come from its manifest. */
import type { Words } from '../../bundle/manifest';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const article = (noun: string): string => (/^[aeiou]/i.test(noun) ? 'an' : 'a');

/** What a film's text is made of, by the names of the manifest's template. */
const TOLD = [
  ['title', 'title'],
  ['year', 'year'],
  ['subgenres', 'sub-genres'],
  ['genres', 'genres'],
  ['countries', 'country'],
  ['directors', 'director'],
] as const;

/** "title, year, genres and cast": what SBERT reads of each film. */
export function toldBy(template: string): string {
  const parts: string[] = TOLD.filter(([name]) => template.includes(`{${name}}`)).map(([, word]) => word);
  // The films' descriptions are their casts; a catalogue of titles alone has none.
  if (template.includes('{genres}')) parts.push('cast');
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : (parts[0] ?? 'title');
}

/** Years in which there are, or will soon be, films. */
export const YEARS = { first: 1870, last: 2100 } as const;

export type WanderCopy = ReturnType<typeof write>;

function write({ item, items, consume }: Words) {
  const one = `${article(item)} ${item}`;
  return {
    later: { again: 'Try again', failed: 'This part of the page did not arrive. The network may be gone.' },
    add: 'Add',
    addTo: (title: string) => `Add ${title} to the ${consume} history`,
    there: 'in the history',

    map: {
      title: 'Map',
      again: 'Try again',
      intro: `Every ${item} in the joint space, laid out flat: what the model takes for alike stands together. Directions mean nothing.`,
      reading: 'The map is being fetched …',
      absent: `This bundle was made before there was a map.`,
      noGraphics: `This browser draws no WebGL, which the map needs. The list tells what is nearby all the same.`,
      plane: `Map of all ${items}`,
      keys: `Arrow keys move, plus and minus zoom, 0 shows everything, Enter adds the ${item} in the middle to the history.`,
      hint: 'Drag to move once you are closer. Click the map and turn the wheel, pinch, or use + and −.',
      closer: 'Closer',
      wider: 'Wider',
      all: 'Everything',
      me: 'Where I am',
      legend: 'Genres on the map',
      legendHelp: `Of several genres, the mark is that of the rarest. Press one to hide or show its ${items}.`,
      others: 'others',
      nearby: `Nearby`,
      nearbyOf: (title: string) => `Around ${title}`,
      nearbyOfMiddle: 'Around the middle of what you see',
      nobody: `No ${item} is shown here: all genres are hidden.`,
      inTheMiddle: (title: string) => `In the middle: ${title}`,
      you: 'You',
      youBy: {
        'soft token': `You: the middle of the 20 ${items} (ringed) whose soft tokens are nearest to yours.`,
        sasrec: `You: the middle of SASRec's first 20 ${items} (ringed), until the language model is there.`,
      },
      nowhere: `You are not on the map yet: add ${one} to the history.`,
      path: (shown: number, all: number) => (shown < all ? `Line: the last ${shown} of your history, in order.` : 'Line: your history, in order.'),
      answer: 'Recommended',
      invented: `Your invented ${item}: the middle of the ${items} whose texts are nearest.`,
    },

    meaning: {
      label: 'Search by meaning',
      example: `a ${item} in space, with music`,
      go: 'Search',
      help: (template: string) => `SBERT compares what you type with each ${item}'s ${toldBy(template)}: all that it has read. No plots.`,
      waiting: 'The model is still on its way; the search starts by itself.',
      busy: 'The model finishes something else first.',
      searching: 'Comparing …',
      results: `${capital(items)} by meaning`,
      found: (count: number, query: string) => `The ${count} ${items} nearest to “${query}”.`,
      nothing: `Nothing to compare with. Type what the ${item} is about.`,
      match: (score: number) => `${score.toFixed(2)} of 1`,
      clear: 'Close the list',
    },

    invent: {
      button: `Invent ${one}`,
      close: 'Close',
      intro:
        `A ${item} that does not exist yet. SBERT reads it in this tab; the language model ranks it for you among new ${items} that nobody has rated either.`.replace(
          /^A /,
          `${capital(article(item))} `,
        ),
      title: 'Working title',
      year: 'Year of release (optional)',
      sentence: 'In a sentence',
      example: 'A lighthouse keeper finds that the sea answers her letters.',
      go: 'See where it lands',
      needTitle: `Give the ${item} a title: one word is enough.`,
      needYear: `A year has four digits, from ${YEARS.first} to ${YEARS.last}. Or leave it out.`,
      tooLong: 'The title is longer than 200 characters. Shorten it.',
      waiting: 'The model is still on its way; it starts by itself.',
      text: 'SBERT reads it …',
      ranking: (done: number, total: number) =>
        total ? `The language model ranks it: ${Math.round((100 * done) / total)}% read …` : 'The language model ranks it …',
      placed: (place: string, count: number) => `${place} of ${count} new ${items} for your taste`,
      noHistory: `Add ${one} to the ${consume} history to see how it ranks for you.`,
      noneNew: `This catalogue has no new ${items} to rank it among.`,
      older: 'The history has changed since.',
      ranked: 'For your taste',
      yours: 'yours',
      alike: 'Nearest by text',
      showOnMap: 'Show it on the map',
      toHistory: 'Add it to the history',
      toCandidates: 'Add it to the candidates',
      whole: (title: string, where: string) => `“${title}”: ${where}.`,
    },
  };
}

const written = new WeakMap<Words, WanderCopy>();

/** The sentences in a bundle's words; the same object for the same words. */
export function wanderCopyFor(words: Words): WanderCopy {
  let copy = written.get(words);
  if (!copy) written.set(words, (copy = write(words)));
  return copy;
}
