/** What the page knows, and what a visitor can do. One status union for the language model, one for the catalogue; never parallel booleans. */
import type { StoreApi } from 'zustand/vanilla';
import { FIRST_WORDS, type SpokenWords } from '../content/language';
import { namesAt, type Column, type Facts } from '../facts/facts';
import type { EvaluationReport } from '../engine/evaluation/evaluateUsers';
import type { Inside } from '../engine/inside';
import type { Film, GenreAnswer, Item, OwnFilm, PromptPiece, RankedCandidate, Recommendation, ScoredFilm, SoftPart } from '../engine/types';
import { firstRecommender, RECOMMENDER_LABELS, withRecommender } from '../bundle/backbones';
import type { Manifest, RecommenderName } from '../bundle/manifest';
import type { Counts, Export, Service } from '../import/types';
import type { DeviceChoice, DeviceReport, LoadProgress, OpenRow, WireError } from '../worker/protocol';
import type { Client } from '../worker/client';
import type { DeckActions, DeckState } from './deck/deck';
import { noScores, type ScoreKeeper } from './deck/score';
import type { RaceSettings } from './device/race';
import type { Keeper } from './storage';
import { notWatching, type WatchActions, type Watching } from './watch/watching';
import { NOWHERE, type Wander, type WanderActions } from './wander/state';

export type { Item };

/**
 * What the page asks of the model by itself, in the order in which it asks: the answer, the language model alone, the sentence beside the answer, both
 * voices on the newcomers, the genres.
 */
export const PARTS = ['both', 'reader', 'reason', 'newReader', 'newBoth', 'genre'] as const;
export type Part = (typeof PARTS)[number];

/** What the page is at by itself. */
export type Automatic =
  | { kind: 'none' }
  /** done of all tokens: what of the part at work has been read; of is 0 before it is known. then: what follows, in its order. */
  | { kind: 'asking'; part: Part; done: number; of: number; then: readonly Part[] }
  /** A visitor pressed Stop: the present question is not gone on with. */
  | { kind: 'stopped' };

/** Where the candidates come from; 'catalogue', the films of the whole catalogue that lie nearest, where the bundle can find them. */
export const CANDIDATE_KINDS = ['catalogue', 'sasrec', 'newcomers', 'paper', 'watchlist'] as const;
export type CandidateKind = (typeof CANDIDATE_KINDS)[number];

/** voices: what the stage asks beside the answer. */
export type Task = 'recommender' | 'recommend' | 'genre' | 'embed' | 'evaluate' | 'voices' | 'watch' | 'guess' | 'meaning' | 'invent';

export type ModelStatus =
  | { kind: 'idle' }
  | { kind: 'checking' }
  /** For a file of the app that is not there, or not right, yet. */
  | { kind: 'waiting'; sentence: string }
  | (Extract<LoadProgress, { step: 'downloading' }> & { kind: 'downloading' })
  | { kind: 'compiling'; part: string }
  | { kind: 'warming-up' }
  | { kind: 'ready'; device: DeviceReport; loadMs: number }
  /** progress: while SBERT is fetched, at the first film of one's own. */
  | { kind: 'running'; device: DeviceReport; loadMs: number; task: Task; progress: LoadProgress | null }
  /** Its worker crashed or its device was lost; it is loaded again by itself, as the error's next step says. */
  | { kind: 'lost'; error: WireError }
  | { kind: 'failed'; error: WireError };

export type Catalogue =
  | { kind: 'opening' }
  /** rowOf: the films' rows by their ids in the data set `source`; version: the manifest's. */
  | { kind: 'open'; manifest: Manifest; films: Film[]; rowOf: ReadonlyMap<number, number>; source: string; version?: string | undefined }
  | { kind: 'failed'; error: WireError };

