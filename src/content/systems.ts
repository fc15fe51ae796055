/** The systems' names, as the paper has them. */
export const SYSTEMS: Readonly<Record<string, string>> = {
  'a-llmrec': 'A-LLMRec',
  'a-llmrec-sbert': 'A-LLMRec (SBERT)',
  'llm-only': 'LLM-Only',
  'mlp-llm': 'MLP-LLM',
  sasrec: 'SASRec',
  popularity: 'Most popular',
};

export const PAPER = {
  text: 'Kim et al.: Large Language Models meet Collaborative Filtering: An Efficient All-round LLM-based Recommender System. KDD 2024.',
  href: 'https://arxiv.org/abs/2404.11343',
} as const;

/** How the measured tables call those that nobody has rated. */
export const NEVER_SEEN = 'items that SASRec never saw';

/** Films of the whole catalogue that the language model ranks. */
export const SHORTLIST = 100;
