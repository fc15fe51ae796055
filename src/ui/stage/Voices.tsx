import type { CSSProperties } from 'react';
import { RecommenderChoice } from '../recommender/RecommenderChoice';
import { genreColours, percent } from '../shared/format';
import { useMatinee, useT } from '../shared/useMatinee';
import { linesBetween, shownPlaces, type Lists, type Placed } from './scene';

/** Places that are shown of each voice. */
const ROWS = 6;

/** What the recorded runs stand on. */
const RECORDED = 'SASRec';

function Voice({
  name,
  list,
  newcomer,
  waiting,
  recorded = false,
}: {
  name: keyof Lists;
  list: Placed[] | null;
  newcomer: string | null;
  waiting: string;
  recorded?: boolean;
}) {
  const t = useT();
  return (
    <section className="voice" data-voice={name} aria-label={t(`voices.${name}.name`)} data-there={list !== null}>
      <header>
        <p className="voice-who">{t(`voices.${name}.who`)}</p>
        <h3>{t(`voices.${name}.name`)}</h3>
        <p>
          {t(`voices.${name}.help`)} <span className="voice-method">{name === 'crowd' && recorded ? RECORDED : t(`voices.${name}.method`)}</span>
        </p>
      </header>
      {list ? (
        // eslint-disable-next-line jsx-a11y/no-redundant-roles
        <ol role="list" className="places">
          {shownPlaces(list, ROWS, newcomer).map(({ film, place, value }, i) => (
            <li
              key={film.key}
              className="place"
              data-newcomer={film.key === newcomer}
              data-first={place === 1}
              style={{ '--i': i, ...genreColours(film.genres) } as CSSProperties}
            >
              <span className="place-number">{value === null ? '?' : place}</span>
              <span className="place-title" dir="auto" title={film.title}>
                {film.title}
              </span>
              <span className="place-share">{value === null ? t('stage.noScore') : name === 'crowd' || place > 1 ? '' : percent(value)}</span>
            </li>
          ))}
        </ol>
      ) : (
        <p className="voice-waiting">{waiting}</p>
      )}
    </section>
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
}: {
  lists: Lists;
  newcomer: string | null;
  waiting: Record<keyof Lists, string>;
  recorded: boolean;
}) {
  return (
    <>
      <div className="voices" style={{ '--rows': ROWS } as CSSProperties}>
        <Voice name="crowd" list={lists.crowd} newcomer={newcomer} waiting={waiting.crowd} recorded={recorded} />
        <Lines left={lists.crowd} right={lists.reader} newcomer={newcomer} />
        <Voice name="reader" list={lists.reader} newcomer={newcomer} waiting={waiting.reader} />
        <Lines left={lists.reader} right={lists.both} newcomer={newcomer} />
        <Voice name="both" list={lists.both} newcomer={newcomer} waiting={waiting.both} />
      </div>
      <CrowdChoice />
    </>
  );
}
