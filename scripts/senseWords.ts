/** What the language model says of the histories of `npm run sense`, and how much of it is true by the facts. */
import type { Models } from '../src/engine/models';
import type { Film, Item } from '../src/engine/types';
import { ClaimChecker, type Checked } from '../src/engine/words/claims';
import { WORD_KINDS, type WordKind } from '../src/engine/words/factWords';
import { sayOf, type SentenceRequest } from '../src/engine/words/sentences';
import type { Facts } from '../src/facts/facts';

/** Oldest first; recommended: A-LLMRec's first choice. */
export interface Asked {
  name: string;
  rows: readonly number[];
  recommended: number;
}

type How = Pick<SentenceRequest, 'system' | 'withFacts' | 'checked'>;
const WAYS: Record<string, How> = {
  'A-LLMRec, as the page shows it': {},
  'A-LLMRec, the first sentence unchecked': { checked: false },
  'LLM-Only (no soft tokens), the first unchecked': { checked: false, system: 'llm-only' },
  'no facts in the prompt, the first unchecked': { checked: false, withFacts: false },
};
/** What is true of most histories, and says next to nothing. */
const CONSTANT = { taste: 'You like dramas.', reason: 'It is a drama.' };

export interface WordsMeasured {
  way: string;
  /** Shares of the claims that the facts state. */
  taste: number;
  reason: number;
  /** Median share of the catalogue for which what is said of a taste holds: a sentence that says much holds for few films. */
  holdsFor: number;
  /** Sentences in all, those that differ, and how often there was none. */
  sentences: number;
  different: number;
  none: number;
  /** Of the words of the tastes, by kind: how many there are, and how many hold for two films of the history (for one, where it has no more). */
  kinds: Partial<Record<WordKind, Checked>>;
  examples: { name: string; taste: string | null; reason: string | null }[];
}

export async function measureWords(models: Models, facts: Facts, asked: readonly Asked[]): Promise<WordsMeasured[]> {
  const about = asked.flatMap(({ rows, recommended }) => [...rows, recommended].map((row) => models.films[row]!));
  const checker = new ClaimChecker(models.manifest.prompt.factWords!, facts, about);
  const ways: WordsMeasured[] = [];
  for (const [way, how] of Object.entries(WAYS)) {
    const say = async ({ rows, recommended }: Asked) => {
      const history = rows.map((row): Item => ({ kind: 'film', row }));
      const { text: taste } = await sayOf(models, { ...how, history });
      const { text: reason } = await sayOf(models, { ...how, history, film: { kind: 'film', row: recommended } });
      return { taste, reason };
    };
    ways.push(await measured(models, checker, asked, way, say));
  }
  ways.push(await measured(models, checker, asked, 'a constant', async () => CONSTANT));
  return ways;
}

async function measured(
  { films, manifest }: Models,
  checker: ClaimChecker,
  asked: readonly Asked[],
  way: string,
  say: (one: Asked) => Promise<{ taste: string | null; reason: string | null }>,
): Promise<WordsMeasured> {
  const sums = { taste: { claims: 0, true: 0 }, reason: { claims: 0, true: 0 } };
  const add = (sum: Checked, one: Checked) => ((sum.claims += one.claims), (sum.true += one.true));
  const examples: WordsMeasured['examples'] = [];
  const holds: number[] = [];
  const kinds: WordsMeasured['kinds'] = {};
  for (const one of asked) {
    const history = one.rows.slice(-manifest.prompt.maxHistory).map((row): Film => films[row]!);
    const { taste, reason } = await say(one);
    if (taste) add(sums.taste, checker.taste(taste, history));
    if (reason) add(sums.reason, checker.reason(reason, history, films[one.recommended]));
    if (taste) holds.push(checker.tells(taste, films));
    for (const word of taste ? checker.tasteWords(taste, history) : [])
      add((kinds[word.kind] ??= { claims: 0, true: 0 }), { claims: 1, true: Number(word.holds) });
    examples.push({ name: one.name, taste, reason });
  }
  const texts = examples.flatMap(({ taste, reason }) => [taste, reason]);
  const written = texts.filter((text) => text !== null);
  return {
    way,
    taste: sums.taste.true / Math.max(1, sums.taste.claims),
    reason: sums.reason.true / Math.max(1, sums.reason.claims),
    holdsFor: holds.toSorted((a, b) => a - b)[holds.length >> 1] ?? 1,
    sentences: written.length,
    different: new Set(written).size,
    none: texts.length - written.length,
    kinds,
    examples,
  };
}

/** As Markdown. */
export function wordsTable(ways: readonly WordsMeasured[]): string {
  const rows = ways.map(
    ({ way, taste, reason, holdsFor, sentences, different, none }) =>
      `| ${way} | ${taste.toFixed(2)} | ${reason.toFixed(2)} | ${holdsFor.toFixed(4)} | ${different} of ${sentences} | ${none} |`,
  );
  const head = ['| written by | taste: true claims | reason: true claims | holds for | different | none |', '| --- | --- | --- | --- | --- | --- |'];
  return [...head, ...rows].join('\n');
}

/** The same of each kind of word in a taste: sub-genres apart from genres. As Markdown. */
export function wordKindsTable(ways: readonly WordsMeasured[]): string {
  const cell = (sum: Checked | undefined) => (sum ? `${(sum.true / sum.claims).toFixed(2)} of ${sum.claims}` : '');
  const rows = ways.map(({ way, kinds }) => `| ${way} | ${WORD_KINDS.map((kind) => cell(kinds[kind])).join(' | ')} |`);
  const named = WORD_KINDS.map((kind) => (kind === 'subgenre' ? 'sub-genre' : kind));
  return [`| written by | ${named.join(' | ')} |`, `|${' --- |'.repeat(WORD_KINDS.length + 1)}`, ...rows].join('\n');
}
