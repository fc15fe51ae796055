/** The stage's words. */
import type { Copy } from './copy';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const VOICES = {
  crowd: { name: 'Collaborative filtering alone', short: 'The crowd', method: 'SASRec' },
  reader: { name: 'Language model alone', short: 'The reader', method: 'OPT' },
  both: { name: 'Both together', short: 'Both together', method: 'A-LLMRec' },
} as const;
export type VoiceName = keyof typeof VOICES;

export const STAGE = {
  recorded: 'Recorded',
  live: 'Live, in this tab',
  beats: ['A history', 'Three voices', 'Newcomers'],
  pause: 'Pause the show',
  play: 'Play the show',
  notRated: 'never rated: no score',
  onTheWay: 'The language model is on its way …',
  thinking: 'Reading …',
  silent: 'Press Recommend to hear it.',
  scoring: 'Looking …',
  more: 'Other cards',
} as const;

/** What the stage says, in a bundle's words. */
export const stageCopy = ({ item, items, historyName }: Pick<Copy, 'item' | 'items' | 'historyName'>) => {
  const consumed = historyName.replace(/ history$/, '').toLowerCase();
  return {
    waiting: `A language model that also feels the crowd, in this tab.`,
    waitingHow: `Tap three ${items} you love. Three voices then say what is next: what people do, what a language model reads, and both together.`,
    history: (recorded: boolean) => (recorded ? `Somebody loved these ${items}.` : `You love these.`),
    crowd: `The crowd answers: what people ${consumed} after these.`,
    reader: 'The reader answers: a language model that knows titles, and no people.',
    both: 'Both together: the same language model, now feeling the crowd.',
    blind: `Twenty that nobody has rated: the crowd is blind.`,
    guesses: 'The reader can only guess from their titles.',
    places: (place: string, of: number) => `Both together place the one nearest to this taste ${place} of ${of}.`,
    yourTurn: `Your turn: tap three ${items} you love`,
    tapped: (count: number) => (count >= 3 ? `${count} chosen. The three voices answer above; tap more, or search.` : `${count} of 3 chosen`),
    cards: `${capital(items)} to tap`,
    helps: {
      crowd: `Knows what people ${consumed}, and no titles.`,
      reader: 'Knows titles, and no people.',
      both: `Reads titles and feels the crowd.`,
    },
    strip: `On the stage: ${items} of the person`,
    card: item,
  };
};
