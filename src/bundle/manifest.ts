/** The bundle's manifest and its parser: everything the app knows about a model. A bundle is valid or refused whole. */
import * as v from 'valibot';
import { MatineeError } from '../errors';
import { resultsSchema } from './results';

const FORMAT = 'matinee-bundle';
const FORMAT_VERSION = 1;

// JSON has no NaN, but 1e999 is read as Infinity.
const real = v.pipe(v.number(), v.finite());
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
// Bounds are far beyond any model that a tab can hold: what lies beyond them is a mistake, and would hold or end the tab before anything is said.
const size = (most: number, least = 1) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest));
const MAX_WIDTH = 16_384;
const MAX_LAYERS = 256;
const MAX_POSITIONS = 131_072;
/** A file is held in one piece. */
const MAX_FILE_BYTES = 2 ** 32;
const MAX_SEGMENTS = 64;
const epsilon = v.pipe(real, v.minValue(0), v.maxValue(1));

/** A plain file name beside the manifest: no folders, no '..', no URL. */
const fileName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,120}$/));

/** One piece of a file on the server: at most 16 MB. */
const shard = v.object({ path: fileName, bytes: size(MAX_FILE_BYTES, 0), sha256 });
const file = v.object({
  bytes: size(MAX_FILE_BYTES, 0),
  sha256,
  /** In order; a file of one piece has one shard. */
  shards: v.pipe(v.array(shard), v.minLength(1), v.maxLength(4096)),
});

/** Characters of constant text in a prompt; a context holds fewer tokens than that. */
const MAX_TEXT = 8000;
const promptSegment = v.union([
  v.object({ special: v.literal('bos') }),
  v.object({ soft: v.literal('user') }),
  v.object({ text: text(MAX_TEXT) }),
  v.object({ list: v.picklist(['history', 'candidates']) }),
]);
const itemSegment = v.union([v.object({ soft: v.literal('item') }), v.object({ text: text(MAX_TEXT) }), v.object({ title: v.literal(true) })]);
const segments = v.pipe(v.array(promptSegment), v.maxLength(MAX_SEGMENTS));
const factWord = v.pipe(v.string(), v.minLength(1), v.maxLength(60));

const promptTemplate = v.object({
  recommend: segments,
  /** Absent where no genres are known: such a bundle's model is not asked for them. */
  genre: v.optional(segments),
  /** What a history has in common, and why a film follows it; absent of a model that was not taught to say so. Then the next four are, too. */
  taste: v.optional(segments),
  reason: v.optional(segments),
  /** A film of these two prompts: its facts stand behind its title. */
  describedItem: v.optional(v.pipe(v.array(v.union([...itemSegment.options, v.object({ facts: v.literal(true) })])), v.maxLength(MAX_SEGMENTS))),
  maxFactTokens: v.optional(size(1000)),
  unknownFacts: v.optional(text(200)),
  /** How the prompt calls genres and countries. */
  factWords: v.optional(v.object({ genres: v.record(v.string(), factWord), countries: v.record(v.string(), factWord) })),
  item: v.pipe(v.array(itemSegment), v.maxLength(MAX_SEGMENTS)),
  /** 'blocks': films see the constant text before them and themselves, and all of a list stand at the same positions (src/engine/llm/sequence.ts). Plain causal order if absent. */
  structure: v.optional(v.picklist(['causal', 'blocks'])),
  separator: text(MAX_TEXT),
  recommendEnd: text(MAX_TEXT),
  genreEnd: text(MAX_TEXT),
  maxHistory: size(10_000, 0),
  maxTitleTokens: size(1000),
  /** How this template differs from the paper's, in a sentence; empty when it does not. */
  deviation: v.string(),
});

/** Hit@1 and NDCG@10 of one system over `users` users, 1 positive and 19 uniform negatives (paper section 4.1). */
const systemMetrics = v.object({
  system: v.string(),
  split: v.picklist(['validation', 'test']),
  /** Who measured: 'typescript' (the shipped 4-bit bundle) or 'pytorch' (float). */
  by: v.picklist(['typescript', 'pytorch']),
  users: count,
  candidates: count,
  seed: real,
  hit1: share,
  ndcg10: share,
  /** 95% bootstrap interval of hit1. */
  interval: v.optional(v.tuple([share, share])),
  date: v.string(),
});

/**
 * Softens the candidates' probabilities: p_i is proportional to p_i^(1/temperature), which changes no ranking. Chosen on `split` as the
 * temperature under which the held-out film is most likely.
 */
