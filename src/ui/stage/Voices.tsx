import type { CSSProperties } from 'react';
import { RecommenderChoice } from '../recommender/RecommenderChoice';
import { genreColours, percent } from '../shared/format';
import { useMatinee, useT } from '../shared/useMatinee';
import type { Measured } from '../../content/recording';
import { hundredth } from './measured';
import { linesBetween, ROWS, shownPlaces, type Lists, type Placed } from './story/scene';
import type { Waiting } from './waiting';

type EachVoice = Partial<Record<keyof Lists, Measured>>;
/** How often each voice was right in a test: on all, and on those that nobody has rated. */
export interface HowOften {
  all: EachVoice;
  newcomers: EachVoice;
  /** Whether the test could not tell the crowd alone from both together. */
  tied?: boolean;
  /** Whether the crowd's method was trained on texts, too. */
  readsTexts?: boolean;
}

/** What the recorded runs stand on. */
const RECORDED = 'SASRec';

function Voice({
  name,
  list,
  newcomer,
  waiting,
  recorded = false,
  measured,
}: {
  name: keyof Lists;
  list: Placed[] | null;
  newcomer: string | null;
  waiting: Waiting;
  recorded?: boolean;
  measured: HowOften;
}) {
  const t = useT();
  return (
    <section className="voice" data-voice={name} aria-label={t(`voices.${name}.name`)} data-there={list !== null}>
      <header>
        <p className="voice-who">{t(`voices.${name}.who`)}</p>
        <h3>{t(`voices.${name}.name`)}</h3>
        <p>
          {name === 'crowd' && measured.readsTexts ? t('voices.crowd.helpOfTexts') : t(`voices.${name}.help`)}{' '}
          <span className="voice-method">{name === 'crowd' && recorded ? RECORDED : t(`voices.${name}.method`)}</span>
        </p>
        <Right name={name} measured={measured} atNewcomers={newcomer !== null} />
      </header>
      {list ? (
        // eslint-disable-next-line jsx-a11y/no-redundant-roles
        <ol role="list" className="places">
          {shownPlaces(list, ROWS, newcomer).map(({ film, place, value }, i, shown) => (
            <li
              key={film.key}
              className="place"
              data-newcomer={film.key === newcomer}
              data-first={place === 1}
              data-gap={i > 0 && value !== null && place > shown[i - 1]!.place + 1}
              style={{ '--i': i, ...genreColours(film.genres) } as CSSProperties}
            >
              <span className="place-number">{value === null ? '?' : place}</span>
              <span className="place-title" dir="auto" title={film.title}>
                {film.title}
              </span>
              <span className="place-share">{value === null ? t('stage.noScore') : name !== 'both' || place > 1 ? '' : percent(value)}</span>
            </li>
          ))}
        </ol>
      ) : (
        <div className="voice-waiting">
          <p>
            {waiting.said}
            {waiting.read && <progress aria-label={t('answer.read')} max={waiting.read.of} value={waiting.read.done} />}
          </p>
        </div>
      )}
    </section>
  );
}

/** How often a voice was right, on all and on newcomers: both stand at every beat, so that the three are compared at a glance and nothing moves. */
function Right({ name, measured, atNewcomers }: { name: keyof Lists; measured: HowOften; atNewcomers: boolean }) {
  const t = useT();
  const { [name]: ofAll } = measured.all;
  const { [name]: ofNew } = measured.newcomers;
  const some = Object.keys(measured.newcomers).length > 0;
  // Where another voice was measured the line is kept, so that the lists begin at one height.
  if (Object.keys({ ...measured.all, ...measured.newcomers }).length === 0) return null;
  return (
    <p className="voice-right">
      {ofAll && (
        <span data-now={!atNewcomers}>{t(ofAll.split === 'test' ? 'voices.right' : 'voices.rightInValidation', { right: hundredth(ofAll.hit1) })}</span>
      )}
      {some && (
        <span data-now={atNewcomers}>
          {ofNew ? t('voices.rightOfNew', { right: hundredth(ofNew.hit1) }) : name === 'crowd' ? t('voices.blindToNew') : t('voices.notMeasuredOfNew')}
        </span>
      )}
    </p>
  );
}

/** The same film in two lists, side by side. Rows are all of one height, so that nothing is measured. */
function Lines({ left, right, newcomer }: { left: Placed[] | null; right: Placed[] | null; newcomer: string | null }) {
  const lines = left && right ? linesBetween(shownPlaces(left, ROWS, newcomer), shownPlaces(right, ROWS, newcomer)) : [];
  const first = right?.[0]?.film.key;
  return (
    <svg className="lines" viewBox={`0 0 100 ${ROWS * 100}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
      {lines.map(({ key, from, to }) => {
        const y = from * 100 + 50;
        const end = to === null ? y + 60 : to * 100 + 50;
        return (
          <path
            key={`${key} ${from} ${to}`}
            data-lost={to === null}
            data-first={key === first}
            data-newcomer={key === newcomer}
            d={to === null ? `M0 ${y} C 25 ${y} 30 ${end} 45 ${end}` : `M0 ${y} C 50 ${y} 50 ${end} 100 ${end}`}
          />
        );
      })}
    </svg>
  );
}

/** Whose voice the crowd's is. Its place is kept until the bundle has said whether there is a choice, so that nothing moves. */
function CrowdChoice() {
  const choice = useMatinee((state) => state.catalogue.kind !== 'open' || state.catalogue.manifest.backbones.length > 0);
  return choice ? (
    <div className="voices-choice">
      <RecommenderChoice name="voice-recommender" />
    </div>
  ) : null;
}

/** Three answers over the same films, and where each film stands in them. */
export function Voices({
  lists,
  newcomer,
  waiting,
  recorded,
  measured,
}: {
  lists: Lists;
  newcomer: string | null;
  waiting: Record<keyof Lists, Waiting>;
  recorded: boolean;
  measured: HowOften;
}) {
  const t = useT();
  const test = measured.all.both ?? measured.all.crowd ?? measured.newcomers.both;
  return (
    <>
      <div className="voices" style={{ '--rows': ROWS } as CSSProperties}>
        <Voice name="crowd" list={lists.crowd} newcomer={newcomer} waiting={waiting.crowd} recorded={recorded} measured={measured} />
        <Lines left={lists.crowd} right={lists.reader} newcomer={newcomer} />
        <Voice name="reader" list={lists.reader} newcomer={newcomer} waiting={waiting.reader} measured={measured} />
        <Lines left={lists.reader} right={lists.both} newcomer={newcomer} />
        <Voice name="both" list={lists.both} newcomer={newcomer} waiting={waiting.both} measured={measured} />
      </div>
      {test && (
        <p className="voices-test">
          {t('voices.test', { candidates: test.candidates, guess: hundredth(1 / test.candidates) })}
          {measured.tied && ` ${t('voices.tied')}`}
        </p>
      )}
      <CrowdChoice />
    </>
  );
}
