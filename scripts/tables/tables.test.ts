/** The tables' arithmetic, on numbers small enough to check by hand. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Film } from '../../src/engine/types';
import { calibrated, reliability } from './calibration';
import { backboneRows, checkSame, lessFirst } from './trainings/backbones';
import { moved, withTarget } from './candidateOrder';
import { catalogueRows } from './catalogue';
import { coldWarmRows, limits } from './coldWarm';
import { frequentGenres, genreRows, namedGenres, withoutGenre } from './genre';
import { markdown } from './markdown';
import { measured, quantisation, systemRows } from './measured';
import { withPaper } from './paper';
import { trainingSeedRows } from './trainings/trainingSeeds';
import { stage2Minutes, variantRows } from './trainings/variants';

const film = (row: number, popularity: number, genres: string[] = []): Film => ({
  row,
  id: row,
  title: `F${row}`,
  year: 2000,
  genres,
  popularity,
  cold: row >= 20,
});
const films = Array.from({ length: 22 }, (_, row) => film(row, row < 20 ? row + 1 : 0));
const one = (target: number, candidates: number[]) => ({ user: 'u', history: [1], candidates, target });
const cases = [one(0, [0, 5]), one(0, [19, 2]), one(1, [3, 18])];
const done = [
  [0.9, 0.1],
  [0.2, 0.8],
  [0.3, 0.7],
].map((scores) => ({
  results: [
    { scores, places: scores.map((score) => (score > 0.5 ? 1 : 2)), seconds: 0, passes: 1 },
    { scores: [1, 0], places: [1, 2], seconds: 0, passes: 0 },
  ],
  texts: [],
}));
const found = measured(cases, ['a-llmrec', 'sasrec'], done, films);

describe('the whole catalogue', () => {
  it('counts a target that a system does not list as missed', () => {
    const rows = catalogueRows(
      [
        { sasrec: 1, nearest: 3, ranked: 1 },
        { sasrec: Infinity, nearest: 2, ranked: 2 },
      ],
      'targets',
      1,
    );
    const of = (group: string, label: string) => rows.find((row) => row.group === `${group}, targets` && row.label === label)!;
    expect([of('HR@1', 'A-LLMRec').value, of('HR@5', 'A-LLMRec').value, of('HR@10', 'SASRec').value]).toEqual([0.5, 1, 0.5]);
    expect(of('NDCG@10', 'A-LLMRec').value).toBeCloseTo((1 + 1 / Math.log2(3)) / 2);
    expect(of('HR@5', 'A-LLMRec').difference!.value).toBe(0.5);
    expect(of('HR@5', 'SASRec').difference).toBeUndefined();
  });
});

describe('the order of the candidates', () => {
  const ordered = one(2, [4, 7, 9, 12]);
  const answers = (place: 'first' | 'last', scores: number[]) => {
    const moved = withTarget(place, ordered);
    const places = scores.map((score) => 1 + scores.filter((other) => other > score).length);
    return measured([moved], ['a-llmrec'], [{ results: [{ scores, places, seconds: 0, passes: 1 }], texts: [] }], films);
  };
  it('moves the target and nothing else', () => {
    expect(withTarget('first', ordered)).toEqual({ ...ordered, candidates: [9, 4, 7, 12], target: 0 });
    expect(withTarget('last', ordered)).toEqual({ ...ordered, candidates: [4, 7, 12, 9], target: 3 });
  });
  it('compares what is said of each film, wherever it stands', () => {
    const same = moved(answers('first', [0.5, 0.1, 0.3, 0.1]), answers('last', [0.1, 0.3, 0.1, 0.5]), 1);
    expect(same).toMatchObject({ changed: 0, most: 0, difference: { value: 0 } });
    const swayed = moved(answers('first', [0.5, 0.1, 0.3, 0.1]), answers('last', [0.6, 0.2, 0.1, 0.1]), 1);
    expect(swayed).toMatchObject({ changed: 1, difference: { value: -1 } });
    expect(swayed.most).toBeCloseTo(0.5);
  });
});

describe('backbones', () => {
  const backbones = [
    { label: 'SASRec', alone: [1, 2, 3], together: [[1, 1, 3]] },
    { label: 'GRU4Rec', alone: [1, 1, 2], together: [[1, 2, 2], [1, 1, 1]] }, // prettier-ignore
  ];

  it('stand beside A-LLMRec on them, less themselves; of several seeds it is the mean', () => {
    const rows = backboneRows(backbones, 1);
    expect(rows.map(({ label }) => label)).toEqual(['SASRec', 'A-LLMRec (SASRec)', 'GRU4Rec', 'A-LLMRec (GRU4Rec)']);
    expect(rows.map(({ value }) => value)).toEqual([1 / 3, 2 / 3, 2 / 3, 2 / 3]);
    expect(rows[1]!.difference!.value).toBeCloseTo(1 / 3);
    expect(rows[3]!.difference!.value).toBeCloseTo(0);
    expect(rows[3]!.seeds).toEqual([1 / 3, 1]);
    expect(rows[0]!.difference).toBeUndefined();
  });

  it('are compared with the first filter, too', () => {
    const [sasrec, gru4rec] = lessFirst(backbones, backbones[0]!.alone, 1);
    expect(sasrec!.differences.map((one) => one.value)).toEqual([1 / 3]);
    expect(gru4rec!.differences.map((one) => one.value.toFixed(3))).toEqual(['0.333', '0.000', '0.667']);
  });

  it('are put beside those of a saved table of the same users alone', () => {
    const saved = { rows: backboneRows(backbones, 1) };
    expect(() => checkSame(saved, 'SASRec', [1, 2, 3])).not.toThrow();
    expect(() => checkSame({ rows: [{ ...saved.rows[0]!, value: 0.3333 }] }, 'SASRec', [1, 2, 3])).not.toThrow();
    expect(() => checkSame(saved, 'SASRec', [1, 1, 3])).toThrow('Leave --add away');
    expect(() => checkSame(saved, 'SASRec', [1, 2, 3, 1, 2, 3])).toThrow('of 6');
  });
});

describe('several seeds of a training', () => {
  it('are rows of their own, and a mean that carries each', () => {
    const worse = { ...found, ranks: { ...found.ranks, 'a-llmrec': [2, 2, 2] } };
    const [mean, first, second, sasrec] = trainingSeedRows(
      [
        { run: '2026-01-01 10:00 tiny, seed 0', found },
        { run: '2026-01-01 11:00 tiny, seed 1', found: worse },
      ],
      1,
    );
    expect([mean!.label, first!.label, second!.label, sasrec!.label]).toEqual([
      'A-LLMRec, mean of 2',
      'A-LLMRec, trained with seed 0',
      'A-LLMRec, trained with seed 1',
      'SASRec',
    ]);
    expect(mean!.value).toBeCloseTo(1 / 3);
    expect(mean!.seeds).toEqual([2 / 3, 0]);
    expect(mean!.difference!.value).toBeCloseTo(1 / 3 - 2 / 3);
  });
});

describe('overall', () => {
  it('counts hits and pairs the difference with SASRec on the same users', () => {
    const [llm, sasrec, popular] = systemRows(found, ['a-llmrec', 'sasrec', 'popularity'], 1);
    expect([llm!.value, sasrec!.value, popular!.value]).toEqual([2 / 3, 2 / 3, 2 / 3]);
    expect(llm!.difference!.value).toBe(0);
    expect(llm!.difference!.interval[0]).toBeLessThan(0);
    expect(sasrec!.difference).toBeUndefined();
  });

  it('compares the shipped weights with PyTorch where every user has its scores', () => {
    const float = (scores: number[][]) => ({ ...found, cases: cases.map((one, i) => ({ ...one, reference: { 'a-llmrec': scores[i]! } })) });
    // Ours finds the first and third target; these the first only, and another first choice for the third user.
    const [line] = quantisation(
      float([
        [0.8, 0.2],
        [0.4, 0.6],
        [0.9, 0.1],
      ]),
      ['a-llmrec', 'sasrec'],
    );
    expect(line).toEqual({ label: 'A-LLMRec', points: expect.closeTo(100 / 3) as number, same: 2 / 3 });
    expect(quantisation(found, ['a-llmrec'])).toEqual([]);
  });
});

describe('cold and warm items', () => {
  it('are the bottom and top 35% of the warm films by training interactions', () => {
    expect(limits(films, 20)).toEqual({ cold: 7, warm: 13 });
    const rows = coldWarmRows(found, ['a-llmrec'], films, 20, 1);
    expect(rows.map(({ users, value }) => [users, value])).toEqual([
      [2, 0.5],
      [1, 1],
    ]);
  });
});

describe('genres', () => {
  const watched = [film(0, 1, ['Drama', 'Sci-Fi']), film(1, 1, ['Comedy', 'Drama']), film(2, 1, ['War'])];

  it('reads the sentence, and only genres out of it', () => {
    const all = ['Drama', 'Sci-Fi', 'Children', 'Film-Noir'];
    expect(namedGenres("drama, science fiction, children's films and nonsense", all)).toEqual(['Drama', 'Sci-Fi', 'Children']);
    expect(namedGenres('', all)).toEqual([]);
    expect(withoutGenre(['drama', '', 'nonsense', 'war'], watched)).toBe(0.5);
  });

  it('takes the most frequent, ties by first appearance', () => {
    expect(frequentGenres(watched)).toEqual(['Drama', 'Sci-Fi', 'Comedy']);
  });

  it('gives the share of the named genres that are among them', () => {
    const rows = genreRows([{ user: 'u', history: [0, 1], next: [2] }], { 'A-LLMRec': ['drama and war'], 'LLM-Only': ['???'] }, watched, 3, 1);
    expect(rows.map(({ label, value }) => [label, value])).toEqual([
      ['A-LLMRec', 0.5],
      ['LLM-Only', 0],
      ['always Drama, Sci-Fi, Comedy', 1],
      ['A-LLMRec', 0.5],
      ['LLM-Only', 0],
      ['always Drama, Sci-Fi, Comedy', 0],
    ]);
  });
});

describe('calibration', () => {
  it('is the distance between confidence and accuracy', () => {
    const { ece, bins } = reliability(cases, [
      [0.9, 0.1],
      [0.1, 0.9],
      [0.1, 0.9],
    ]);
    expect(bins).toEqual([{ users: 3, confidence: expect.closeTo(0.9) as number, accuracy: 2 / 3 }]);
    expect(ece).toBeCloseTo(0.9 - 2 / 3);
  });

  it('of every candidate, and the Brier score, count those that were not chosen too', () => {
    // Targets 0 and 1: what has 0.75 is always right, what has 0.25 never.
    const { eceAll, brier, nll } = reliability(
      [cases[0]!, cases[2]!],
      [
        [0.75, 0.25],
        [0.25, 0.75],
      ],
    );
    expect(eceAll).toBeCloseTo(0.25);
    expect(brier).toBeCloseTo(0.125);
    expect(nll).toBeCloseTo(-Math.log(0.75));
  });

  it('undoes the temperature for the comparison', () => {
    const sharp = [0.8, 0.2];
    const soft = sharp.map((p) => p ** 0.5 / (Math.sqrt(0.8) + Math.sqrt(0.2)));
    const { before } = calibrated(cases.slice(0, 1), [soft], 2);
    expect(before.bins[0]!.confidence).toBeCloseTo(0.8);
  });
});

it('writes what stands in the tables', () => {
  const test = {
    'a-llmrec': {
      users: 3,
      hit1: 0.5,
      ndcg10: 0.6,
      interval: [0.4, 0.6] as [number, number],
      difference: { value: -0.1, interval: [-0.2, 0] as [number, number] },
    },
  };
  const rows = variantRows([{ name: 'x', table: 'table 9', row: 'without x', minutes: 1, stage2: { minutes: 1 }, test }], ({ table }) => table);
  const text = markdown([{ table: 'ablation', title: 'Ablations', metric: 'Hit@1', rows, baseline: 'the control', seed: 1, date: '2026-01-01', command: 'c' }]);
  expect(text).toContain('| NDCG@10 | less the control |');
  expect(text).toContain('| *table 9* |');
  expect(text).toContain('| without x | 3 | 0.500 [0.400, 0.600] | 0.600 | −0.100 [−0.200, +0.000] |');
});

it('names the systems under the heading of a few-shot run', () => {
  const system = { users: 3, hit1: 0.5, ndcg10: 0.6, interval: [0.4, 0.6] as [number, number] };
  const rows = variantRows(
    [
      {
        name: 'few-shot-256',
        table: 'few-shot',
        row: '256 training users',
        minutes: 1,
        stage2: { minutes: 1 },
        test: { 'a-llmrec-sbert': system, sasrec: system },
      },
    ],
    ({ row }) => row,
    'movies',
  );
  expect(rows.map(({ label, group, paper }) => [label, group, paper])).toEqual([
    ['A-LLMRec (SBERT)', '256 training users', 0.2963],
    ['SASRec', '256 training users', 0.2111],
  ]);
});

it('tells what the last positions save', () => {
  const one = (name: string, minutes: number) => ({ name, table: 't', row: 'r', minutes, stage2: { minutes } });
  expect(stage2Minutes([one('full', 1.25)])).toEqual([]);
  expect(stage2Minutes([one('last-only', 0.8), one('full', 1.15)])[0]).toContain(
    '1.1 minutes of two threads with up to 40 positions of every sequence and 0.8 with',
  );
});

it("sets the paper's values in the rows that the paper has", () => {
  const table = (name: string, group?: string) => ({
    table: name,
    title: 't',
    metric: 'Hit@1',
    seed: 1,
    date: '2026-01-01',
    command: 'c',
    rows: ['SASRec', 'Most popular'].map((label) => ({ label, users: 1, value: 0.5, ...(group ? { group } : {}) })),
  });
  const of = (name: string, group?: string, bundle = 'movies') => withPaper(table(name, group), bundle).rows.map(({ paper }) => paper);
  expect(of('overall')).toEqual([0.6154, undefined]);
  expect(of('cold-warm', 'cold items: 15 interactions or fewer')).toEqual([0.2589, undefined]);
  expect(of('cold-warm', 'items that SASRec never saw')).toEqual([undefined, undefined]);
  expect(of('overall', undefined, 'video-games')).toEqual([0.5402, undefined]);
  expect(withPaper(table('calibration'), 'movies')).toEqual(table('calibration'));
  expect(withPaper(table('cold-warm'), 'other')).toEqual({ ...table('cold-warm'), paperTable: 'table 4' });
  expect(markdown([withPaper(table('overall'), 'movies')])).toContain("paper's, Amazon Movies and TV |");
  expect(
    variantRows(
      [
        {
          name: 'frozen-sbert',
          table: 'table 8',
          row: 'frozen SBERT',
          minutes: 1,
          stage2: { minutes: 1 },
          test: { 'a-llmrec': { users: 1, hit1: 1, ndcg10: 1, interval: [1, 1] } },
        },
      ],
      () => undefined,
      'movies',
    )[0]!.paper,
  ).toBe(0.6173);
});

it.each(['', '-video-games'])('each table stands once on docs/RESULTS%s.md', (bundle) => {
  const headings = readFileSync(`docs/RESULTS${bundle}.md`, 'utf8').match(/^## .+$/gm)!;
  expect(headings).toEqual([...new Set(headings)]);
});
