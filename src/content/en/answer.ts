/** The buttons, the answers, what they cost, and how they came about. */
export const answer = {
  recommend: 'Recommend',
  genre: 'Favourite genre',
  stop: 'Stop',
  recommendation: 'Recommendation',
  needHistory: 'Add at least one {{item}} to the {{consume}} history first.',
  hero: 'What should you {{consume}} next?',
  idle: 'The language model reads your history and the candidate {{items}}, and names the next one.',
  genreIdle: 'Asked the same way, the model says what you like.',
  noGenre: 'This bundle knows titles only: without genres to learn from, its model was not taught to name any.',
  question: "The end of the prompt; the model's own words follow.",
  stopped: 'Stopped before the first word. Press Recommend to ask again.',
  stoppedAfter: 'Stopped after “{{text}}”. Press Recommend to ask again.',
  genreStopped: 'Stopped. Press Favourite genre to ask again.',
  reading: 'Reading the prompt: {{read}} of {{all}} tokens',
  read: 'Prompt read',
  stale: 'This answer is of before your last change.',
  inOrder: 'First choice, then what it would choose without it, and so on',
  shares: 'Shares',
  firstLook: 'Shares at the first look',
  reasonIs: 'A checked fact that fits, not the cause: what moved the choice stands under “What mattered”.',
  reasonIsNone: 'A checked fact that none of yours shares, and not the cause: what moved the choice stands under “What mattered”.',
  ranking: 'Candidates, first choice first',
  by: 'by {{names}}',
  probability: '{{percent}} of the probability',
  place: "{{place}} on {{recommender}}'s list",
  unknown: 'unknown to {{recommender}}, read from its text',
  own: '{{anItem}} of your own, read from its text',
  freeHelp: 'Free generation: the model may name any {{item}} of the catalogue that is not in the history, not only a candidate. It is always a real title.',
  freeBeyond: 'Free generation named another {{item}} of the catalogue, none of the candidates. The list below is of the candidates all the same.',
  showAll: 'Show all {{count}} {{items}}',
  showFewer: 'Show the first {{count}} only',
} as const;

/** What a history is made of. */
export const facts = {
  heading: 'From the facts of your {{films}}',
  note: 'Counted, not said by the model.',
  from: 'from {{place}}',
  fromThe: 'from the {{place}}',
  by: 'by {{director}}',
  of: 'of the {{decade}}',
} as const;

export const decade = { name: '{{year}}s' } as const;

export const probability = {
  summary: 'What the percentages mean',
  second:
    'Place 2 is the model’s choice when place 1 is taken out; the percentages are those of the first question, so that a later place may have a larger one.',
  more: 'Place 2 is the model’s choice when place 1 is taken out, and so on to place {{places}}; the percentages are those of the first question, so that a later place may have a larger one.',
  what: 'How likely the language model finds each title as the next one, given that it is one of these candidates: the probabilities of the title’s tokens, multiplied. They add up to 100%.',
  raw: 'They are the model’s own, not compared with how often it is right: read them as an order more than as odds.',
  softened:
    'They are softened by one temperature, T = {{temperature}} (p becomes p^(1/T)), chosen as the one under which what {{users}} validation users chose next is most likely; the order is untouched.',
  sharpened:
    'They are sharpened by one temperature, T = {{temperature}} (p becomes p^(1/T)), chosen as the one under which what {{users}} validation users chose next is most likely; the order is untouched.',
  error: 'The first choice’s percentage and how often it came true are then {{points}} points apart on average.',
  holds:
    'That holds for the paper’s test, one right answer among 19 random ones. Among candidates that are all likely, such as {{recommender}}’s top 20, read them as an order.',
} as const;

export const cost = {
  title: 'What it cost',
  first: 'first token',
  speed: 'speed',
  perSecond: '{{tokens}} tokens/s',
  all: 'in all',
  device: 'device',
  passes: 'forward passes',
  passesForced_one: '{{passes}}, {{count}} token forced',
  passesForced_other: '{{passes}}, {{count}} tokens forced',
  prompt: 'prompt',
  tokens: '{{tokens}} tokens',
  tokensReused: '{{tokens}} tokens, {{reused}} reused',
  meaning: 'What these numbers mean',
  help: {
    first: 'First token: from the press of the button to the first token of the answer, reading the prompt included.',
    passes: 'Forward passes: runs of the language model, one for each piece of the prompt and one for each question that is asked about it.',
    forced: 'Forced tokens: the answer can only be a candidate; where the titles leave one way to go on, the token costs nothing.',
    reused: 'Reused: the start of the prompt that the model still has in memory from the answer before.',
  },
} as const;

export const prompt = {
  summary: 'The prompt that the model reads',
  user: 'user',
  item: 'item',
  userToken: 'F_U(x_u): the user representation as a soft token',
  itemToken: "F_I(e): the {{item}}'s joint embedding as a soft token",
  sentence: 'What it read for this sentence',
  sentenceNote_one: 'The language model’s own words, from the facts that stand in its prompt. It wrote one sentence, and the facts confirm it.',
  sentenceNote_other:
    'The language model’s own words, from the facts that stand in its prompt. It wrote {{count}} sentences; this one says most of those that the facts confirm.',
  chips: 'Each chip is one soft token: a vector from the aligner that stands between the words, at one position of the prompt.',
} as const;

