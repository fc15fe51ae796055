/** The page's words. Words that depend on the domain (movie, watched) come from the bundle's manifest. */
export const COPY = {
  name: 'Matinee',
  tagline: 'A film recommender that runs whole in this tab.',
  hero: 'What should you watch next?',
  promise: 'No server, no account: your history stays in this tab.',
  searchHint: 'Type a title. Typing errors are forgiven.',
  emptyHistory: 'No films yet. Search for one, or start from an example.',
  examples: 'Start from an example',
  opening: 'Opening the catalogue …',
  dragHelp: 'Press space to pick the film up, the arrow keys to move it, space again to put it down, escape to leave it where it was.',
  needModel: 'The language model is still on its way; SASRec answers already.',
  freeHelp: 'Free generation: the model may name any film, or none at all, not only a candidate.',
  needHistory: 'Add at least one film to the watch history first.',
  recommendationIdle: 'The language model reads your history and 20 candidate films, and names the next one.',
  genreIdle: 'Asked the same way, the model says what you like.',
  freeMiss: 'Free generation named none of the candidates. The ranking below is of the candidates all the same.',
  sasrecTitle: 'SASRec alone',
  sasrecNote: 'Collaborative filtering, no language model.',
  sasrecKnowsNone: 'It knows none of these films: this is what it tells anybody.',
  coldBadge: 'cold',
  coldMeaning: 'unknown to SASRec',
  coldHelp: 'SASRec has never seen this film: the model knows it from its text.',
  ownHelp: 'Read by SBERT in this tab, then handled like any film that nobody has rated yet.',
  ownLimits: (maxTokens: number) => `Title up to 200 characters. SBERT reads the first ${maxTokens} tokens, about ${Math.round(maxTokens * 0.07) * 10} words; what follows changes nothing.`,
  candidateKinds: {
    sasrec: { label: "SASRec's top 20", help: 'The films that collaborative filtering ranks first: the model re-ranks them.' },
    newcomers: { label: 'Newcomers', help: 'Half are cold films from 2015 on, which SASRec cannot rank at all.' },
    paper: { label: 'Random', help: "The paper's test: drawn uniformly from the films that SASRec knows." },
  },
  device: { auto: 'Auto', webgpu: 'WebGPU', wasm: 'WASM' },
  costHelp: [
    'First token: from the press of the button to the first token of the answer, reading the prompt included.',
    'Forward passes: runs of the language model, one for each piece of the prompt and one wherever it has a choice to make.',
    'Forced tokens: the answer can only be a candidate; where the titles leave one way to go on, the token costs nothing.',
    'Reused: the start of the prompt that the model still has in memory from the answer before.',
  ],
} as const;

export const REFERENCES = {
  paper: {
    text: 'Kim et al.: Large Language Models meet Collaborative Filtering: An Efficient All-round LLM-based Recommender System. KDD 2024.',
    href: 'https://arxiv.org/abs/2404.11343',
  },
} as const;

/** The steps of the paper's figure 2, for the section "How it works". */
export const METHOD = [
  { title: 'History', text: 'The films you watched, oldest first.' },
  { title: 'SASRec', text: 'Frozen collaborative filtering gives a user representation x_u and item embeddings E.' },
  { title: 'Joint space', text: "Stage 1's encoders put item embeddings, or for cold films SBERT's reading of their text, into one joint space." },
  { title: 'Soft tokens', text: "Stage 2's projections F_U and F_I turn user and films into vectors that a language model reads like words." },
  { title: 'Frozen OPT', text: 'The prompt carries them between the words; the language model names the next film, token by token.' },
] as const;
