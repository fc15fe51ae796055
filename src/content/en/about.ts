/** How it works, what it scores, and "Test it here". */
export const about = {
  title: 'How it works',
  method: {
    history: { title: 'History', text: 'The {{items}} you {{consumed}}, oldest first.', fact: '{{all}} {{items}}, {{warm}} of them known to SASRec' },
    sasrec: {
      title: 'SASRec',
      text: 'Frozen collaborative filtering gives a user representation x_u and item embeddings E.',
      fact: 'd = {{size}}, {{blocks}} blocks, reads {{length}} {{items}}',
    },
    joint: {
      title: 'Joint space',
      text: "Stage 1's encoders put item embeddings, or for cold {{items}} SBERT's reading of their text, into one joint space.",
      fact: "d' = {{size}}; SBERT: {{width}} wide, {{tokens}} tokens",
    },
    soft: {
      title: 'Soft tokens',
      text: "Stage 2's projections F_U and F_I turn user and {{items}} into vectors that a language model reads like words.",
      fact: 'h = {{size}}, one token for the user, one for each {{item}}',
    },
    opt: {
      title: 'Frozen OPT',
      text: 'The prompt carries them between the words; the language model names the next {{item}}, token by token.',
      fact: '{{name}}: {{parameters}} parameters, {{layers}} layers',
    },
  },
  results: 'The results, measured',
  deviation: 'Against the paper:',
  bundle: 'Bundle “{{title}}”, {{bytes}} for a first recommendation, trained on {{dataset}} ({{people}} people), {{date}}.',
  credits: 'Credits and licences',
  paper: 'The method:',
} as const;

export const results = {
  help: "Hit@1: how often what a person chose next is ranked first among 20, it and 19 random ones (guessing: 5%, the thin line in each row). The thick stroke is the value, its bar the 95% bootstrap interval. The paper's values are from other data and OPT-6.7B: compare the order of the rows, not the numbers.",
  none: 'This bundle carries no measured results.',
  name: 'Results',
  caption: 'How often the {{item}} that a person {{consumed}} next is ranked first among 20 (it and 19 random ones). Guessing would give 5%.',
  system: 'System',
  users: 'Users',
  usersOf: '{{users}} users',
  measured: 'Measured',
  by: { typescript: 'this bundle, 4-bit, seed {{seed}}', pytorch: 'float, PyTorch, seed {{seed}}' },
  less: 'less {{baseline}}',
  paper: 'paper’s',
  paperTable: 'the paper’s {{table}}',
  seed: 'seed {{seed}}',
  repeat: 'How to repeat it',
  command: 'The command',
  reliability: '{{users}} users: the first choice’s stated probability and how often it was right, expected calibration error {{error}}.',
  reliabilityBefore:
    '{{users}} users: the first choice’s stated probability and how often it was right, expected calibration error {{error}} ({{before}} before the temperature, the grey line).',
  diagram: 'Reliability diagram. {{bins}}.',
  bin: 'Stated {{stated}}: came true {{true}} of {{users}} times',
  stated: 'stated probability',
  cameTrue: 'came true',
} as const;

export const evaluate = {
  title: 'Test it here',
  what: "The paper's evaluation, run in this tab by the model that you have loaded: the last item of each user is hidden among 19 random ones that the user has not met, and A-LLMRec and SASRec each rank the 20. The page ships no users, so bring a file; it stays in the tab.",
  form: "A text file with a line per user: a name, a tab, and item ids of the bundle's data set, oldest first and separated by spaces. For instance:",
  example: 'An example',
  most: 'Users, at most',
  go: 'Evaluate on my file',
  file: 'File of users',
  measured: 'What was measured',
  caption: 'Hit@1 of {{users}} users, {{candidates}} candidates each, seed {{seed}}; in brackets the 95% bootstrap interval.',
  difference: 'A-LLMRec less SASRec',
  leftOut: 'What of the file was left out',
  andMore: 'and {{more}} more',
  progress: '{{name}}: {{done}} of {{all}} users, about {{time}} to go',
  first: '{{name}}: the first user …',
  done: 'Users evaluated',
  stop: 'Stop the evaluation',
  stopped: '{{name}}: stopped after {{done}} of {{all}} users, {{time}}.',
  whole: '{{name}}: {{done}} users, {{time}}.',
} as const;
