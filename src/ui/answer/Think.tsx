import { factsOf, isFree, itemKey, steering, type LeftOut } from '../../store/state';
import type { Item } from '../../engine/types';
import { Button } from '../shared/Button';
import { percent } from '../shared/format';
import { useActions, useMatinee, useT } from '../shared/useMatinee';
import { Prompt } from './Prompt';
import './think.css';

/** Ways on that a choice shows. */
const WAYS = 5;

function Attention() {
  const t = useT();
  const catalogue = useMatinee((state) => state.catalogue);
  const attention = useMatinee((state) => (state.voices?.history === steering(state) ? state.voices.attention : null));
  if (!attention?.length) return null;
  return (
    <details>
      <summary>{t('think.attention')}</summary>
      <ul className="weights">
        {attention.map(({ row, weight }) => (
          <li key={row}>
            <span dir="auto">{factsOf({ catalogue }, { kind: 'film', row })?.title}</span>
            <span className="share">{percent(weight)}</span>
            <meter className="bar" aria-hidden="true" min={0} max={1} value={weight} />
          </li>
        ))}
      </ul>
      <p className="hint">{t('think.attentionHelp')}</p>
    </details>
  );
}

function Steps() {
  const t = useT();
  const answer = useMatinee((state) => state.recommendation);
  if (answer.kind !== 'whole') return null;
  const { steps } = answer.result;
  return (
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
  );
}

/** Real values of this run: what the language model reads, where SASRec looks, and each choice of the answer. */
export function Think() {
  const t = useT();
  const isThere = useMatinee((state) => state.recommendation.kind === 'whole');
  return (
    <section className="panel think" aria-labelledby="think-heading">
      <h2 id="think-heading">{t('think.title')}</h2>
      {!isThere && <p className="hint">{t('think.nothing')}</p>}
      <Prompt />
      <Attention />
      <Steps />
    </section>
  );
}

/** The answer without a film, or without what makes it A-LLMRec, beside the answer with it. */
export function WhatMattered() {
  const t = useT();
  const actions = useActions();
  const catalogue = useMatinee((state) => state.catalogue);
  const history = useMatinee(steering);
  const answer = useMatinee((state) => state.recommendation);
  const mattered = useMatinee((state) => state.mattered);
  const free = useMatinee(isFree);
  const title = (item: Item | undefined) => (item && factsOf({ catalogue }, item)?.title) ?? '';
  const whole = answer.kind === 'whole' && !answer.stale ? answer : null;
  const shown = whole && mattered?.answer === whole.result ? mattered : null;
  const blocked = !whole || !free;
  const read = history.slice(catalogue.kind === 'open' ? -catalogue.manifest.prompt.maxHistory : undefined);
  const first = whole ? title(whole.candidates[whole.result.ranking[0]?.candidate ?? -1]) : '';
  const same = (what: LeftOut) =>
    shown?.without?.what.kind === what.kind && (what.kind !== 'film' || (shown.without.what.kind === 'film' && shown.without.what.key === what.key));
  const choice = (what: LeftOut, label: string) => (
    <Button key={label} className="chip" blocked={blocked} aria-pressed={same(what)} onClick={() => void actions.leaveOut(what)}>
      {label}
    </Button>
  );
  const most = Math.max(0.001, ...(shown?.each ?? []).map(({ change }) => Math.abs(change)));

  return (
    <section className="panel mattered" aria-label={t('mattered.title')}>
      <h2>{t('mattered.title')}</h2>
      <p className="hint">{whole ? t('mattered.help') : t('mattered.nothing')}</p>
      {history.length > 0 && (
        <>
          <div className="chips">
            {read.map((item) => choice({ kind: 'film', key: itemKey(item) }, t('mattered.without', { title: title(item) })))}
            {choice({ kind: 'llm-only' }, t('mattered.tokens'))}
            {choice({ kind: 'a-llmrec-sbert' }, t('mattered.texts'))}
          </div>
          <div className="row">
            <Button className="quiet" blocked={blocked || read.length < 2} onClick={() => void actions.leaveOutEach()}>
              {t('mattered.each')}
            </Button>
          </div>
        </>
      )}
      {shown?.without && whole && (
        <div className="beside" aria-live="polite">
          {[
            { name: t('mattered.with'), ranking: whole.result.ranking },
            { name: t('mattered.left'), ranking: shown.without.ranking },
          ].map(({ name, ranking }) => (
            <div key={name}>
              <h3>{name}</h3>
              <ol className="steps">
                {ranking.slice(0, 3).map(({ candidate, probability }) => (
                  <li key={candidate}>
                    <span dir="auto">{title(whole.candidates[candidate])}</span> <span className="share">{percent(probability)}</span>
                  </li>
                ))}
              </ol>
            </div>
          ))}
        </div>
      )}
      {shown && shown.each.length > 0 && (
        <>
          <p className="hint">{t('mattered.bars', { title: first })}</p>
          <ul className="weights">
            {shown.each.map(({ key, change }) => (
              <li key={key}>
                <span dir="auto">{title(read.find((item) => itemKey(item) === key))}</span>
                <span className="share">{t('mattered.points', { points: `${change < 0 ? '−' : '+'}${Math.abs(100 * change).toFixed(1)}` })}</span>
                <meter className="bar" aria-hidden="true" min={0} max={most} value={Math.abs(change)} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
