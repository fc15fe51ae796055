import { useCallback, useMemo, useState, type CSSProperties } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { RECORDING } from '../../content/recording';
import type { Translate } from '../../content/language';
import { READS_TEXTS } from '../../store/recommender/names';
import { hasNewcomers, recommenderOf } from '../../store/state';
import { scrolling } from '../pacing/still';
import { ordinal } from '../shared/format';
import { useT, useMatinee, useWaiting } from '../shared/useMatinee';
import { hundredth, measuredOf, measuredOfNewcomers, notToldApart } from './measured';
import { liveScene, placeOf, recordedScene, type Lists, type Scene } from './story/scene';
import type { Step } from './story/story';
import { TitleCard } from './TitleCard';
import { useStory } from './story/useStory';
import { beatId, type Beat } from './story/view';
import { Voices, type HowOften } from './Voices';
import { waitingOf, type Waiting } from './waiting';
import './stage.css';

/** The heading of what a visitor taps (src/ui/turn/YourTurn.tsx). */
const YOUR_TURN = 'turn-heading';
/** Cards of a history that the strip shows. */
const STRIP = 8;
/** As stage.css has it. */
const PHONE_STRIP = 3;
const BEATS: readonly Beat[] = ['history', 'voices', 'newcomers'];

/** How many recorded runs there are: they are shown for the bundle that they are of, and for no other. */
function useRecorded(): number {
  const isOfBundle = useMatinee(
    ({ bundle, catalogue }) =>
      bundle.endsWith(`/models/${RECORDING.bundle}/`) &&
      (catalogue.kind !== 'open' || catalogue.version === undefined || catalogue.version === RECORDING.version),
  );
  return isOfBundle ? RECORDING.runs.length : 0;
}
/** Made when it is played. */
const scenes = new Map<number, Scene>();
function sceneOf(run: number): Scene {
  const scene = scenes.get(run) ?? recordedScene(RECORDING, RECORDING.runs[run]!);
  scenes.set(run, scene);
  return scene;
}

function useLine(scene: Scene | null, step: Step, { newcomers: { reader, both } }: HowOften): string {
  const t = useT();
  const waiting = useWaiting();
  if (!scene) return waiting || t('stage.waiting');
  const { newcomer } = scene;
  const of = newcomer?.of ?? 0;
  /** A step has its answers: useStory. */
  const newcomerPlace = (voice: 'reader' | 'both') => ordinal(t, (newcomer && placeOf(newcomer.lists[voice], newcomer.film.key)) ?? of);
  switch (step) {
    case 'history':
      return t(scene.recorded ? 'stage.historyRecorded' : 'stage.history');
    case 'crowd':
      return t('stage.crowd');
    case 'reader':
      return t('stage.reader');
    case 'both':
      return scene.recorded || scene.lists.both ? t('stage.both') : scene.lists.crowd ? t('stage.crowd') : t('stage.history');
    case 'blind':
      return t('stage.blind');
    case 'guesses':
      return t('stage.guesses', { place: newcomerPlace('reader'), of });
    case 'places':
      // One that was drawn by lot says nothing of who is right: a test does.
      if (reader && both) return t('stage.measured', { reader: hundredth(reader.hit1), both: hundredth(both.hit1) });
      return t('stage.places', { place: newcomerPlace('both'), of, reader: newcomerPlace('reader') });
  }
}

/** Where a visitor's own history begins; its script may still be on its way. */
function toCards(): void {
  const heading = document.getElementById(YOUR_TURN);
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ behavior: scrolling(), block: 'start' });
}

/** How the newcomer came to be on the stage. */
function howDrawn(t: Translate, { film }: NonNullable<Scene['newcomer']>): string {
  return t(film.genres.length > 0 ? 'stage.lot' : 'stage.lotOfAll', { title: film.title });
}

/** What each voice that has not spoken is waiting for. */
function useWaitingFor(scene: Scene | null, beat: number): Record<keyof Lists, Waiting> {
  const t = useT();
  const state = useMatinee(useShallow(({ model, automatic, answersItself, recommendation }) => ({ model, automatic, answersItself, recommendation })));
  if (!scene || scene.recorded) return { crowd: { said: '' }, reader: { said: '' }, both: { said: '' } };
  const [reader, both] = beat === 2 ? (['newReader', 'newBoth'] as const) : (['reader', 'both'] as const);
  return { crowd: { said: t('stage.scoring') }, reader: waitingOf(t, reader, state), both: waitingOf(t, both, state) };
}

