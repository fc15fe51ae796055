import type { GenreAnswer, RankedCandidate, Recommendation, Timings } from '../engine/types';
import { COPY } from '../content/copy';
import type { Answer } from '../store/state';
import type { ItemRef } from '../worker/protocol';
import { FilmLine } from './FilmLine';
import { percent, seconds } from './format';
import { useActions, useMatinee } from './useMatinee';

const DEVICE = { webgpu: 'WebGPU', wasm: 'WASM' } as const;

function Failed({ answer }: { answer: Extract<Answer<unknown>, { kind: 'failed' }> }) {
  return (
    <p role="alert" className="alert">
      <strong>{answer.error.message}</strong> {answer.error.nextStep}
    </p>
  );
}

function Reading({ answer }: { answer: Extract<Answer<unknown>, { kind: 'writing' }> }) {
  if (answer.text || !answer.promptTokens) return null;
  return (
    <p className="hint">
      Reading the prompt: {answer.readTokens} of {answer.promptTokens} tokens
      <progress aria-label="Prompt read" max={answer.promptTokens} value={answer.readTokens} />
    </p>
  );
}

/** What the answer cost, with each number explained. */
function Cost({ timings, device }: { timings: Timings; device: 'webgpu' | 'wasm' }) {
  return (
    <dl className="cost">
      <div>
        <dt>first token</dt>
        <dd>{seconds(timings.timeToFirstTokenMs)}</dd>
      </div>
      <div>
        <dt>tokens per second</dt>
        <dd>{timings.tokensPerSecond.toFixed(timings.tokensPerSecond < 10 ? 1 : 0)} tokens/s</dd>
      </div>
      <div>
        <dt>in all</dt>
        <dd>{seconds(timings.totalMs)}</dd>
      </div>
      <div>
        <dt>device</dt>
        <dd>{DEVICE[device]}</dd>
      </div>
      <div title={COPY.passesHelp}>
        <dt>model runs</dt>
        <dd>
          {timings.forwardPasses}
          {timings.forcedTokens > 0 && `, ${timings.forcedTokens} tokens forced`}
        </dd>
      </div>
      <div title="Positions of the prompt; those shared with the answer before are not read again.">
        <dt>prompt</dt>
        <dd>
          {timings.promptTokens} tokens{timings.reusedTokens > 0 && `, ${timings.reusedTokens} reused`}
        </dd>
      </div>
    </dl>
  );
}

function Ranking({ ranking, candidates }: { ranking: RankedCandidate[]; candidates: ItemRef[] }) {
  const top = ranking[0]?.probability ?? 1;
  return (
    // eslint-disable-next-line jsx-a11y/no-redundant-roles
    <ol className="ranking" role="list" aria-label="Candidates, most probable first">
      {ranking.map(({ candidate, probability }) => (
        <li key={candidate}>
          <meter className="bar" aria-hidden="true" min={0} max={top} value={probability} />
          <FilmLine item={candidates[candidate]!} />
          <span className="share">{percent(probability)}</span>
        </li>
      ))}
    </ol>
  );
}

function RecommendationBody({ answer }: { answer: Answer<Recommendation> }) {
  switch (answer.kind) {
    case 'none':
      return (
        <>
          <p className="hero">{COPY.hero}</p>
          <p className="empty">{COPY.recommendationIdle}</p>
        </>
      );
    case 'writing':
      return (
        <>
          <p className="said" dir="auto">
            {answer.text}
            <span className="caret" aria-hidden="true" />
          </p>
          <Reading answer={answer} />
          {answer.ranking.length > 0 && <Ranking ranking={answer.ranking} candidates={answer.candidates} />}
        </>
      );
    case 'whole': {
      const chosen = answer.result.candidate === null ? undefined : answer.candidates[answer.result.candidate];
      return (
        <>
          <p className="said" aria-live="polite" dir="auto">
            {answer.result.text}
          </p>
          {chosen ? <FilmLine item={chosen} /> : <p className="hint">{COPY.freeMiss}</p>}
          {answer.stale && <p className="hint stale">The history has changed since this answer.</p>}
          <Cost timings={answer.result.timings} device={answer.device.device} />
          <Ranking ranking={answer.result.ranking} candidates={answer.candidates} />
        </>
      );
    }
    case 'stopped':
      return <p className="hint">Stopped{answer.text ? ` after “${answer.text}”` : ' before the first word'}.</p>;
    case 'failed':
      return <Failed answer={answer} />;
  }
}