/** An answer of the model: being written, whole, or the reason why it is not there. */
export type Answer<T> =
  | { kind: 'none' }
  | { kind: 'writing'; text: string; readTokens: number; promptTokens: number; ranking: RankedCandidate[]; candidates: Item[] }
  | { kind: 'whole'; result: T; candidates: Item[]; device: DeviceReport; stale: boolean }
  | { kind: 'stopped'; text: string }
  | { kind: 'failed'; error: WireError };

/** A sentence of the model's beside an answer. */
export interface Said {
  of: Recommendation | GenreAnswer;
  /** Null where the facts confirmed none. */
  text: string | null;
  /** Sentences that the model wrote until the facts confirmed this one. */
  tries: number;
  /** What the model read. */
  prompt: PromptPiece[];
}

/** The prompt of a history and its candidates, as the engine reads it. */
export type ReadPrompt =
  { kind: 'none' } | { kind: 'whole'; history: Item[]; candidates: Item[]; pieces: PromptPiece[] } | { kind: 'failed'; error: WireError };

/** What is left out of the question: a film of the history by its key, all soft tokens, or a part of what they are. */
export type LeftOut = { kind: 'film'; key: string } | { kind: 'llm-only' } | { kind: SoftPart };

/** What became of an answer without this and that. */
export interface Mattered {
  answer: Recommendation;
  without: { what: LeftOut; ranking: RankedCandidate[] } | null;
  /** What is being asked without. */
  asking: LeftOut | null;
  /** By how much the first choice's probability changes without a film of the history. */
  each: { key: string; change: number }[];
  /** Films that are being left out in turn; 0 when none is. */
  of: number;
}

/** Collaborative filtering, the language model and both, over the same candidates. Null: not there yet. */
export interface Voices {
  history: Item[];
  candidates: Item[];
  /** SASRec's score of each candidate; null where it knows none. */
  crowd: (number | null)[] | null;
  /** How much SASRec looked at each film of the history that it knows. */
  attention: { row: number; weight: number }[];
  /** The language model without soft tokens. */
  reader: RankedCandidate[] | null;
  /** A-LLMRec. */
  both: RankedCandidate[] | null;
  /** A film that nobody has rated, drawn by lot, among others. Null where the catalogue has none. */
  newcomer: { item: Item; candidates: Item[]; reader: RankedCandidate[] | null; both: RankedCandidate[] | null } | null;
}

/** Whom an evaluation is about: the users of a visitor's file, people that the deck invents, or those of the rounds that were played. */
export type EvaluationSource = { kind: 'file'; name: string } | { kind: 'invented' | 'played' };

/** The paper's evaluation over users that the visitor brings. */
export type Evaluation =
  | { kind: 'none' }
  /** report: null until the first user is done. */
  | { kind: 'running'; of: EvaluationSource; report: EvaluationReport | null }
  /** All users, or those until it was paused: then it can go on. */
  | { kind: 'whole'; of: EvaluationSource; report: EvaluationReport }
  | { kind: 'failed'; of: EvaluationSource; error: WireError };

/** A film of the history, with what the visitor's services say of it. */
export type Watched = Item & {
  /** When it was last watched; milliseconds since 1970. */
  at?: number;
  /** 0.5 to 5. */
  rating?: number;
  /** Rated below the visitor's own middle: watched, so never recommended, and no sign of taste. */
  low?: true;
};

/** What an open title of a file became: a row of the catalogue, a film of one's own, or none. */
export type Choice = number | 'own' | 'none';

/** A file of a service's on its way into the history, and what came of it. */
export type Import =
  | { kind: 'none' }
  /** of: 0 until the file is read. */
  | { kind: 'reading'; name: string; rows: number; of: number }
  | { kind: 'profiles'; name: string; profiles: Export['profiles'] }
  | { kind: 'failed'; name: string; error: WireError }
  | {
      kind: 'whole';
      name: string;
      service: Service;
      counts: Counts;
      /** Median of the visitor's ratings, 0.5 to 5. */
      middle: number | null;
      /** Titles for a tap: those with suggestions first. */
      open: OpenRow[];
      /** By the row of the open title. */
      choices: ReadonlyMap<number, Choice>;
      /** Oldest first: the file's films, those of the taps included. */
      films: Watched[];
      /** Of the file's list of films to watch. */
      wanted: number;
      mode: 'add' | 'replace';
      /** History and watchlist before the file, and the history that the file made. */
      before: Watched[];
      wantedBefore: number[];
      after: Watched[];
    };