const calibration = v.object({
  temperature: v.pipe(real, v.gtValue(0)),
  split: v.picklist(['validation']),
  users: count,
  /** Expected calibration error on the same users, with the temperature. */
  ece: v.optional(share),
});

/** What the language model gives for a fixed prompt, so that a device shows whether it computes right (training/export/checks/self_test.py). */
const selfTest = v.object({
  /** In plain causal order. */
  tokens: v.pipe(v.array(count), v.minLength(2), v.maxLength(1024)),
  /** Of the vocabulary: those whose logits behind the last token follow. */
  columns: v.pipe(v.array(count), v.minLength(1), v.maxLength(1024)),
  logits: v.array(real),
  /** By how much a logit may differ. */
  tolerance: v.pipe(real, v.gtValue(0)),
});

const word = v.pipe(v.string(), v.regex(/^[^\s\u0000-\u001f]([^\u0000-\u001f]{0,38}[^\s\u0000-\u001f])?$/));
/** The words of the page for this domain: "movie", "movies", "watched", "watch". Bundles from before there were several have no `consume`. */
const words = v.object({ item: word, items: word, consumed: word, consume: v.optional(word, 'watch') });

/** Networks of collaborative filters that the engine runs, by what a manifest calls them. */
const NETWORKS = ['sasrec', 'esasrec', 'gru4rec', 'nextitnet', 'ncf', 'morec', 'ctrl'] as const;
export type NetworkName = (typeof NETWORKS)[number];
/** The same, and several of them as one. */
export const RECOMMENDERS = [...NETWORKS, 'ensemble'] as const;
export type RecommenderName = (typeof RECOMMENDERS)[number];

const network = {
  hiddenSize: size(MAX_WIDTH), // d
  blocks: size(MAX_LAYERS),
  heads: size(MAX_WIDTH),
  maxLength: size(MAX_POSITIONS),
  /** 'pre': x + f(norm(x)); 'sasrec': the original, the query's residual is the normed input. */
  norm: v.picklist(['pre', 'sasrec']),
  /** Item embeddings are multiplied by it before the positions are added. */
  embeddingScale: real,
  normEpsilon: epsilon,
};

const recommender = v.object({
  ...network,
  /** The network of the weights, SASRec where none is named; `blocks` are a GRU's or a perceptron's layers in those that have such. */
  architecture: v.optional(v.picklist(RECOMMENDERS)),
  /** Of an ensemble, whose `hiddenSize` is the sum of theirs: the scores of a network with a score of its own would not add up. */
  members: v.optional(
    v.pipe(v.array(v.object({ ...network, architecture: v.picklist(NETWORKS.filter((name) => name !== 'ncf')) })), v.minLength(2), v.maxLength(4)),
  ),
});

const aligner = v.object({
  /** False of MLP-LLM: a joint embedding is the item embedding (d' = d), and texts have none. */
  stage1: v.optional(v.boolean(), true),
  jointSize: size(MAX_WIDTH), // d'
  textSize: size(MAX_WIDTH), // SBERT's width
  /** Warm items with at most so many training interactions get the mean of e_i and q_i (a deviation from the paper). */
  sparseLimit: v.optional(count),
  /** Outputs of F_U and F_I are L2-normalised and multiplied by a learned scale (a deviation from the paper). */
  normalisedSoftTokens: v.boolean(),
  /** The user's soft token is turned towards the history's; in their mean a film weighs so much of the one after it (a deviation from the paper). */
  historyRecency: v.optional(share),
  /** What is asked about all that was watched reads a user's token of which so much, off the subspace, is the whole history's (a deviation from the paper). */
  wholeHistoryShare: v.optional(share),
  /** Width of the subspace in which candidates from the whole catalogue are found; absent where the aligner has no coordinates of its films. */
  shortlistSize: v.optional(count),
  leakyReluSlope: real,
  normEpsilon: epsilon,
});

/** A collaborative filter that may stand in the first one's place (paper, table 11), with the aligner that was trained on it; loaded when it is chosen. */
const backbone = v.object({
  recommender: v.object({ ...recommender.entries, architecture: v.picklist(RECOMMENDERS) }),
  aligner,
  calibration: v.optional(calibration),
  /** Of A-LLMRec on this filter, and of the filter alone. */
  metrics: v.optional(v.array(systemMetrics), []),
  files: v.object({
    recommender: file, // NAME-recommender.safetensors
    aligner: file, // NAME-aligner.safetensors
  }),
});

/** MLP-LLM (paper, table 1), on the first collaborative filter: A-LLMRec without Stage 1. Read by evaluations alone. */
const mlpLlm = v.object({
  aligner: v.object({ ...aligner.entries, stage1: v.literal(false) }),
  files: v.object({ aligner: file }), // mlp-llm-aligner.safetensors
});

