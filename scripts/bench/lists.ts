/**
 * What a device does for lists of 20, 100 and 200 candidates, and whether it says the same as WASM: both asked through the worker, so that nothing but the
 * engine is measured.
 */
import type { Page } from '@playwright/test';
import type { Item, Recommendation } from '../../src/engine/types';
import { startWorker, type Asking } from './worker';

export interface Plan {
  /** Lengths of the lists to time. */
  counts: readonly number[];
  /** Lengths of the histories that every device answers, to be compared. */
  lengths: readonly number[];
  /** Requests whose median counts. */
  timed: number;
}

const FILMS = 10;

/** Milliseconds. */
export interface List {
  candidates: number;
  promptTokens: number;
  /** Of the first request, for which every film has to be read. */
  coldMs: number;
  /** The median of more, whose films have been read. */
  firstListMs: number;
  allQuestionsMs: number;
  forwardPasses: number;
}

export interface Listed {
  device: string;
  detail: string;
  loadMs: number;
  /** The largest difference to the bundle's numbers. */
  selfTestDifference: number | null;
  lists: List[];
  /** Ten films, 20 candidates, everything read before. */
  tokensPerSecond: number;
  answers: { films: number; promptTokens: number; ranking: Recommendation['ranking'] }[];
  /** The largest that the processes of page and worker, and of the graphics card, have been. */
  peakMemoryMB?: { renderer: number | null; gpu: number | null };
}

export interface Agreement {
  films: number;
  promptTokens: number;
  sameFirst: boolean;
  sameOrder: boolean;
  /** Of the candidates' probabilities, which sum to 1. */
  largestDifference: number;
}

const items = (rows: readonly number[]): Item[] => rows.map((row) => ({ kind: 'film', row }));

/** @param popular rows of the catalogue, the most popular first */
export async function measureLists(
  page: Page,
  origin: string,
  bundle: string,
  device: 'wasm' | 'webgpu',
  popular: readonly number[],
  { counts, lengths, timed }: Plan,
): Promise<Listed> {
  const worker = await startWorker(page, origin);
  try {
    const { result: loaded } = await worker.ask('load', { bundle: `${origin}${bundle}`, device });
    const lists: List[] = [];
    for (const count of counts) lists.push(await timeList(worker, popular, count, timed));
    const answers: Listed['answers'] = [];
    for (const films of lengths) {
      // Every length has films of its own, and so has each list.
      const history = items(popular.slice(films, films + films));
      const { result } = await worker.ask('recommend', { history, candidates: items(popular.slice(200 + films, 220 + films)), decoding: 'constrained' });
      answers.push({ films, promptTokens: result.timings.promptTokens, ranking: result.ranking });
    }
    const { device: report, loadMs } = loaded;
    const tokensPerSecond = await speed(worker, popular, timed);
    return { device, detail: report.detail, loadMs, selfTestDifference: report.selfTestDifference ?? null, lists, tokensPerSecond, answers };
  } finally {
    await worker.end().catch(() => undefined);
  }
}

/** Histories that differ by a film, so that a question is never one that was asked before. */
const variant = (popular: readonly number[], i: number) => items([...popular.slice(0, FILMS - 1), popular[FILMS + i]!]);

async function timeList(worker: Asking, popular: readonly number[], count: number, times: number): Promise<List> {
  const candidates = items(popular.slice(400, 400 + count));
  const ask = (i: number) => worker.ask('recommend', { history: variant(popular, i), candidates, decoding: 'constrained' }, 'ranking');
  const cold = await ask(times);
  for (let i = 0; i < times; i++) await ask(i);
  const timed = [];
  for (let i = 0; i < times; i++) timed.push(await ask(i));
  return {
    candidates: count,
    promptTokens: cold.result.timings.promptTokens,
    coldMs: round(cold.ms),
    firstListMs: round(middle(timed.map(({ firstMs }) => firstMs ?? NaN))),
    allQuestionsMs: round(middle(timed.map(({ ms }) => ms))),
    forwardPasses: timed[0]!.result.timings.forwardPasses,
  };
}

async function speed(worker: Asking, popular: readonly number[], times: number): Promise<number> {
  const speeds: number[] = [];
  for (let i = 0; i < times; i++) {
    const { result } = await worker.ask('recommend', { history: variant(popular, i), candidates: items(popular.slice(400, 420)), decoding: 'constrained' });
    speeds.push(result.timings.tokensPerSecond);
  }
  return round(middle(speeds));
}

/** How far two devices say the same. */
export function agreement(a: Listed, b: Listed): Agreement[] {
  return a.answers.map(({ films, promptTokens, ranking }, i) => {
    const other = b.answers[i]!.ranking;
    const share = new Map(other.map(({ candidate, probability }) => [candidate, probability]));
    return {
      films,
      promptTokens,
      sameFirst: ranking[0]!.candidate === other[0]!.candidate,
      sameOrder: ranking.every(({ candidate }, place) => candidate === other[place]!.candidate),
      largestDifference: Math.max(...ranking.map(({ candidate, probability }) => Math.abs(probability - share.get(candidate)!))),
    };
  });
}

/** The page itself, left alone: which device it settles on, in the words of its status. */
export async function watchRace(page: Page, address: string, waitMs: number): Promise<string> {
  await page.goto(address);
  const status = page.getByRole('status', { name: 'Model status' });
  const region = page.getByRole('region', { name: 'Recommendation', exact: true });
  await region.locator('dl').first().waitFor({ state: 'attached', timeout: waitMs });
  await status
    .filter({ hasText: /WASM: [\d.]+ m?s here, WebGPU [\d.]+ m?s/i })
    .waitFor({ timeout: waitMs })
    .catch(() => undefined);
  return status.innerText();
}

const round = (value: number) => Math.round(value * 10) / 10;

function middle(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