export interface Notice {
  id: number;
  text: string;
}

export interface State extends DeckState {
  catalogue: Catalogue;
  model: ModelStatus;
  /** What the page did by itself about a crash or a lost device, as a sentence; null when there was none since the visitor last loaded the model. */
  recovery: string | null;
  /** Oldest first. */
  history: Watched[];
  /** Earlier histories, the latest last. */
  past: Watched[][];
  /** Whether films that the visitor rated below their own middle steer, too. */
  lowSteer: boolean;
  /** What the visitor means to watch: rows of the catalogue. */
  watchlist: number[];
  importing: Import;
  ownFilms: OwnFilm[];
  /** What the bundle knows of its films beside title, year and genres; null for a bundle without facts, and until they are there. */
  facts: Facts | null;
  /** Whether the search knows films by their other titles, too, or is to do without: what it finds is all that it will find. */
  isSearchWhole: boolean;
  /** The collaborative filter that A-LLMRec stands on; null: the bundle's first. */
  recommender: RecommenderName | null;
  /** excluded: rows never to be proposed for the history that the list is of. */
  sasrec: { films: ScoredFilm[]; excluded?: number[]; milliseconds: number } | null;
  candidateKind: CandidateKind;
  /**
   * Rows of the catalogue that lie nearest to a history, nearest first; null until the model has been asked. reach: 'rated' while the catalogue's texts
   * are on their way, without which the model knows no film that few have rated; 'widened' when it was asked again, with them.
   */
  shortlist: { of: readonly Item[]; rows: number[]; reach?: 'rated' | 'widened' } | null;
  /** Whether the catalogue's texts are on their way still, on a slow network. */
  lacksTexts: boolean;
  seed: number;
  /** Drawn for the present history: none of them is in it. */
  candidates: Item[];
  freeGeneration: boolean;
  deviceChoice: DeviceChoice;
  recommendation: Answer<Recommendation>;
  genre: Answer<GenreAnswer>;
  /** What the model says beside an answer: of the history with its genres, of the film with its recommendation. Each belongs to that one answer. */
  said: { taste: Said | null; reason: Said | null };
  prompt: ReadPrompt;
  /** The numbers behind the soft tokens of a history. */
  inside: { history: Item[]; value: Inside } | null;
  /** What the three say of the present candidates; null before the first history. */
  voices: Voices | null;
  mattered: Mattered | null;
  /** Whether the page answers a history without being asked. */
  answersItself: boolean;
  /** What of the model's work was asked for by nobody: a press takes its place. */
  automatic: Automatic;
  evaluation: Evaluation;
  watching: Watching;
  wander: Wander;
  notices: Notice[];
  /** Absolute URL of the bundle's folder. */
  bundle: string;
  kiosk: boolean;
  /** What opens a booth's panel for its operator. */
  pin: string;
  /** Where the page is found from elsewhere; null where that is its own address. */
  home: string | null;
  /** Counts the visitors of a booth: what the page holds outside the store belongs to one of them. */
  visitor: number;
}

