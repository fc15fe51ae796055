import { expect, test } from 'vitest';
import { translate } from '../../content/language';
import type { Results } from '../../bundle/results';
import { csvOf, groupsOf, said } from './resultsSaid';

const row = (label: string, value: number, difference?: [number, number, number], group = 'all users') => ({
  label,
  group,
  users: 100,
  value,
  ...(difference && { difference: { value: difference[0], interval: [difference[1], difference[2]] as [number, number] } }),
});
const rows = [
  row('SASRec', 0.6),
  row('A-LLMRec', 0.62, [0.02, 0.01, 0.03]),
  row('GRU4Rec', 0.63, [0.03, 0.01, 0.05]),
  row('eSASRec', 0.61, [0.01, -0.01, 0.02]),
];

test('a sentence names the first, and what is told apart from the baseline', () => {
  const mean = { ...row('A-LLMRec, mean of 3', 0.615, [0.01, -0.01, 0.02]), seeds: [0.62, 0.61, 0.615] };
  expect(said([mean, row('A-LLMRec, trained with seed 0', 0.62, [0.02, 0.01, 0.03]), rows[0]!], 'SASRec', translate())).toBe(
    'A-LLMRec, mean of 3 is first with 0.615. None can be told apart from SASRec on these users.',
  );
  const without = [row('without A', 0.5, [-0.1, -0.2, -0.05]), row('without B', 0.6, [0, -0.1, 0.1])];
  expect(said(without, 'the control', translate())).toBe('Below the control by more than chance: without A.');
  expect(said(rows, 'SASRec', translate())).toBe('GRU4Rec is first with 0.630. Above SASRec by more than chance: A-LLMRec and GRU4Rec.');
  expect(said([row('NCF', 0.5, [-0.1, -0.2, -0.05])], 'SASRec', translate())).toBe('NCF: 0.500. Below SASRec by more than chance: NCF.');
  expect(said([rows[0]!, rows[3]!], 'SASRec', translate())).toMatch(/None can be told apart from SASRec/);
  expect(said([], 'SASRec', translate())).toBe('');
  expect(said([row('SASRec', 0.0771), row('GRU4Rec', 0.0768), row('NCF', 0.05)], 'SASRec', translate())).toBe('SASRec and GRU4Rec are first with 0.077.');
  expect(said([row('A-LLMRec', 0), row('LLM-Only', 0)], 'SASRec', translate())).toBe('');
});

test('groups stand in the order in which they appear', () => {
  expect(
    groupsOf([row('a', 0, undefined, 'warm'), row('b', 0, undefined, 'cold'), row('c', 0, undefined, 'warm')]).map(([name, own]) => [name, own.length]),
  ).toEqual([
    ['warm', 2],
    ['cold', 1],
  ]);
});

test('a table is copied with every number', () => {
  const table: Results = { table: 'systems', title: 'T', metric: 'Hit@1', rows, seed: 0, date: '2026-01-01', command: 'c' };
  expect(csvOf(table).split('\n').slice(0, 3)).toEqual([
    'group,system,users,Hit@1,low,high,NDCG@10,difference,difference low,difference high,seeds,paper',
    'all users,SASRec,100,0.6,,,,,,,,',
    'all users,A-LLMRec,100,0.62,,,,0.02,0.01,0.03,,',
  ]);
});