const manifestSchema = v.object({
  format: v.literal(FORMAT),
  version: v.literal(FORMAT_VERSION),
  name: text(200),
  title: text(200),
  /** ISO date of the export. */
  created: v.string(),
  /** The heading of the run in training/RUNS.md. */
  run: v.string(),
  preset: v.string(),
  dataset: v.object({ name: v.string(), users: count, interactions: count }),
  words,
  catalogue: v.object({ films: size(1_000_000), warm: size(1_000_000, 0) }),
  /** The collaborative filter of sasrec.safetensors. */
  sasrec: recommender,
  aligner,
  sbert: v.object({
    maxTokens: size(MAX_POSITIONS),
    /** int8 * scale = embedding, one scale per file. */
    embeddingScale: v.pipe(real, v.gtValue(0)),
    /** e.g. "{title} ({year}). {genres}. {description}": what of a film SBERT reads; used for a visitor's own film. */
    textTemplate: text(MAX_TEXT),
  }),
  llm: v.object({
    name: text(200),
    architecture: v.literal('opt'),
    parameters: count,
    hiddenSize: size(MAX_WIDTH), // h
    layers: size(MAX_LAYERS),
    heads: size(MAX_WIDTH),
    vocabularySize: size(2 ** 20),
    contextLength: size(MAX_POSITIONS),
    /** Row of the position table for position 0 (2 in OPT). */
    positionOffset: size(1024, 0),
    bos: count,
    eos: count,
    quantisation: v.string(),
    selfTest: v.exactOptional(selfTest),
  }),
  prompt: promptTemplate,
  files: v.object({
    catalogue: file, // catalogue.json
    sasrec: file, // sasrec.safetensors
    aligner: file, // aligner.safetensors
    sbertEmbeddings: file, // sbert-embeddings.bin, int8 [films, textSize]
    llm: file, // opt.onnx
    llmEmbeddings: file, // opt-embeddings.safetensors: token_embedding [V, h], position_embedding [contextLength + offset, h], f16
    llmTokenizer: file, // tokenizer.json
    sbert: file, // sbert.onnx
    sbertTokenizer: file, // sbert-tokenizer.json
    facts: v.exactOptional(file), // facts.json, of films: columns of countries, languages, sub-genres, directors, series (training/facts/facts.py)
    map: v.exactOptional(file), // map.bin, uint16 [films, 2]: where each film stands on the map (training/aligner/film_map.py)
  }),
  /** Further collaborative filters, at most one of each name. */
  backbones: v.optional(v.pipe(v.array(backbone), v.maxLength(RECOMMENDERS.length)), []),
  mlpLlm: v.optional(mlpLlm),
  metrics: v.array(systemMetrics),
  calibration: v.optional(calibration),
  /** The measured tables of docs/RESULTS.md. */
  results: v.optional(v.array(resultsSchema)),
  licences: v.array(v.object({ part: v.string(), licence: v.string(), notice: v.string() })),
});

export type Manifest = v.InferOutput<typeof manifestSchema>;
export type Words = Manifest['words'];
export type PromptTemplate = v.InferOutput<typeof promptTemplate>;
export type BundleFile = keyof Manifest['files'];
export type FileEntry = NonNullable<Manifest['files'][BundleFile]>;

/** Where a bundle's file is. @throws MatineeError 'file-missing' for an optional file that it does not have. */
export function entryOf(manifest: Manifest, file: BundleFile): FileEntry {
  const entry = manifest.files[file];
  if (!entry) throw new MatineeError('file-missing', `The model "${manifest.name}" has no file "${file}".`, 'Export the model again, or choose another one.');
  return entry;
}

/** Every file of a bundle, by where the manifest names it. */
export function filesOf({ files, backbones = [], mlpLlm }: Pick<Manifest, 'files'> & Partial<Pick<Manifest, 'backbones' | 'mlpLlm'>>): [string, FileEntry][] {
  const named = (of: string, entries: Record<string, FileEntry | undefined>) =>
    Object.entries(entries).flatMap(([name, entry]): [string, FileEntry][] => (entry ? [[`${of}.${name}`, entry]] : []));
  return [
    ...named('files', files),
    ...backbones.flatMap((one, i) => named(`backbones.${i}.files`, one.files)),
    ...(mlpLlm ? named('mlpLlm.files', mlpLlm.files) : []),
  ];
}

/** What a file is called on the server, its shards' numbers left out. */
export const nameOf = ({ shards }: FileEntry): string => (shards.length > 1 ? shards[0]!.path.replace(/\.\d+$/, '') : shards[0]!.path);

