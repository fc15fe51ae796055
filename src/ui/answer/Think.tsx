import { MATTERED, THINK } from '../../content/acts/think';
import { factsOf, isFree, itemKey, steering, type LeftOut } from '../../store/state';
import type { Item } from '../../engine/types';
import { Button } from '../shared/Button';
import { percent } from '../shared/format';
import { useActions, useMatinee } from '../shared/useMatinee';
import { Prompt } from './Prompt';
import './think.css';

/** Ways on that a choice shows. */
const WAYS = 5;

function Attention() {
  const catalogue = useMatinee((state) => state.catalogue);
  const attention = useMatinee((state) => (state.voices?.history === steering(state) ? state.voices.attention : null));
  if (!attention?.length) return null;
  return (
    <details>
      <summary>{THINK.attention}</summary>
      <ul className="weights">
        {attention.map(({ row, weight }) => (
          <li key={row}>
            <span dir="auto">{factsOf({ catalogue }, { kind: 'film', row })?.title}</span>
            <span className="share">{percent(weight)}</span>
            <meter className="bar" aria-hidden="true" min={0} max={1} value={weight} />
          </li>
        ))}
      </ul>
      <p className="hint">{THINK.attentionHelp}</p>
    </details>
  );
}

function Steps() {
  const answer = useMatinee((state) => state.recommendation);
  if (answer.kind !== 'whole') return null;
  const { steps } = answer.result;
  return (
    <details>
      <summary>{THINK.steps}</summary>
      {steps.length === 0 && <p className="hint">{THINK.stepsNone}</p>}
      <ol className="steps">
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
              {ways.length > WAYS && <span className="hint">{THINK.other(ways.length - WAYS)}</span>}
            </span>
          </li>
        ))}
      </ol>
      <p className="hint">{THINK.stepsHelp}</p>
    </details>
  );
}

/** Real values of this run: what the language model reads, where SASRec looks, and each choice of the answer. */
export function Think() {
  const isThere = useMatinee((state) => state.recommendation.kind === 'whole');
  return (
    <section className="panel think" aria-labelledby="think-heading">
      <h2 id="think-heading">{THINK.title}</h2>
      {!isThere && <p className="hint">{THINK.nothing}</p>}
      <Prompt />
      <Attention />
      <Steps />
    </section>
  );
}

/** The answer without a film, or without what makes it A-LLMRec, beside the answer with it. */
export function WhatMattered() {
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
    <section className="panel mattered" aria-label={MATTERED.title}>
      <h2>{MATTERED.title}</h2>
      <p className="hint">{whole ? MATTERED.help : MATTERED.nothing}</p>
      {history.length > 0 && (
        <>
          <div className="chips">
            {read.map((item) => choice({ kind: 'film', key: itemKey(item) }, MATTERED.without(title(item))))}
            {choice({ kind: 'llm-only' }, MATTERED.tokens)}
            {choice({ kind: 'a-llmrec-sbert' }, MATTERED.texts)}
          </div>
          <div className="row">
            <Button className="quiet" blocked={blocked || read.length < 2} onClick={() => void actions.leaveOutEach()}>
              {MATTERED.each}
            </Button>
          </div>
        </>
      )}
      {shown?.without && whole && (
        <div className="beside" aria-live="polite">
          {[
            { name: MATTERED.with, ranking: whole.result.ranking },
            { name: MATTERED.left, ranking: shown.without.ranking },
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
          <p className="hint">{MATTERED.bars(first)}</p>
          <ul className="weights">
            {shown.each.map(({ key, change }) => (
              <li key={key}>
                <span dir="auto">{title(read.find((item) => itemKey(item) === key))}</span>
                <span className="share">{MATTERED.points(change)}</span>
                <meter className="bar" aria-hidden="true" min={0} max={most} value={Math.abs(change)} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