/** How often each voice was right in a test: of the model that is there, or of the one that was recorded. */
function useMeasured(recorded: boolean): HowOften {
  const manifest = useMatinee(({ catalogue }) => (catalogue.kind === 'open' ? catalogue.manifest : null));
  const recommender = useMatinee(recommenderOf);
  const isFirst = useMatinee((state) => state.recommender === null);
  return useMemo(() => {
    if (recorded) return { all: RECORDING.measured, newcomers: RECORDING.measuredOfNewcomers };
    if (!manifest) return { all: {}, newcomers: {} };
    // Newcomers were measured with the bundle's first alone; who knows titles alone is the same beside each.
    const { reader, ...others } = measuredOfNewcomers(manifest);
    const newcomers = { ...(reader && { reader }), ...(isFirst && others) };
    return { all: measuredOf(manifest, recommender), newcomers, tied: notToldApart(manifest, recommender), readsTexts: READS_TEXTS.has(recommender) };
  }, [recorded, manifest, recommender, isFirst]);
}

/** How much of the history the strip has room for: more on a wide screen than on a phone, where the newcomer takes the place of one. */
function Latest({ of, newcomer }: { of: number; newcomer: boolean }) {
  const t = useT();
  const rooms = [
    { on: 'wide', count: STRIP },
    { on: 'phone', count: newcomer ? PHONE_STRIP - 1 : PHONE_STRIP },
  ];
  return rooms.map(
    ({ on, count }) =>
      of > count && (
        <span key={on} className="stage-latest" data-on={on}>
          {t('stage.latest', { count, of })}
        </span>
      ),
  );
}

/** One story in three beats, recorded until a visitor has a history of their own. */
export function Stage() {
  const state = useMatinee(
    useShallow(({ catalogue, history, lowSteer, candidates, voices, recommendation }) => ({
      catalogue,
      history,
      lowSteer,
      candidates,
      voices,
      recommendation,
    })),
  );
  const t = useT();
  const recorded = useRecorded();
  const [run, setRun] = useState(0);
  const nextRun = useCallback(() => setRun((at) => at + 1), []);
  const scene = liveScene(state) ?? (recorded > 0 ? sceneOf(run % recorded) : null);
  const { step, beat, playing, setPlaying, seen, show } = useStory(scene, nextRun);
  const waitingFor = useWaitingFor(scene, beat);
  const newcomer = seen?.newcomer != null ? (scene?.newcomer?.film ?? null) : null;
  const measured = useMeasured(scene?.recorded ?? recorded > 0);
  const beats = useMatinee(hasNewcomers) || scene?.recorded ? BEATS : BEATS.slice(0, 2);
  const line = useLine(scene, step, measured);
  const history = scene?.history.slice(-STRIP) ?? [];

  return (
    <section className="stage" aria-label={t('stage.name')} data-beat={beat} data-recorded={scene?.recorded ?? false}>
      <div className="stage-head">
        <p className="stage-kicker">
          {scene && <span className="stage-source">{scene.recorded ? t('stage.recorded') : t('stage.live')}</span>}
          {scene?.recorded && <span>{t.label(scene.name)}</span>}
          <Latest of={scene?.history.length ?? 0} newcomer={newcomer !== null} />
        </p>
        {(scene === null || scene.recorded) && <p className="stage-what">{t('stage.what')}</p>}
        <h2 className="stage-line" key={line}>
          {line}
        </h2>
        {scene && (
          <button className="turn" onClick={toCards}>
            {t('stage.turn')}
          </button>
        )}
        {scene && (
          <div className="stage-controls">
            {beats.map((name, at) => (
              <button
                key={name}
                id={beatId(name)}
                className="beat"
                aria-pressed={beat === at}
                disabled={at === 2 && scene.newcomer === null}
                onClick={() => {
                  show(at);
                }}
              >
                <span className="beat-number" aria-hidden="true">
                  {at + 1}
                </span>
                {t(`stage.beats.${name}`)}
              </button>
            ))}
            <button className="beat beat-pause" aria-label={playing ? t('stage.pause') : t('stage.play')} onClick={() => setPlaying(!playing)}>
              <span aria-hidden="true">{playing ? '❚❚' : '►'}</span>
            </button>
          </div>
        )}
      </div>
      {scene ? (
        <>
          <div className="strip">
            {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
            <ol role="list" aria-label={t('stage.strip')} key={scene.recorded ? scene.key : 'live'}>
              {history.map((film, i) => (
                <li key={film.key} style={{ '--i': i } as CSSProperties}>
                  <TitleCard film={film} />
                </li>
              ))}
            </ol>
            {newcomer && (
              <div className="strip-newcomer" key={newcomer.key}>
                <TitleCard film={newcomer} />
                <span className="strip-note">{t('stage.notRated')}</span>
              </div>
            )}
          </div>
          <p className="stage-how stage-lot">{newcomer ? howDrawn(t, scene.newcomer!) : t('stage.lines')}</p>
          <Voices lists={seen!.lists} newcomer={seen!.newcomer} waiting={waitingFor} recorded={scene.recorded} measured={measured} />
        </>
      ) : (
        <>
          <p className="stage-how">{t('stage.waitingHow')}</p>
          <Voices lists={{ crowd: null, reader: null, both: null }} newcomer={null} waiting={waitingFor} recorded={false} measured={measured} />
        </>
      )}
    </section>
  );
}
