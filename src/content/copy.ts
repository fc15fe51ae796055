/** The page's words. Those that speak of the bundle's items (movie, watched) come from its manifest: `copyFor`. */
import type { Words } from '../bundle/manifest';

/** Until a manifest is there. */
export const FIRST_WORDS: Words = { item: 'movie', items: 'movies', consumed: 'watched', consume: 'watch' };

/** What is said of no item. */
export const COPY = {
  name: 'Matinee',
  promise: 'No server, no account: your history stays in this tab.',
  searchHint: 'Type a title. Typing errors are forgiven.',
  examples: 'Start from an example',
  opening: 'Opening the catalogue …',
  notOpened: 'The catalogue could not be opened.',
  needModel: 'The language model is still on its way; SASRec answers already.',
  genreIdle: 'Asked the same way, the model says what you like.',
  noGenre: 'This bundle knows titles only: without genres to learn from, its model was not taught to name any.',
  sasrecTitle: 'SASRec alone',
  sasrecNote: 'Collaborative filtering, no language model.',
  coldBadge: 'cold',
  coldMeaning: 'unknown to SASRec',
  ownLimits: (maxTokens: number) =>
    `Title up to 200 characters. SBERT reads the first ${maxTokens} tokens, about ${Math.round(maxTokens * 0.07) * 10} words; what follows changes nothing.`,
  device: { auto: 'Auto', webgpu: 'WebGPU', wasm: 'WASM' },
  costTitle: 'What it cost',
  costHelp: [
    'First token: from the press of the button to the first token of the answer, reading the prompt included.',
    'Forward passes: runs of the language model, one for each piece of the prompt and one for each question that is asked about it.',
    'Forced tokens: the answer can only be a candidate; where the titles leave one way to go on, the token costs nothing.',
    'Reused: the start of the prompt that the model still has in memory from the answer before.',
  ],
} as const;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const article = (noun: string): string => (/^[aeiou]/i.test(noun) ? 'an' : 'a');

export type Copy = ReturnType<typeof write>;

function write({ item, items, consumed, consume }: Words) {
  const one = `${article(item)} ${item}`;
  return {
    item,
    items,
    tagline: `${capital(one)} recommender that runs whole in this tab.`,
    hero: `What should you ${consume} next?`,
    search: `Search ${items}`,
    historyName: `${capital(consume)} history`,
    count: (count: number) => `${count} ${count === 1 ? item : items}`,
    found: `${capital(items)} found`,
    theItem: `The ${item}`,
    emptyHistory: `No ${items} yet. Search for one, or add one of your own.`,
    emptyHistoryWithExamples: `No ${items} yet. Search for one, or start from an example.`,
    nothingFound: (query: string) => `No ${item} is called anything like “${query}”. Try its English title, or add it below as ${one} of your own.`,
    dragHelp: `Press space to pick the ${item} up, the arrow keys to move it, space again to put it down, escape to leave it where it was.`,
    freeHelp: `Free generation: the model may name any ${item} of the catalogue that is not in the history, not only a candidate. It is always a real title.`,
    freeBeyond: `Free generation named another ${item} of the catalogue, none of the candidates. The list below is of the candidates all the same.`,
    needHistory: `Add at least one ${item} to the ${consume} history first.`,
    recommendationIdle: `The language model reads your history and the candidate ${items}, and names the next one.`,
    readLimit: (maxHistory: number, maxLength: number) =>
      `The language model reads the last ${maxHistory} ${items} (solid bands), SASRec the last ${maxLength}.`,
    linkCopied: (own: boolean) => `The link is copied.${own ? ` ${capital(items)} of your own are not in it.` : ''}`,
    sasrecKnowsNone: `It knows none of these ${items}: this is what it tells anybody.`,
    sasrecEmpty: `Its list appears with the first ${item}.`,
    candidatesDrawn: (count: number) => `${count} candidate ${items} drawn anew.`,
    candidatesSummary: (count: number) => `The ${count} ${items}, in the prompt's order`,
    candidatesPending: `They are found when the model is ready and there is ${one} in the history.`,
    showAll: (count: number) => `Show all ${count} ${items}`,
    showFewer: (count: number) => `Show the first ${count} only`,
    coldHelp: `SASRec has never seen this ${item}: the model knows it from its text.`,
    ownAdd: { history: 'Add to the history', candidates: 'Add to the candidates' },
    ownTitle: `Add ${one} of your own`,
    ownHelp: `Read by SBERT in this tab, then handled like any ${item} that nobody has rated yet.`,
    ownNoTitle: `The ${item} has no title: give it one.`,
    ownFetch: `SBERT is fetched for the first ${item} of your own only.`,
    ownFact: `${one} of your own, read from its text`,
    itemToken: `F_I(e): the ${item}'s joint embedding as a soft token`,
    metrics: `How often the ${item} that a person ${consumed} next is ranked first among 20 (it and 19 random ones). Guessing would give 5%.`,
    watchlistDone: `Every ${item} of your watchlist is in the history.`,
    candidateKinds: (hasYears: boolean) => ({
      catalogue: {
        label: 'Whole catalogue',
        help: `The 100 ${items} whose soft tokens lie nearest to yours, of all that the catalogue has: with or without ratings.`,
      },
      sasrec: { label: "SASRec's top 20", help: `The ${items} that collaborative filtering ranks first: the model re-ranks them.` },
      newcomers: { label: 'Newcomers', help: `Half are cold ${items}${hasYears ? ' from 2015 on' : ''}, which SASRec cannot rank at all.` },
      watchlist: { label: 'Watchlist', help: `Up to 20 ${items} of your watchlist: which one first? Shuffle draws others.` },
      paper: { label: 'Random', help: `The paper's test: drawn uniformly from the ${items} that SASRec knows.` },
    }),
    /** The steps of the paper's figure 2, for the section "How it works". */
    method: [
      { title: 'History', text: `The ${items} you ${consumed}, oldest first.` },
      { title: 'SASRec', text: 'Frozen collaborative filtering gives a user representation x_u and item embeddings E.' },
      { title: 'Joint space', text: `Stage 1's encoders put item embeddings, or for cold ${items} SBERT's reading of their text, into one joint space.` },
      { title: 'Soft tokens', text: `Stage 2's projections F_U and F_I turn user and ${items} into vectors that a language model reads like words.` },
      { title: 'Frozen OPT', text: `The prompt carries them between the words; the language model names the next ${item}, token by token.` },
    ],
  };
}

const written = new WeakMap<Words, Copy>();

/** The page's sentences in a bundle's words; the same object for the same words. */
export function copyFor(words: Words): Copy {
  let copy = written.get(words);
  if (!copy) written.set(words, (copy = write(words)));
  return copy;
}

export const REFERENCES = {
  paper: {
    text: 'Kim et al.: Large Language Models meet Collaborative Filtering: An Efficient All-round LLM-based Recommender System. KDD 2024.',
    href: 'https://arxiv.org/abs/2404.11343',
  },
} as const;
