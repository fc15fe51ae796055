/** Of "See it think" and "What mattered". */
export const THINK = {
  title: 'See it think',
  attention: 'Where the crowd looks',
  attentionHelp: 'SASRec’s attention: how much its last step weighs each of the history when it makes the user representation x_u. The weights add up to 100%.',
  steps: 'How the answer was written',
  stepsHelp:
    'Where the candidates’ titles part, the language model chooses the next piece. Each line is one choice, with the probability of each way on: the model’s own, which the list softens.',
  stepsNone: 'The candidates’ titles never part: there was nothing to choose.',
  nothing: 'It shows what happened when an answer is there.',
  other: (count: number) => `${count} other ways`,
} as const;

export const MATTERED = {
  title: 'What mattered',
  help: 'Leave something out, and see the answer change. The candidates stay the same.',
  without: (title: string) => `Without ${title}`,
  tokens: 'Without the soft tokens',
  texts: 'Without collaborative filtering',
  each: 'Leave each out in turn',
  with: 'With it',
  left: 'Without it',
  bars: (title: string) => `Change of the probability of “${title}” when one of the history is left out`,
  points: (change: number) => `${change < 0 ? '−' : '+'}${Math.abs(100 * change).toFixed(1)} points`,
  nothing: 'It can be taken apart when an answer is there.',
} as const;
