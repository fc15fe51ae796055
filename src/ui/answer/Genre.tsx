import type { GenreAnswer } from '../../engine/types';
import { COPY } from '../../content/copy';
import type { Answer } from '../../store/state';
import { Caret, Failed, Reading, Stale } from './AnswerParts';
import { FoldedCost } from './Cost';
import { MadeOf } from './MadeOf';
import { useMatinee } from '../shared/useMatinee';

/** The end of the question that the model was given: its own words go on from there. */
function Question() {
  const question = useMatinee(({ catalogue }) => {
    const last = catalogue.kind === 'open' ? catalogue.manifest.prompt.genre?.findLast((segment) => 'text' in segment) : undefined;
    return last && 'text' in last ? (last.text.split('. ').at(-1) ?? '') : '';
  });
  return (
    <span className="asked" title="The end of the prompt; the model's own words follow.">
      {question}
    </span>
  );
}

function Body({ answer }: { answer: Answer<GenreAnswer> }) {
  switch (answer.kind) {
    case 'none':
      return <p className="empty">{COPY.genreIdle}</p>;
    case 'writing':
      return (
        <div aria-live="off">
          <p className="said genre-said">
            <Question /> {answer.text.trimStart()}
            <Caret />
          </p>
          <Reading answer={answer} />
        </div>
      );
    case 'whole':
      return (
        <>
          <p className="said genre-said">
            <Question /> {answer.result.text.trim()}
          </p>
          {answer.stale && <Stale />}
          <FoldedCost timings={answer.result.timings} device={answer.device.device} />
        </>
      );
    case 'stopped':
      return <p className="hint">Stopped. Press Favourite genre to ask again.</p>;
    case 'failed':
      return <Failed answer={answer} />;
  }
}

/** The live region with the model's sentence about the visitor's taste. */
export function Genre() {
  const answer = useMatinee((state) => state.genre);
  const asked = useMatinee(({ catalogue }) => catalogue.kind !== 'open' || catalogue.manifest.prompt.genre !== undefined);
  return (
    <section className="panel answer" aria-label="Favourite genre" aria-live="polite" aria-busy={answer.kind === 'writing'}>
      <h2>Favourite genre</h2>
      {asked ? (
        <Body answer={answer} />
      ) : (
        <p id="genre-why" className="empty">
          {COPY.noGenre}
        </p>
      )}
      <MadeOf />
    </section>
  );
}