/** What the page gives the store to begin with. */
export interface Settings {
  /** Absolute URL of the bundle's folder. */
  bundle: string;
  device: State['deviceChoice'];
  /** Of the address. */
  recommender?: RecommenderName | null;
  kiosk: boolean;
  pin: string;
  home?: string | null;
  /** Whether the page answers a history without being asked; yes, when left out. */
  answersItself?: boolean;
  /** `location.hash` of the visit. */
  hash: string;
  notices: string[];
  keeper: Keeper;
  /** Compares the devices, where there is memory for it. */
  race?: RaceSettings;
  /** Keeps the watchlist, where there is one. */
  watchlistKeeper?: Keeper;
  /** What the visitor says of films in the list "What to watch". */
  choicesKeeper?: { liked: Keeper; away: Keeper };
  /** Keeps a day's score, where there is one. */
  scoreKeeper?: ScoreKeeper;
  /** Writes the history into the address. */
  writeHash(hash: string): void;
  /** Writes the chosen recommender into the address; null: the bundle's first, of which it says nothing. */
  writeRecommender?(name: RecommenderName | null): void;
}

/** What is read of a File. */
export type EvaluationFile = Pick<File, 'name' | 'size' | 'text'>;
export type ImportFile = Pick<File, 'name' | 'size' | 'arrayBuffer'>;

export interface Actions extends WatchActions, DeckActions, WanderActions {
  start(): Promise<void>;
  /** Loads the language model again: after a failure, a lost device or another choice of device. */
  load(): Promise<void>;
  /** Rows of the catalogue, best first. Where it finds none it waits until the search knows all titles. */
  search(query: string): Promise<number[]>;
  /** The same, with the other title that a film was found by; '' for its own. */
  find(query: string): Promise<{ row: number; other: string }[]>;
  /** @returns whether it was added: not when it is there already, or there is no room. */
  add(item: Item): boolean;
  remove(index: number): void;
  move(from: number, to: number): void;
  clear(): void;
  undo(): void;
  usePreset(ids: readonly number[]): void;
  /** Takes the history of a link that was opened while the page was there. */
  openLink(hash: string): void;
  /** For the next visitor of a booth: nothing of the last one is left, Undo included. */
  startOver(ids: readonly number[]): void;
  /** @returns whether the film is where it was to go. */
  addOwn(film: Omit<OwnFilm, 'embedding'>, to: 'history' | 'candidates'): Promise<boolean>;
  /** Takes a film of the visitor's own out of the candidates. */
  forgetOwn(film: OwnFilm): void;
  chooseCandidateKind(kind: CandidateKind): void;
  reshuffle(): void;
  /** Puts another collaborative filter of the bundle in the present one's place: its list, and the answers on it. */
  chooseRecommender(name: RecommenderName): Promise<void>;
  setFreeGeneration(on: boolean): void;
  setDevice(device: State['deviceChoice']): Promise<void>;
  recommend(): Promise<void>;
  favouriteGenre(): Promise<void>;
  /** Has the three voices, and the answers, follow the present history. What runs for an earlier one is given up. */
  answerByItself(): Promise<void>;
  setAnswersItself(on: boolean): void;
  /** Asks the present answer's question without something. */
  leaveOut(what: LeftOut): Promise<void>;
  /** Each film that the prompt holds, in turn. */
  leaveOutEach(): Promise<void>;
  /** Asks the engine for the prompt of the present history and candidates, where it is not known yet. */
  showPrompt(): Promise<void>;
  /** Fetches the numbers behind the present history's soft tokens. */
  lookInside(): Promise<void>;
  /** A-LLMRec and SASRec over a file of users: a line each, user<TAB>item ids, oldest first. @param users at most */
  evaluate(file: EvaluationFile, users: number): Promise<void>;
  /** The same over people that the deck invents, or those of the rounds that this visitor played and whose next item the collaborative filter knows. */
  evaluatePeople(kind: 'invented' | 'played', users: number): Promise<void>;
  /** Goes on with the evaluation that was paused. */
  continueEvaluation(): Promise<void>;
  stop(): void;
  /** Reads a service's export into the history. */
  importFile(file: ImportFile): Promise<void>;
  /** Whose films of the file that was read are meant. */
  importProfile(profile: string): Promise<void>;
  stopImport(): void;
  /** Answers an open title of the file. */
  chooseFilm(row: number, choice: Choice): void;
  setImportMode(mode: 'add' | 'replace'): void;
  /** History and watchlist as they were before the file, in one step. */
  undoImport(): void;
  closeImport(): void;
  setLowSteer(on: boolean): void;
  /** A file of the history, and of the list of what to watch. */
  exportFile(format: ExportFormat): Promise<{ name: string; type: string; text: string }>;
  notify(text: string): void;
  dismiss(id: number): void;
}

