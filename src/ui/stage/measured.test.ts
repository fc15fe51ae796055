import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Manifest } from '../../bundle/manifest';
import { measuredOf, measuredOfNewcomers, notToldApart } from './measured';

const manifest = JSON.parse(readFileSync(new URL('../../../public/models/movies/manifest.json', import.meta.url), 'utf8')) as Manifest;
const hit1 = (metrics: Manifest['metrics'], system: string, split: string) => metrics.find((one) => one.system === system && one.split === split)!.hit1;

test('how often each voice is right is the manifest’s, of its test where there was one', () => {
  const { metrics } = manifest;
  expect(measuredOf(manifest, 'sasrec')).toEqual({
    crowd: { hit1: hit1(metrics, 'sasrec', 'test'), candidates: 20, split: 'test' },
    reader: { hit1: hit1(metrics, 'llm-only', 'test'), candidates: 20, split: 'test' },
    both: { hit1: hit1(metrics, 'a-llmrec', 'test'), candidates: 20, split: 'test' },
  });
});

test('of another recommender of the bundle they are its own, and say where they were measured; what was not measured is not said', () => {
  const other = manifest.backbones[0]!;
  const name = other.recommender.architecture;
  const { crowd, both, reader } = measuredOf(manifest, name);
  expect(crowd).toMatchObject({ hit1: hit1(other.metrics, name, 'test'), split: 'test' });
  expect(both).toMatchObject({ hit1: hit1(other.metrics, 'a-llmrec', 'test'), split: 'test' });
  const untested = { ...other, metrics: other.metrics.filter(({ split }) => split === 'validation') };
  expect(measuredOf({ ...manifest, backbones: [untested] }, name).crowd).toMatchObject({ hit1: hit1(other.metrics, name, 'validation'), split: 'validation' });
  expect(reader).toEqual(measuredOf(manifest, 'sasrec').reader);
  expect(measuredOf({ metrics: [], backbones: [] }, 'sasrec')).toEqual({});
});

test('of what nobody has rated both together and the reader have their own numbers, and the crowd none', () => {
  const rows = manifest.results!.flatMap((table) => table.rows).filter(({ group }) => group?.startsWith('items that SASRec never saw'));
  const measured = (label: string) => ({ hit1: rows.find((row) => row.label === label)!.value, candidates: 20, split: 'test' });
  expect(measuredOfNewcomers(manifest)).toEqual({ reader: measured('LLM-Only'), both: measured('A-LLMRec') });
  expect(measuredOfNewcomers({})).toEqual({});
});

test('where a test could not tell both together from the crowd alone, that is known; where nothing was measured, nothing is said', () => {
  expect(notToldApart(manifest, 'sasrec')).toBe(false);
  expect(notToldApart(manifest, 'nextitnet')).toBe(true);
  expect(notToldApart(manifest, 'ncf')).toBe(false);
  expect(notToldApart({ sasrec: manifest.sasrec }, 'sasrec')).toBe(false);
});
