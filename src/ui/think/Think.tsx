import { useEffect, type ReactNode } from 'react';
import type { RecommenderName } from '../../bundle/manifest';
import { factsOf, recommenderOf, steering } from '../../store/state';
import { Stale } from '../answer/AnswerParts';
import { Pieces, Prompt } from '../answer/Prompt';
import { percent } from '../shared/format';
import { useActions, useMatinee, useT } from '../shared/useMatinee';
import { Numbers, Strip } from './Strip';
import './think.css';

/** Ways on that a choice shows. */
const WAYS = 5;
/** Of these, those that are drawn as bars. */
const BARS = 4;
/** Recommenders that say where they look. */
const ATTENTIVE: readonly RecommenderName[] = ['sasrec', 'esasrec'];
/** Pieces of the prompt that stand in the figure; the whole is a press away. */
const PIECES = 16;

function Part({ name, title, help, children }: { name: string; title: string; help: string; children: ReactNode }) {
  return (
    <li className="part" data-part={name}>
      <h3>{title}</h3>
      <div className="part-drawing">{children}</div>
      <p className="hint">{help}</p>
    </li>
  );
}

function Attention() {
  const t = useT();
  const catalogue = useMatinee((state) => state.catalogue);
  const attention = useMatinee((state) => (state.voices?.history === steering(state) ? state.voices.attention : null));
  const isBlind = !ATTENTIVE.includes(useMatinee(recommenderOf));
  if (isBlind && attention)
    return (
      <Part name="attention" title={t('think.attention')} help={t('think.noAttention')}>
        {null}
      </Part>
    );
  if (!attention?.length) return null;
  return (
    <Part name="attention" title={t('think.attention')} help={t('think.attentionHelp')}>
      <ul className="weights">
        {attention.map(({ row, weight }) => (
          <li key={row}>
            <span dir="auto">{factsOf({ catalogue }, { kind: 'film', row })?.title}</span>
            <span className="share">{percent(weight)}</span>
            <meter className="bar" aria-hidden="true" min={0} max={1} value={weight} />
          </li>
        ))}
      </ul>
    </Part>
  );
}

/** The numbers of the history that is answered; null while they are on their way. */
function useInside() {
  return useMatinee((state) => (state.inside?.history === steering(state) ? state.inside.value : null));
}

function Taste() {
  const t = useT();
  const inside = useInside();
  if (!inside) return null;
  const { representation, userToken } = inside;
  return (
    <Part name="taste" title={t('think.taste')} help={t('think.tasteHelp')}>
      {[
        { values: representation, label: t('think.representation', { count: representation.length }) },
        { values: userToken, label: t('think.userToken', { count: userToken.length }) },
      ].map(({ values, label }) => (
        <div key={label}>
          <Strip values={values} kind="user" label={label} />
          <p className="hint" aria-hidden="true">
            {label}
          </p>
        </div>
      ))}
      <details>
        <summary>{t('think.numbers')}</summary>
        <Numbers values={representation} />
        <Numbers values={userToken} />
      </details>
    </Part>
  );
}

function Joint() {
  const t = useT();
  const inside = useInside();
  const catalogue = useMatinee((state) => state.catalogue);
  const history = useMatinee(steering);
  if (!inside) return null;
  const films = inside.films.map((film, i) => ({ ...film, title: factsOf({ catalogue }, history.slice(-inside.films.length)[i]!)?.title ?? '' }));
  return (
    <Part name="joint" title={t('think.joint')} help={t('think.jointHelp')}>
      <ul className="joint">
        {films.map(({ title, collaborative, text, uses }, i) => (
          <li key={i}>
            <span className="joint-title" dir="auto">
              {title} <span className="badge">{t(`think.uses.${uses}`)}</span>
            </span>
            {collaborative && (
              <span data-used={uses !== 'text'}>
                <Strip values={collaborative} kind="item" label={t('think.collaborative', { title, count: collaborative.length })} />
              </span>
            )}
            <span data-used={uses !== 'collaborative'}>
              <Strip values={text} kind="text" label={t('think.text', { title, count: text.length })} />
            </span>
          </li>
        ))}
      </ul>
      <details>
        <summary>{t('think.numbers')}</summary>
        {films.map(({ title, collaborative, text }, i) => (
          <div key={i}>
            <b dir="auto">{title}</b>
            {collaborative && <Numbers values={collaborative} />}
            <Numbers values={text} />
          </div>
        ))}
      </details>
    </Part>
  );
}