/** 'list': for Letterboxd, what to watch instead of what was. */
export type ExportFormat = 'matinee' | 'letterboxd' | 'list';

export type Store = StoreApi<State & Actions>;

/** What every part of the store works with. */
export interface Context {
  client: Client;
  settings: Settings;
  set: Store['setState'];
  get: Store['getState'];
  /** A sentence for the visitor, once. */
  notify(text: string): void;
}

export const initialState: State = {
  catalogue: { kind: 'opening' },
  model: { kind: 'idle' },
  recovery: null,
  history: [],
  past: [],
  lowSteer: false,
  watchlist: [],
  importing: { kind: 'none' },
  ownFilms: [],
  facts: null,
  isSearchWhole: false,
  recommender: null,
  sasrec: null,
  candidateKind: 'sasrec',
  shortlist: null,
  lacksTexts: false,
  seed: 1,
  candidates: [],
  freeGeneration: false,
  deviceChoice: 'auto',
  recommendation: { kind: 'none' },
  genre: { kind: 'none' },
  said: { taste: null, reason: null },
  prompt: { kind: 'none' },
  voices: null,
  mattered: null,
  inside: null,
  answersItself: true,
  automatic: { kind: 'none' },
  evaluation: { kind: 'none' },
  watching: notWatching,
  deckRound: { kind: 'none' },
  scores: noScores(),
  played: [],
  wander: NOWHERE,
  notices: [],
  bundle: '',
  kiosk: false,
  pin: '',
  home: null,
  visitor: 0,
};

/** Whether a bundle finds candidates in its whole catalogue. */
export const canShortlist = ({ catalogue }: Pick<State, 'catalogue'>): boolean =>
  catalogue.kind === 'open' && catalogue.manifest.aligner.shortlistSize !== undefined;

/** Whether a catalogue has films that nobody has rated: they stand behind the others. */
export const hasNewcomers = ({ catalogue }: Pick<State, 'catalogue'>): boolean => catalogue.kind === 'open' && catalogue.films.at(-1)?.cold === true;

/** Where candidates come from unless the visitor, or a link, says otherwise. */
export const defaultKind = (state: Pick<State, 'catalogue'>): CandidateKind => (canShortlist(state) ? 'catalogue' : 'sasrec');

export const filmRows = (history: readonly Item[]): number[] => history.flatMap((item) => (item.kind === 'film' ? [item.row] : []));

const withoutLow = new WeakMap<readonly Watched[], Item[]>();

/** What of the history says something of taste: SASRec and the language model read this. The same list for the same history. */
export function steering({ history, lowSteer }: Pick<State, 'history' | 'lowSteer'>): Item[] {
  if (lowSteer || !history.some(({ low }) => low)) return history;
  let films = withoutLow.get(history);
  if (!films) withoutLow.set(history, (films = history.filter(({ low }) => !low)));
  return films;
}

/** An answer beside the present history: without a history, none. */
export const ofPresent = <T>(answer: Answer<T>, history: readonly Item[]): Answer<T> =>
  history.length === 0 && answer.kind !== 'writing' ? { kind: 'none' } : answer;

