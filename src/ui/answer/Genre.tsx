import type { GenreAnswer } from '../../engine/types';
import type { Answer } from '../../store/state';
import { Caret, Failed, InLine, Reading, Said, Stale } from './AnswerParts';
import { FoldedCost } from './Cost';
import { MadeOf } from './MadeOf';
import { useMatinee, useT } from '../shared/useMatinee';
import { InEnglish } from '../Failure';

/** The end of the question that the model was given: its own words go on from there. */
function Question() {
  const t = useT();
  const question = useMatinee(({ catalogue }) => {
    const last = catalogue.kind === 'open' ? catalogue.manifest.prompt.genre?.findLast((segment) => 'text' in segment) : undefined;
    return last && 'text' in last ? (last.text.split('. ').at(-1) ?? '') : '';
  });
  return (
    <span className="asked" title={t('answer.question')}>
      {question}
    </span>
  );
}

function Body({ answer }: { answer: Answer<GenreAnswer> }) {
  const t = useT();
  switch (answer.kind) {
    case 'none':
      return (
        <>
          <p className="empty">{t('answer.genreIdle')}</p>
          <InLine part="genre" />
        </>
      );
    case 'writing':
      return (
        <div aria-live="off">
          <p className="said genre-said" lang="en">
            <Question /> {answer.text.trimStart()}
            <Caret />
          </p>
          <Reading answer={answer} />
        </div>
      );
    case 'whole':
      return (
        <>
          <p className="said genre-said" lang="en">
            <Question /> {answer.result.text.trim()}
          </p>
          <InEnglish />
          {!answer.stale && <Said what="taste" of={answer.result} />}
          <FoldedCost timings={answer.result.timings} device={answer.device.device} />
        </>
      );
    case 'stopped':
      return <p className="hint">{t('answer.genreStopped')}</p>;
    case 'failed':
      return <Failed answer={answer} />;
  }
}

/** The live region with the model's sentence about the visitor's taste. */
export function Genre() {
  const t = useT();
  const answer = useMatinee((state) => state.genre);
  const isStale = answer.kind === 'whole' && answer.stale;
  const asked = useMatinee(({ catalogue }) => catalogue.kind !== 'open' || catalogue.manifest.prompt.genre !== undefined);
  return (
    <section className="panel answer genre-panel" aria-label={t('answer.genre')} aria-live="polite" aria-busy={answer.kind === 'writing'} data-stale={isStale}>
      <h2>{t('answer.genre')}</h2>
      {isStale && <Stale />}
      {asked ? (
        <Body answer={answer} />
      ) : (
        <p id="genre-why" className="empty">
          {t('answer.noGenre')}
        </p>
      )}
      <MadeOf />
    </section>
  );
}