/** The end of the question that the model was given: its own words go on from there. */
function useQuestion(): string {
  return useMatinee(({ catalogue }) => {
    const last = catalogue.kind === 'open' ? catalogue.manifest.prompt.genre.findLast((segment) => 'text' in segment) : undefined;
    return last && 'text' in last ? (last.text.split('. ').at(-1) ?? '') : '';
  });
}

function GenreBody({ answer }: { answer: Answer<GenreAnswer> }) {
  const question = useQuestion();
  switch (answer.kind) {
    case 'none':
      return <p className="empty">{COPY.genreIdle}</p>;
    case 'writing':
      return (
        <>
          <p className="said genre-said">
            <span className="asked">{question}</span> {answer.text.trimStart()}
            <span className="caret" aria-hidden="true" />
          </p>
          <Reading answer={answer} />
        </>
      );
    case 'whole':
      return (
        <>
          <p className="said genre-said" aria-live="polite">
            <span className="asked" title="The end of the prompt; the model's own words follow.">
              {question}
            </span>{' '}
            {answer.result.text}
          </p>
          {answer.stale && <p className="hint stale">The history has changed since this answer.</p>}
          <Cost timings={answer.result.timings} device={answer.device.device} />
        </>
      );
    case 'stopped':
      return <p className="hint">Stopped.</p>;
    case 'failed':
      return <Failed answer={answer} />;
  }
}

/** The buttons, and the two regions that hold the model's words. */
export function Answers() {
  const actions = useActions();
  const recommendation = useMatinee((state) => state.recommendation);
  const genre = useMatinee((state) => state.genre);
  const running = useMatinee((state) => state.model.kind === 'running');
  const embedding = useMatinee((state) => state.model.kind === 'running' && state.model.task === 'embed');
  const ready = useMatinee((state) => state.model.kind === 'ready');
  const hasHistory = useMatinee((state) => state.history.length > 0);
  const hasCandidates = useMatinee((state) => state.candidates.length > 0);
  const free = useMatinee((state) => state.freeGeneration);
  const blocked = !ready || !hasHistory;
  const why = !hasHistory ? COPY.needHistory : !ready && !running ? 'The language model is still on its way; SASRec answers already.' : '';
  return (
    <div className="screen">
      <div className="actions">
        <button className="primary" disabled={blocked || !hasCandidates} aria-describedby="actions-why" onClick={() => void actions.recommend()}>
          Recommend
        </button>
        <button className="secondary" disabled={blocked} aria-describedby="actions-why" onClick={() => void actions.favouriteGenre()}>
          Favourite genre
        </button>
        {running && !embedding && (
          <button className="secondary" onClick={() => actions.stop()}>
            Stop
          </button>
        )}
        <label className="switch" title="Without the restriction the model may name any film, or none.">
          <input type="checkbox" role="switch" checked={free} onChange={(event) => actions.setFreeGeneration(event.target.checked)} />
          Free generation
        </label>
      </div>
      <p id="actions-why" className="hint" aria-live="polite">
        {why}
      </p>
      <section className="panel answer" aria-label="Recommendation" aria-busy={recommendation.kind === 'writing'}>
        <h2>Recommendation</h2>
        <RecommendationBody answer={recommendation} />
      </section>
      <section className="panel answer" aria-label="Favourite genre" aria-busy={genre.kind === 'writing'}>
        <h2>Favourite genre</h2>
        <GenreBody answer={genre} />
      </section>
    </div>
  );
}