/** What an item is known by: two films of a visitor's own are the same when their texts are. */
export const itemKey = (item: Item): string => (item.kind === 'film' ? `film ${item.row}` : ownKey(item.film));
export const ownKey = ({ title, year, description }: Omit<OwnFilm, 'embedding'>): string => `own ${JSON.stringify([title, year, description])}`;
/** A film of one's own that this bundle's SBERT has not read: kept from a visit with another. */
export const isUnread = (film: OwnFilm): boolean => film.embedding.length === 0;
/** The same, for lists of tens of thousands: numbers are cheaper to compare, and no text is made of them. */
export const itemId = (item: Item): number | string => (item.kind === 'film' ? item.row : ownKey(item.film));
export const sameItem = (a: Item, b: Item): boolean => (a.kind === b.kind ? itemId(a) === itemId(b) : false);

/** Whether the model can be asked: what nobody asked for makes room. */
export const isFree = ({ model, automatic }: Pick<State, 'model' | 'automatic'>): boolean =>
  model.kind === 'ready' || (model.kind === 'running' && automatic.kind === 'asking');

const withYears = new WeakMap<readonly Film[], boolean>();

/** Whether a catalogue knows the years of its items. */
export function hasYears(films: readonly Film[]): boolean {
  let known = withYears.get(films);
  if (known === undefined) withYears.set(films, (known = films.some(({ year }) => year > 0)));
  return known;
}

/** The collaborative filter at work; before the manifest is there, SASRec. */
export const recommenderOf = ({ catalogue, recommender }: Pick<State, 'catalogue' | 'recommender'>): RecommenderName =>
  catalogue.kind === 'open' ? (recommender ?? firstRecommender(catalogue.manifest)) : 'sasrec';

const named = new WeakMap<object, Map<RecommenderName, SpokenWords>>();

/** The bundle's words, with the name of the recommender at work; before its manifest is there, the films'. The same for the same. */
export function wordsOf(state: Pick<State, 'catalogue' | 'recommender'>): SpokenWords {
  const words = state.catalogue.kind === 'open' ? state.catalogue.manifest.words : FIRST_WORDS;
  const name = recommenderOf(state);
  const found = named.get(words)?.get(name) ?? { ...words, recommender: RECOMMENDER_LABELS[name] };
  named.set(words, (named.get(words) ?? new Map<RecommenderName, SpokenWords>()).set(name, found));
  return found;
}

/** What the manifest says of the recommender at work; null while it is not there. */
export const recommenderSizes = ({ catalogue, recommender }: Pick<State, 'catalogue' | 'recommender'>): Manifest['sasrec'] | null =>
  catalogue.kind !== 'open' ? null : recommender === null ? catalogue.manifest.sasrec : withRecommender(catalogue.manifest, recommender).sasrec;

/** Title, year and genres of what stands in a list; null while the catalogue is not there. */
export function factsOf(
  state: Pick<State, 'catalogue'>,
  item: Item,
): { title: string; year: number; genres: readonly string[]; cold: boolean; own: boolean } | null {
  if (item.kind === 'own') return { title: item.film.title, year: item.film.year, genres: [], cold: true, own: true };
  const film = state.catalogue.kind === 'open' ? state.catalogue.films[item.row] : undefined;
  return film ? { title: film.title, year: film.year, genres: film.genres, cold: film.cold, own: false } : null;
}

/** What else is known of a film: nothing of one of the visitor's own, and nothing while there are no facts. */
export function moreFactsOf(
  { facts }: Pick<State, 'facts'>,
  item: Item,
): { directors: string[]; countries: string[]; subgenres: string[]; others: readonly string[] } {
  if (item.kind === 'own' || !facts) return { directors: [], countries: [], subgenres: [], others: [] };
  const of = (column: Column) => namesAt(column, item.row);
  return { directors: of(facts.directors), countries: of(facts.countries), subgenres: of(facts.subgenres), others: facts.others.get(item.row) ?? [] };
}

export const statusOf = (progress: LoadProgress): ModelStatus =>
  progress.step === 'downloading'
    ? { ...progress, kind: 'downloading' }
    : progress.step === 'compiling'
      ? { kind: 'compiling', part: progress.part }
      : progress.step === 'waiting'
        ? { kind: 'waiting', sentence: progress.sentence }
        : { kind: progress.step };