/** @throws MatineeError 'manifest-invalid' or 'manifest-version'. */
export function parseManifest(text: string): Manifest {
  const invalid = (what: string, cause?: unknown) =>
    new MatineeError('manifest-invalid', `The model's manifest.json cannot be used: ${what}.`, 'Export the model again, or choose another one.', { cause });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid('it is not JSON', cause);
  }
  const { format, version } = (value ?? {}) as Record<string, unknown>;
  if (format !== FORMAT) throw invalid(`it does not say "format": "${FORMAT}"`);
  if (version !== FORMAT_VERSION)
    throw new MatineeError(
      'manifest-version',
      `The model's manifest.json has version ${JSON.stringify(version)}; this app reads version ${FORMAT_VERSION}.`,
      'Reload the page to get the newest version of the app, or export the model again with the exporter of this one.',
    );
  const parsed = v.safeParse(manifestSchema, value);
  if (!parsed.success) throw invalid(`${v.getDotPath(parsed.issues[0]) ?? 'its root'}: ${parsed.issues[0].message.slice(0, 200)}`, parsed.issues);
  const { sasrec, llm, catalogue, backbones } = parsed.output;
  const filters = Object.fromEntries(backbones.map(({ recommender }, i) => [`backbones.${i}.recommender`, recommender]));
  for (const [name, { hiddenSize, heads }] of Object.entries({ sasrec, llm, ...filters }))
    if (hiddenSize % heads) throw invalid(`${name}.heads: ${heads} heads do not divide its hiddenSize of ${hiddenSize}`);
  for (const [name, { architecture, hiddenSize, members }] of Object.entries({ sasrec, ...filters })) {
    if ((architecture === 'ensemble') !== (members !== undefined)) throw invalid(`${name}.members: an ensemble has members, and nothing else has any`);
    if (members && members.reduce((sum, member) => sum + member.hiddenSize, 0) !== hiddenSize)
      throw invalid(`${name}.members: their widths do not add up to its hiddenSize of ${hiddenSize}`);
    const member = members?.findIndex((one) => one.hiddenSize % one.heads) ?? -1;
    if (member >= 0) throw invalid(`${name}.members.${member}.heads: they do not divide its hiddenSize`);
  }
  const names = [sasrec.architecture ?? 'sasrec', ...backbones.map(({ recommender }) => recommender.architecture)];
  for (const [i, { aligner }] of backbones.entries()) {
    if (names.indexOf(names[i + 1]!) <= i) throw invalid(`backbones.${i}: there is another "${names[i + 1]}"`);
    // They read the same texts, and a page that finds candidates by one finds them by each.
    if (aligner.textSize !== parsed.output.aligner.textSize)
      throw invalid(`backbones.${i}.aligner.textSize: ${aligner.textSize} is not that of the bundle's texts`);
    if (aligner.shortlistSize !== parsed.output.aligner.shortlistSize) throw invalid(`backbones.${i}.aligner.shortlistSize: it is not the first aligner's`);
  }
  const { mlpLlm } = parsed.output;
  if (mlpLlm && mlpLlm.aligner.jointSize !== sasrec.hiddenSize)
    throw invalid(`mlpLlm.aligner.jointSize: ${mlpLlm.aligner.jointSize} is not the width of the item embeddings that it reads, ${sasrec.hiddenSize}`);
  for (const name of ['bos', 'eos'] as const)
    if (llm[name] >= llm.vocabularySize) throw invalid(`llm.${name}: ${llm[name]} is not in a vocabulary of ${llm.vocabularySize}`);
  if (llm.selfTest) {
    const { tokens, columns, logits } = llm.selfTest;
    if (tokens.length > llm.contextLength) throw invalid(`llm.selfTest.tokens: ${tokens.length} do not fit a context of ${llm.contextLength}`);
    if ([...tokens, ...columns].some((id) => id >= llm.vocabularySize)) throw invalid(`llm.selfTest: an id is not in a vocabulary of ${llm.vocabularySize}`);
    if (logits.length !== columns.length) throw invalid(`llm.selfTest.logits: ${logits.length} for ${columns.length} columns`);
  }
  if (catalogue.warm > catalogue.films) throw invalid(`catalogue.warm: ${catalogue.warm} of ${catalogue.films} films`);
  for (const [name, file] of filesOf(parsed.output)) {
    const sum = file.shards.reduce((bytes, shard) => bytes + shard.bytes, 0);
    if (sum !== file.bytes) throw invalid(`${name} has ${file.bytes} bytes, its shards ${sum}`);
  }
  return parsed.output;
}
