import { useRef } from 'react';
import { isFree, steering } from '../../store/state';
import { AnswerBar } from '../stage/AnswerBar';
import { Genre } from './Genre';
import { Recommendation } from './Recommendation';
import { scrolling } from '../pacing/still';
import { Button } from '../shared/Button';
import { useActions, useT, useMatinee } from '../shared/useMatinee';

/** The buttons, and the two regions that hold the model's words. */
export function Answers() {
  const actions = useActions();
  const t = useT();
  // An answer goes on being written while a model that was lost comes back.
  const running = useMatinee((state) =>
    [state.model.kind, state.recommendation.kind, state.genre.kind].some((kind) => kind === 'running' || kind === 'writing'),
  );
  const ready = useMatinee(isFree);
  const hasHistory = useMatinee((state) => steering(state).length > 0);
  // Those of the whole catalogue are found when they are needed, at the latest.
  const hasCandidates = useMatinee((state) => state.candidateKind === 'catalogue' || state.candidates.length > 0);
  const free = useMatinee((state) => state.freeGeneration);
  const asksGenre = useMatinee(({ catalogue }) => catalogue.kind !== 'open' || catalogue.manifest.prompt.genre !== undefined);
  const recommendation = useRef<HTMLDivElement>(null);
  const genre = useRef<HTMLDivElement>(null);
  const blocked = !ready || !hasHistory;
  const why = !hasHistory ? t('answer.needHistory') : !ready && !running ? t('page.needModel') : '';

  /** On a phone the region is below the history. */
  const show = (region: HTMLDivElement | null) => {
    const top = region?.getBoundingClientRect().top ?? 0;
    if (top > innerHeight - 220 || top < 0) region?.scrollIntoView({ block: 'start', behavior: scrolling() });
  };
  const ask = (question: () => Promise<void>, region: HTMLDivElement | null) => {
    void question();
    show(region);
  };

  return (
    <div className="screen">
      <div className="actions">
        <AnswerBar />
        <Button
          id="recommend"
          className="primary"
          data-landing
          blocked={blocked || !hasCandidates}
          aria-describedby="actions-why"
          onClick={() => ask(actions.recommend, recommendation.current)}
        >
          {t('answer.recommend')}
        </Button>
        <Button
          className="secondary"
          blocked={blocked || !asksGenre}
          aria-describedby={asksGenre ? 'actions-why' : 'genre-why'}
          onClick={() => ask(actions.favouriteGenre, genre.current)}
        >
          {t('answer.genre')}
        </Button>
        {running && (
          <button className="secondary stop" onClick={() => actions.stop()}>
            {t('answer.stop')}
          </button>
        )}
      </div>
      {free && <p className="hint">{t('answer.freeHelp')}</p>}
      <p id="actions-why" className="hint" aria-live="polite">
        {why}
      </p>
      <div ref={recommendation} className="anchor">
        <Recommendation />
      </div>
      <div ref={genre} className="anchor">
        <Genre />
      </div>
    </div>
  );
}
