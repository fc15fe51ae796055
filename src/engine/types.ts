/** The nouns of the method. Shapes are in comments: n films, d CF width, d' joint width, h LLM width. */

/** A film of the bundle's catalogue. Rows [0, warm) are known to SASRec; the rest are cold. */
export interface Film {
  row: number;
  /** Id in the source data set (MovieLens movieId). */
  id: number;
  /** Without the year. */
  title: string;
  /** 0 when unknown. */
  year: number;
  genres: readonly string[];
  /** Training interactions. */
  popularity: number;
  cold: boolean;
}

/** A film that a visitor described: it has text only, so it is always cold. */
export interface OwnFilm {
  title: string;
  year: number;
  description: string;
  /** SBERT's embedding of its text, L2-normalised. [384] */
  embedding: Float32Array;
}

/** What may stand in a history or among the candidates: a row of the catalogue, or a film of the visitor's own. */
export type Item = { kind: 'film'; row: number } | { kind: 'own'; film: OwnFilm };

/** Which joint embedding and soft tokens the prompt carries (paper section 4). */
export type System = 'a-llmrec' | 'a-llmrec-sbert' | 'llm-only' | 'sasrec';

/**
 * What the language model is given beside the titles (paper, figure 2), and can be asked without: the user's soft token, the items' soft tokens, or of
 * the joint embedding behind an item's token the half that comes from collaborative filtering or the one from its text.
 */
export type SoftPart = 'user' | 'items' | 'collaborative' | 'text';

export type Decoding = 'constrained' | 'free';

export interface RankedCandidate {
  /** Index into the request's candidates. */
  candidate: number;
  /** Softened by the bundle's calibration temperature, where it has one. Probabilities of all candidates sum to 1. */
  probability: number;
}

export interface Timings {
  promptTokens: number;
  /** Positions whose KV came from an earlier request's shared prefix; never all, since the last one is always read. */
  reusedTokens: number;
  generatedTokens: number;
  /** Tokens that the trie forced, at no forward pass. */
  forcedTokens: number;
  forwardPasses: number;
  timeToFirstTokenMs: number;
  totalMs: number;
  tokensPerSecond: number;
}

/** A piece of the prompt as the language model read it: words, a title, or the place of a soft token. */
export type PromptPiece =
  | { kind: 'text' | 'title'; text: string }
  /** index: in the films of the prompt's history or candidates. */
  | { kind: 'soft'; of: 'user' | 'history' | 'candidate'; index: number };

/** A place where the candidates' titles part, on the way to the most probable one. */
export interface AnswerStep {
  /** The answer up to here. */
  before: string;
  /** What candidates go on with, most probable first; the probabilities sum to 1. */
  ways: { text: string; probability: number; chosen: boolean }[];
}

export interface Recommendation {
  /** Index into the candidates; null when free generation named none of them. */
  candidate: number | null;
  /** The film of the catalogue that free generation named instead: its row. */
  film?: number;
  text: string;
  /**
   * All candidates. The first places are the answers to one question after another, each about what is left when the places before are taken out; the
   * probabilities are those of the first question, so that a later place may have a larger one.
   */
  ranking: RankedCandidate[];
  /** How many of the first places a question of their own decided. */
  questions: number;
  /** What was read, from its own token ids. */
  prompt: PromptPiece[];
  /** How the constrained answer was decoded, choice by choice. */
  steps: AnswerStep[];
  timings: Timings;
}

export interface GenreAnswer {
  text: string;
  timings: Timings;
}

/** What the language model says of a history, or of a film that follows it. */
export interface Sentence {
  /** Null where nothing that the model wrote is true by the facts: then nothing is shown. */
  text: string | null;
  /** Sentences that it wrote. */
  tries: number;
  /** What was read, from its own token ids. */
  prompt: PromptPiece[];
  timings: Timings;
}

export interface ScoredFilm {
  row: number;
  /** x_u . E_row */
  score: number;
}

/** What a request may be given beside its arguments, in the engine as from the page. */
export interface RequestOptions<Progress> {
  /** Aborted, the request fails with 'stopped'. */
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
}