function Reads() {
  const t = useT();
  const answer = useMatinee((state) => state.recommendation);
  const isAsked = useMatinee((state) => steering(state).length > 0);
  if (!isAsked) return null;
  return (
    <Part name="reads" title={t('think.reads')} help={t('think.readsHelp')}>
      {answer.kind === 'whole' && answer.result.prompt.length > 0 && (
        <p className="read" lang="en">
          <Pieces pieces={answer.result.prompt.slice(0, PIECES)} /> …
        </p>
      )}
      <Prompt />
    </Part>
  );
}

function Chooses() {
  const t = useT();
  const answer = useMatinee((state) => state.recommendation);
  if (answer.kind !== 'whole') return null;
  const { steps } = answer.result;
  return (
    <Part name="chooses" title={t('think.chooses')} help={t('think.choosesHelp')}>
      <ol className="chosen" lang="en">
        {steps.map(({ before, ways }) => (
          <li key={before}>
            <span className="step-before" dir="auto">
              {before} …
            </span>
            <ul className="weights">
              {ways.slice(0, BARS).map(({ text, probability, chosen }, i) => (
                <li key={i} data-chosen={chosen}>
                  <span dir="auto">{text}</span>
                  <span className="share">{percent(probability)}</span>
                  <meter className="bar" aria-hidden="true" min={0} max={1} value={probability} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      <details>
        <summary>{t('think.steps')}</summary>
        {steps.length === 0 && <p className="hint">{t('think.stepsNone')}</p>}
        <ol className="steps" lang="en">
          {steps.map(({ before, ways }) => (
            <li key={before}>
              <span className="step-before" dir="auto">
                {before || '…'}
              </span>
              <span className="step-ways">
                {ways.slice(0, WAYS).map(({ text, probability, chosen }, i) => (
                  <span key={i} className="step-way" data-chosen={chosen}>
                    <b>{text}</b> {percent(probability)}
                  </span>
                ))}
                {ways.length > WAYS && (
                  <span className="hint" lang={t.language}>
                    {t('think.other', { count: ways.length - WAYS })}
                  </span>
                )}
              </span>
            </li>
          ))}
        </ol>
        <p className="hint">{t('think.stepsHelp')}</p>
      </details>
    </Part>
  );
}

/** Figure 2 of the paper, drawn from the numbers of this run: where the crowd's recommender looks, x_u, the joint embeddings, the prompt, and each choice of the answer. */
export function Think() {
  const t = useT();
  const actions = useActions();
  const isThere = useMatinee((state) => state.recommendation.kind === 'whole');
  const isStale = useMatinee(({ recommendation: answer }) => answer.kind === 'whole' && answer.stale);
  const isLoaded = useMatinee((state) => state.model.kind === 'ready' || state.model.kind === 'running');
  const history = useMatinee(steering);
  useEffect(() => {
    if (isThere && isLoaded) void actions.lookInside();
  }, [isThere, isLoaded, history, actions]);
  return (
    <section className="panel think" aria-labelledby="think-heading">
      <h2 id="think-heading">{t('think.title')}</h2>
      <p className="hint">{isThere ? t('think.lead') : t('think.nothing')}</p>
      {isStale && <Stale />}
      {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
      <ol role="list" className="parts">
        <Attention />
        <Taste />
        <Joint />
        <Reads />
        <Chooses />
      </ol>
    </section>
  );
}
