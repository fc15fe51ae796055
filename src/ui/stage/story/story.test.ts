import { expect, test } from 'vitest';
import { RECORDING } from '../../../content/recording';
import { film, films, manifest } from '../../../testing/page';
import { initialState } from '../../../store/state';
import { linesBetween, liveScene, placeOf, recordedScene, shownPlaces, type Scene } from './scene';
import { heldStep, lastOf, nextStep, seenAt, type Step } from './story';

const recorded = recordedScene(RECORDING, RECORDING.runs[0]!);
const rowOf = new Map(films.map(({ id, row }) => [id, row]));
const history = [film(1), film(2)];
const candidates = [film(3), film(4), film(45)];
const live = {
  ...initialState,
  catalogue: { kind: 'open' as const, source: 'MovieLens', manifest, films, rowOf },
  history,
  candidates,
  voices: {
    history,
    candidates,
    crowd: [1, 2, null],
    attention: [],
    reader: null,
    both: null,
    newcomer: { item: film(50), candidates: [film(3), film(4), film(50)], reader: null, both: null },
  },
};

test('a recorded story goes through its seven steps and begins again', () => {
  const steps: (Step | 'again' | null)[] = ['history'];
  while (steps.at(-1) !== 'again' && steps.at(-1) !== null) steps.push(nextStep(recorded, steps.at(-1) as Step));
  expect(steps).toEqual(['history', 'crowd', 'reader', 'both', 'blind', 'guesses', 'places', 'again']);
});

test('a step whose answers are gone again is not held: no place is told before there is one', () => {
  const scene = liveScene(live)!;
  expect(heldStep(scene, 'places', true)).toBe('blind');
  expect(heldStep(scene, 'places', false)).toBe('crowd');
  expect(heldStep({ ...scene, newcomer: null }, 'places', true)).toBe('crowd');
  expect(heldStep(recorded, 'places', false)).toBe('places');
});

test('a recorded story shows one voice after the other', () => {
  const seen = (step: Step) => Object.entries(seenAt(recorded, step).lists).flatMap(([name, list]) => (list ? [name] : []));
  expect(seen('history')).toEqual([]);
  expect(seen('crowd')).toEqual(['crowd']);
  expect(seen('both')).toEqual(['crowd', 'reader', 'both']);
  expect(seen('blind')).toEqual(['crowd']);
  expect(seenAt(recorded, 'places').newcomer).toBe(recorded.newcomer!.film.key);
});

test("a visitor's own story shows what is there, and waits for the rest", () => {
  const scene = liveScene(live)!;
  expect(scene.lists.crowd!.map(({ film: { title }, value }) => [title, value])).toEqual([
    ['Film 4', 2],
    ['Film 3', 1],
    ['Film 45', null],
  ]);
  expect(seenAt(scene, 'both').lists).toMatchObject({ reader: null, both: null });
  expect(nextStep(scene, 'blind')).toBeNull();
  expect(lastOf(scene, 2)).toBe('blind');
  expect(liveScene({ ...live, history: [] })).toBeNull();
});

test('what was said of another history is not shown', () => {
  expect(liveScene({ ...live, history: [film(1)] })!.lists.crowd).toBeNull();
});

test('a newcomer is seen however far behind it stands, and lines join the same film', () => {
  const list = films
    .slice(0, 20)
    .map(({ title, row }, i) => ({ film: { key: `film ${row}`, title, year: 0, genres: [], cold: false }, place: i + 1, value: 0.1 }));
  expect(shownPlaces(list, 6, 'film 15').map(({ place }) => place)).toEqual([1, 2, 3, 4, 5, 16]);
  expect(shownPlaces(list, 6, 'film 2').map(({ place }) => place)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(linesBetween(list.slice(0, 2), list.slice(1, 3))).toEqual([
    { key: 'film 0', from: 0, to: null },
    { key: 'film 1', from: 1, to: 0 },
  ]);
});

test('recorded runs are whole: at least four, each ranking of all its candidates', () => {
  expect(RECORDING.runs.length).toBeGreaterThanOrEqual(4);
  for (const run of RECORDING.runs) {
    const scene: Scene = recordedScene(RECORDING, run);
    for (const list of [scene.lists.crowd, scene.lists.reader, scene.lists.both, scene.newcomer?.lists.both]) expect(list).toHaveLength(6);
    expect(scene.newcomer?.lists.crowd?.every(({ value }) => value === null)).toBe(true);
    const { film, of, lists } = scene.newcomer!;
    // The crowd has no score for it; the others place it among the same twenty.
    expect([placeOf(lists.crowd, film.key), of]).toEqual([null, 20]);
    for (const list of [lists.reader, lists.both]) expect(placeOf(list, film.key)).toBeGreaterThan(0);
    expect(scene.lists.both![0]!.film.title.startsWith(run.tokens.join(''))).toBe(true);
  }
});
