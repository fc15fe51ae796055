import { expect, test } from 'vitest';
import { translate } from '../../content/language';
import { device, timings } from '../../testing/page';
import { initialState, type Automatic, type ModelStatus } from '../../store/state';
import { waitingOf } from './waiting';

const ready: ModelStatus = { kind: 'ready', device, loadMs: 1 };
const running = (task: 'recommend' | 'watch'): ModelStatus => ({ kind: 'running', device, loadMs: 1, task, progress: null });
const asking = (change: Partial<Extract<Automatic, { kind: 'asking' }>>): Automatic => ({ kind: 'asking', part: 'both', done: 0, of: 0, then: [], ...change });
const of = (part: Parameters<typeof waitingOf>[1], state: Partial<Parameters<typeof waitingOf>[2]>) =>
  waitingOf(translate(), part, { ...initialState, model: ready, ...state });

test('a voice at work shows how much it has read; those in line say their place, and after what', () => {
  const state = { model: running('recommend'), automatic: asking({ done: 30, of: 120, then: ['reader', 'reason', 'newReader'] }) };
  expect(of('both', state)).toEqual({ said: 'Reading the movies …', read: { done: 30, of: 120 } });
  expect(of('reader', state).said).toBe('Next, after “Both together”.');
  expect(of('reason', state).said).toBe('2nd in line, after “Language model alone”.');
  expect(of('newReader', state).said).toBe('3rd in line, after “Why this movie”.');
  expect(of('both', { ...state, automatic: asking({ done: 120, of: 120 }) }).said).toBe('Choosing …');
  expect(of('reason', { ...state, automatic: asking({ part: 'reason' }) }).said).toBe('Writing …');
});

test('what a visitor has asked for comes first, and is said to', () => {
  expect(of('reader', { model: running('watch') }).said).toBe('After what you asked for.');
  expect(of('reader', { model: running('recommend') }).said).toBe('Next, after “Both together”.');
  const recommendation = { kind: 'writing' as const, text: '', readTokens: 5, promptTokens: 10, ranking: [], candidates: [] };
  expect(of('both', { model: running('recommend'), recommendation }).read).toEqual({ done: 5, of: 10 });
});

test('between two turns, when some parts are done, no place in the whole order is told', () => {
  const result = { candidate: 0, text: '', ranking: [], questions: 1, prompt: [], steps: [], timings };
  const answered = { kind: 'whole' as const, stale: false, result, candidates: [], device };
  expect(of('newReader', {}).said).toBe('3rd in line, after “Why this movie”.');
  expect(of('newReader', { recommendation: answered }).said).toBe('In a moment …');
});

test('no voice is said to read while nothing does: without a model, before the start, after a Stop, and without "Answer by itself"', () => {
  expect(of('both', { model: { kind: 'checking' } }).said).toMatch(/on its way/);
  expect(of('both', {}).said).toBe('In a moment …');
  expect(of('reader', {}).said).toBe('Next, after “Both together”.');
  expect(of('reader', { automatic: { kind: 'stopped' } }).said).toMatch(/^Stopped/);
  expect(of('reader', { answersItself: false }).said).toMatch(/Press Recommend/);
});