export const think = {
  title: 'See it think',
  attention: 'Where the crowd looks',
  attentionHelp:
    '{{recommender}}’s attention: how much its last step weighs each of the history when it makes the user representation x_u. The weights add up to 100%.',
  noAttention: '{{recommender}} has no attention: it does not say where it looks.',
  steps: 'How the answer was written',
  stepsHelp:
    'Where the candidates’ titles part, the language model chooses the next piece. Each line is one choice, with the probability of each way on: the model’s own, which the list softens.',
  stepsNone: 'The candidates’ titles never part: there was nothing to choose.',
  nothing: 'It shows what happened when an answer is there.',
  other: '{{count}} other ways',
  lead: 'What happened on the way to this answer, in the numbers of this very run.',
  taste: 'Your taste, in numbers',
  representation: 'x_u: {{count}} numbers, made by {{recommender}} of the whole history',
  userToken: 'The user’s soft token: {{count}} numbers that the language model reads like a word',
  tasteHelp:
    '{{recommender}}, trained on what people {{consumed}}, sums the history up. The projection F_U turns that into a soft token: a vector that stands where a word would.',
  joint: 'Each {{item}}, in the joint space',
  jointHelp:
    'Blue is what the crowd knows of it (its neighbours in people’s histories), violet what SBERT, a model that reads sentences, finds in its text. The bright one becomes its soft token: violet alone where nobody has rated it.',
  collaborative: '{{title}}, collaborative half: {{count}} numbers',
  text: '{{title}}, text half: {{count}} numbers',
  uses: { collaborative: 'crowd', text: 'text', mean: 'both' },
  reads: 'What the language model reads',
  readsHelp: 'Words it knows, titles, and between them the soft tokens.',
  chooses: 'How it chooses',
  choosesHelp:
    'It writes the title piece by piece. The bars are the ways on that it weighed; the bold one it took. These are the model’s own numbers, which the list softens (“What the percentages mean”).',
  numbers: 'The numbers',
} as const;

export const mattered = {
  title: 'What mattered',
  help: 'Leave something out, and see the answer change. The candidates stay the same.',
  without: 'Without {{title}}',
  each: 'Leave each out in turn',
  asking: 'Asking again without it …',
  askingEach: '{{done}} of {{of}} left out so far …',
  with: 'With it',
  left: 'Without it',
  bars: 'What each did for “{{title}}”, left out by itself: points of its probability that go without it are for it, points that come are against it. They need not add up',
  for: 'for it: {{points}} points',
  against: 'against it: {{points}} points',
  nothing: 'It can be taken apart when an answer is there.',
  films: '{{AnItem}} of the history',
  method: 'What the language model is given beside the titles',
  parts: {
    user: {
      name: 'Without the summary of your taste',
      help: 'The language model reads the same prompt, but not the user token, the one vector that sums up your taste.',
    },
    items: {
      name: 'Without the summary of each {{item}}',
      help: 'Without the item tokens. Titles stay words, and your taste stays a vector: nothing says any more how the two fit together.',
    },
    collaborative: { name: 'Without what the crowd knows', help: 'Every {{item}}’s token is made of its text alone, as if nobody had rated it.' },
    text: {
      name: 'Without what the texts say',
      help: 'What nobody has rated has no token left. What the crowd knows well loses nothing: its token was made without its text.',
    },
    'llm-only': { name: 'Without any of these', help: 'The language model alone: words, and nothing of the crowd.' },
  },
  same: 'The first choice stays “{{title}}”: {{before}} with it, {{after}} without.',
  changed: '“{{before}}” with it, “{{after}}” without.',
} as const;

export const candidates = {
  title: 'Candidates',
  shuffle: 'Shuffle',
  from: 'Where the candidates come from',
  summary: "The {{count}} {{items}}, in the prompt's order",
  pending: 'They are found when the model is ready and there is {{anItem}} in the history.',
  rated: 'The texts of the catalogue are still on their way. Until they are here, the candidates are {{items}} that enough people have rated.',
  widened: 'The texts of the catalogue have arrived: the candidates come from all of it now.',
  done: 'Every {{item}} of your watchlist is in the history.',
  takeOut: 'Take {{title}} out of the candidates',
  kinds: {
    catalogue: 'Whole catalogue',
    sasrec: "{{recommender}}'s top 20",
    newcomers: 'Newcomers',
    watchlist: 'Watchlist',
    paper: 'Random',
  },
  helps: {
    catalogue: 'The 100 {{items}} whose soft tokens lie nearest to yours, of all that the catalogue has: with or without ratings.',
    sasrec: 'The {{items}} that collaborative filtering ranks first: the model re-ranks them.',
    newcomers: 'Half are cold {{items}}, which {{recommender}} cannot rank at all.',
    newcomersSince: 'Half are cold {{items}} from 2015 on, which {{recommender}} cannot rank at all.',
    watchlist: 'Up to 20 {{items}} of your watchlist: which one first? Shuffle draws others.',
    paper: "The paper's test: drawn uniformly from the {{items}} that {{recommender}} knows.",
  },
} as const;

export const sasrec = {
  title: '{{recommender}} alone',
  list: "{{recommender}}'s list",
  note: 'Collaborative filtering, no language model.',
  took: 'in {{milliseconds}} ms',
  knowsNone: 'It knows none of these {{items}}: this is what it tells anybody.',
  empty: 'Its list appears with the first {{item}}.',
} as const;
