/** The words of "Beat the model", in those of the bundle. */
import type { Words } from '../../bundle/manifest';
import type { DeckKind, Round } from '../../engine/deck/deal';
import type { Guesser } from '../../engine/evaluation/guess';

export const DECK = {
  name: 'Beat the model',
  close: 'Close',
  next: 'Next round',
  nextKey: 'Enter',
  again: 'Try again',
  reset: 'Reset the score',
  you: 'You',
  truth: 'What came next',
  dealing: 'Dealing …',
  loading: 'The three voices are still loading: they guess as soon as they are there. You need not wait for them.',
  guessing: 'The three voices are guessing …',
  noGuess: 'no guess',
  scoreHead: 'Right today',
  streak: (streak: number, best: number) => `${streak} in a row${best > streak ? `, ${best} at best` : ''}`,
  of: (right: number, of: number) => (of ? `${right} of ${of}` : '–'),
  voices: {
    sasrec: 'Collaborative filtering alone',
    'llm-only': 'Language model alone',
    'a-llmrec': 'Both together',
  } satisfies Record<Guesser, string>,
} as const;

const article = (noun: string): string => (/^[aeiou]/i.test(noun) ? 'an' : 'a');

/** @param hasFacts of directors and series, in the bundle */
export function deckFor({ item, items, consumed, consume }: Words, hasFacts: boolean) {
  const rules: Record<NonNullable<Round['taste']>['kind'], (name: string) => string> = {
    director: (name) => `${items} by ${name}`,
    series: (name) => `the series “${name}”, in its order`,
    subgenre: (name) => `${items} of the sub-genre “${name}”`,
    country: (name) => `${items} from ${name}`,
    decade: (name) => `${items} of one genre and decade: ${name}`,
    titles: (name) => `${items} called “${name} …”`,
  };
  return {
    pitch: `A ${consume} history and five ${items}: guess which came next, then see what the three voices guess.`,
    decks: {
      person: { label: 'An invented person', help: `Made from facts, drawn at random: one taste that you have to find out, and ${items} that do not belong.` },
      unrated: {
        label: `${item.charAt(0).toUpperCase()}${item.slice(1)}s that nobody has rated`,
        help: `An invented person again; the five are ${items} that nobody in the data has rated. Collaborative filtering has nothing to go by.`,
      },
      friend: { label: 'Let a friend guess', help: `Your own history: the last ${item} is hidden, then the one before it.` },
    } satisfies Record<DeckKind, { label: string; help: string }>,
    invented: 'An invented person, made from facts',
    yours: 'Your history',
    why: `Nobody real: the histories that the models learned from are not in this page. Each person follows one fact (${
      hasFacts ? `a director, a series, a sub-genre, a country, or a genre and decade` : `a genre and decade, or a name that titles share`
    }) and ${consume}es two ${items} besides; the five are about equally popular. The models, too, guess at somebody who does not exist.`.replace(
      'playes',
      'plays',
    ),
    question: `Which ${item} did this person ${consume} next?`,
    friendQuestion: `Which ${item} was ${consumed} next?`,
    choose: 'Press 1 to 5, or choose.',
    rule: (kind: NonNullable<Round['taste']>['kind'], name: string, fits: number, of: number) =>
      `The rule: ${rules[kind](name)}. ${fits} of the ${of} ${items} follow it, the others are chance.`,
    right: (title: string) => `Right: it was “${title}”.`,
    wrong: (title: string) => `No: it was “${title}”.`,
    tooLittle: {
      person: `This catalogue has too little in common between its ${items} to invent people from.`,
      unrated: `This catalogue has too few ${items} that nobody has rated for a round.`,
      friend: `A friend needs at least three ${items} of the catalogue in your history: two to guess from, one to guess.`,
    } satisfies Record<DeckKind, string>,
    knowsNone: `Knows none of the five: nobody has rated them.`,
    historyName: `What ${article('person')} person ${consumed}`,
    fits: 'follows the rule',
  };
}
