import { useState, type CSSProperties } from 'react';
import type { Item, RankedCandidate, Recommendation as Result } from '../../engine/types';
import { factsOf, moreFactsOf, type Answer } from '../../store/state';
import { Caret, Failed, Reading, Said, Stale } from './AnswerParts';
import { FoldedCost } from './Cost';
import { FilmLine } from '../shared/FilmLine';
import { ordinal, percent } from '../shared/format';
import { TitleCard } from '../stage/TitleCard';
import { Probability } from './Probability';
import { useT, useMatinee } from '../shared/useMatinee';
import { useShown } from './useShown';

/** The list, as far as it is known: its first places are decided one after another, so that the shares of the first look need not fall. */
function Ranking({ ranking, candidates, shares }: { ranking: RankedCandidate[]; candidates: Item[]; shares: boolean }) {
  const t = useT();
  const { shown, more } = useShown(ranking);
  const top = Math.max(...ranking.map(({ probability }) => probability)) || 1;
  return (
    <div aria-live="off">
      {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
      <ol className="ranking" role="list" aria-label={t('answer.ranking')} style={{ '--rows': Math.ceil(shown.length / 2) } as CSSProperties}>
        {shown.map(({ candidate, probability }, place) => (
          <li key={candidate}>
            <span className="rank">{place + 1}</span>
            <FilmLine item={candidates[candidate]!} />
            {shares && (
              <>
                <span className="share">{percent(probability)}</span>
                <meter className="bar" aria-hidden="true" min={0} max={top} value={probability} />
              </>
            )}
          </li>
        ))}
      </ol>
      {more}
    </div>
  );
}

/** What is known of the film that was named: facts, its probability, and where SASRec alone puts it. */
function Facts({ item, probability, compare }: { item: Item; probability: number | undefined; compare: boolean }) {
  const t = useT();
  const catalogue = useMatinee((state) => state.catalogue);
  const sasrec = useMatinee((state) => state.sasrec);
  const known = useMatinee((state) => state.facts);
  const film = factsOf({ catalogue }, item);
  if (!film) return null;
  const { directors, countries, subgenres } = moreFactsOf({ facts: known }, item);
  const place = item.kind === 'film' && sasrec ? sasrec.films.findIndex(({ row }) => row === item.row) + 1 : 0;
  const unknown = film.own ? t('answer.own') : t('answer.unknown');
  const facts = [
    film.year ? String(film.year) : '',
    t.labels([...subgenres.slice(0, 2), ...film.genres.slice(0, 3)]),
    directors.length ? t('answer.by', { names: directors.slice(0, 2).join(', ') }) : '',
    t.labels(countries.slice(0, 2)),
    probability === undefined ? '' : t('answer.probability', { percent: percent(probability) }),
    film.cold ? unknown : compare && place ? t('answer.place', { place: ordinal(t, place) }) : '',
  ];
  return <p className="facts">{facts.filter(Boolean).join(' · ')}</p>;
}

function Card({ item }: { item: Item }) {
  const catalogue = useMatinee((state) => state.catalogue);
  const film = factsOf({ catalogue }, item);
  return (
    <span className="verdict-card" aria-hidden="true">
      {film && <TitleCard film={film} />}
    </span>
  );
}

/** The prompt cuts long titles; the one that was named is shown whole. */
function Title({ item, text }: { item: Item; text: string }) {
  const catalogue = useMatinee((state) => state.catalogue);
  const title = factsOf({ catalogue }, item)?.title;
  return title?.startsWith(text) ? title : text;
}

function Body({ answer }: { answer: Answer<Result> }) {
  const t = useT();
  const [wantsShares, setWantsShares] = useState(false);
  switch (answer.kind) {
    case 'none':
      return (
        <>
          <p className="said">{t('answer.hero')}</p>
          <p className="empty">{t('answer.idle')}</p>
        </>
      );
    case 'writing':
      return (
        <div aria-live="off">
          <p className="said" dir="auto" lang="en">
            {answer.text}
            <Caret />
          </p>
          <Reading answer={answer} />
          {answer.ranking.length > 0 && <Ranking ranking={answer.ranking} candidates={answer.candidates} shares={wantsShares} />}
        </div>
      );
    case 'whole': {
      const { candidate, film, ranking, questions, text, timings } = answer.result;
      const beyond = film === undefined ? undefined : { kind: 'film' as const, row: film };
      const chosen = candidate === null ? beyond : answer.candidates[candidate];
      return (
        <>
          <div className="verdict">
            <div className="verdict-words">
              <p className="said" dir="auto" lang="en">
                {chosen ? <Title item={chosen} text={text} /> : text}
              </p>
              {chosen && <Facts item={chosen} probability={ranking.find((ranked) => ranked.candidate === candidate)?.probability} compare={!answer.stale} />}
              {candidate === null && <p className="hint">{t('answer.freeBeyond')}</p>}
              {!answer.stale && <Said what="reason" of={answer.result} />}
            </div>
            {chosen && <Card item={chosen} />}
          </div>
          {questions > 1 && (
            <div className="ranking-heads" aria-live="off">
              <p>{t('answer.inOrder')}</p>
              <button
                className="quiet"
                aria-label={t('answer.firstLook')}
                title={t('answer.firstLook')}
                aria-pressed={wantsShares}
                onClick={() => setWantsShares(!wantsShares)}
              >
                {t('answer.shares')}
              </button>
            </div>
          )}
          <Ranking ranking={ranking} candidates={answer.candidates} shares={questions < 2 || wantsShares} />
          <div className="folds">
            <Probability questions={questions} />
            <FoldedCost timings={timings} device={answer.device.device} />
          </div>
        </>
      );
    }
    case 'stopped':
      return <p className="hint">{answer.text ? t('answer.stoppedAfter', { text: answer.text.trim() }) : t('answer.stopped')}</p>;
    case 'failed':
      return <Failed answer={answer} />;
  }
}

/** The live region with the language model's recommendation. While it is written it is busy; screen readers hear it once, whole. */
export function Recommendation() {
  const t = useT();
  const answer = useMatinee((state) => state.recommendation);
  const isStale = answer.kind === 'whole' && answer.stale;
  return (
    <section
      className="panel answer screen-panel"
      aria-label={t('answer.recommendation')}
      aria-live="polite"
      aria-busy={answer.kind === 'writing'}
      data-stale={isStale}
    >
      <h2>{t('answer.recommendation')}</h2>
      {isStale && <Stale />}
      <Body answer={answer} />
    </section>
  );
}
