/** The systems' names, as the paper has them. */
export const SYSTEMS: Readonly<Record<string, string>> = {
  'a-llmrec': 'A-LLMRec',
  'a-llmrec-sbert': 'A-LLMRec (SBERT)',
  'llm-only': 'LLM-Only',
  'mlp-llm': 'MLP-LLM',
  sasrec: 'SASRec',
  popularity: 'Most popular',
};
