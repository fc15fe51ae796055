/**
 * The paper's own Hit@1 (Kim et al., KDD 2024, arXiv 2404.11343v2, tables 1, 4 to 6, 8 and 9), of OPT-6.7B on Amazon reviews, for the rows that
 * it shares with the tables here. A row that the paper does not have, and a domain of which a table says nothing, has none.
 */
import type { Results } from '../../src/bundle/results';

type Systems = Readonly<Record<string, number>>;
interface Domain {
  dataset: string;
  overall: Systems;
  cold: Systems;
  warm: Systems;
  coldUser: Systems;
  /** By the names of training/evaluation/variants.py, then by system. */
  variants: Readonly<Record<string, Systems>>;
}

/** By the bundle's name. */
const DOMAINS: Readonly<Record<string, Domain>> = {
  movies: {
    dataset: 'Amazon Movies and TV',
    overall: { 'A-LLMRec': 0.6237, SASRec: 0.6154, 'MLP-LLM': 0.5838, 'LLM-Only': 0.0121 },
    cold: { 'A-LLMRec': 0.5714, 'A-LLMRec (SBERT)': 0.5772, SASRec: 0.2589 },
    warm: { 'A-LLMRec': 0.688, 'A-LLMRec (SBERT)': 0.6802, SASRec: 0.6787 },
    coldUser: { 'A-LLMRec': 0.5272, SASRec: 0.2589 },
    variants: {
      full: { 'a-llmrec': 0.6237 },
      'mlp-llm': { 'a-llmrec': 0.5838 },
      'without-matching': { 'a-llmrec': 0.5838 },
      'without-reconstruction': { 'a-llmrec': 0.5482 },
      'without-recommendation': { 'a-llmrec': 0.613 },
      'frozen-sbert': { 'a-llmrec': 0.6173 },
      'without-user': { 'a-llmrec': 0.5925 },
      'without-joint': { 'a-llmrec': 0.1224 },
      'random-joint': { 'a-llmrec': 0.12 },
      'few-shot-256': { 'a-llmrec': 0.288, 'a-llmrec-sbert': 0.2963, sasrec: 0.2111 },
      'few-shot-128': { 'a-llmrec': 0.2518, 'a-llmrec-sbert': 0.2722, sasrec: 0.1537 },
    },
  },
  'video-games': {
    dataset: 'Amazon Video Games',
    overall: { 'A-LLMRec': 0.5282, SASRec: 0.5402, 'MLP-LLM': 0.4788, 'LLM-Only': 0.0168 },
    cold: { 'A-LLMRec': 0.4263, 'A-LLMRec (SBERT)': 0.4359, SASRec: 0.1991 },
    warm: { 'A-LLMRec': 0.597, 'A-LLMRec (SBERT)': 0.5792, SASRec: 0.5764 },
    coldUser: { 'A-LLMRec': 0.416, SASRec: 0.4048 },
    variants: {
      'mlp-llm': { 'a-llmrec': 0.4788 },
      'without-user': { 'a-llmrec': 0.5121 },
      'without-joint': { 'a-llmrec': 0.4773 },
      'random-joint': { 'a-llmrec': 0.4729 },
      'few-shot-256': { 'a-llmrec': 0.2495, 'a-llmrec-sbert': 0.2607, sasrec: 0.1396 },
      'few-shot-128': { 'a-llmrec': 0.1608, 'a-llmrec-sbert': 0.1839, sasrec: 0.1089 },
    },
  },
};

/** Where the paper has each table. */
const PLACES: Readonly<Record<string, string>> = {
  overall: 'table 1',
  'cold-warm': 'table 4',
  'cold-user': 'table 5',
  'few-shot': 'table 6',
  ablation: 'tables 8, 9 and 10, and MLP-LLM of table 1',
  backbones: 'table 11',
  genre: 'section 5.4.4 and figure 4, an example',
};

/** The paper's value of a variant's system, where it has one. */
export function paperVariant(bundle: string, variant: string, system: string): number | undefined {
  return DOMAINS[bundle]?.variants[variant]?.[system];
}

/** The table with its place in the paper and the paper's values in the rows that the paper has; those that a row already carries stay. */
export function withPaper(table: Results, bundle: string): Results {
  const place = PLACES[table.table];
  const results = place ? { ...table, paperTable: place } : table;
  const domain = DOMAINS[bundle];
  if (!domain) return results;
  const of = (group = '') => {
    if (results.table === 'overall') return domain.overall;
    if (results.table === 'cold-user') return domain.coldUser;
    if (results.table !== 'cold-warm') return {};
    return group.startsWith('warm') ? domain.warm : group.startsWith('cold') ? domain.cold : {};
  };
  const rows = results.rows.map((row) => {
    const paper = row.paper ?? of(row.group)[row.label];
    return paper === undefined ? row : { ...row, paper };
  });
  return rows.some(({ paper }) => paper !== undefined) ? { ...results, paperData: domain.dataset, rows } : results;
}
