import type { CSSProperties } from 'react';
import { factsOf, isFree, itemKey, steering, type LeftOut } from '../../store/state';
import type { Item } from '../../engine/types';
import { Button } from '../shared/Button';
import { percent } from '../shared/format';
import { useActions, useMatinee, useT } from '../shared/useMatinee';

const PARTS = ['user', 'items', 'collaborative', 'text', 'llm-only'] as const;
/** Of each list. */
const PLACES = 3;

/** The answer without a film, or without a part of what makes it A-LLMRec, beside the answer with it. */
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
  // What goes when a film is left out is what the film did for the answer.
  const effects = (shown?.each ?? []).map(({ key, change }) => ({ key, effect: -change })).sort((a, b) => b.effect - a.effect);
  const without = whole && shown?.without;
  const left = without?.what.kind;

  const said = () => {
    if (!whole || !without) return '';
    const [before, after] = [whole.result.ranking[0], without.ranking[0]];
    if (!before || !after) return '';
    if (before.candidate !== after.candidate) return t('mattered.changed', { before: first, after: title(whole.candidates[after.candidate]) });
    return t('mattered.same', { title: first, before: percent(before.probability), after: percent(after.probability) });
  };

  return (
    <section className="panel mattered" aria-label={t('mattered.title')}>
      <h2>{t('mattered.title')}</h2>
      <p className="hint">{whole ? t('mattered.help') : t('mattered.nothing')}</p>
      {history.length > 0 && (
        <div className="leave-out">
          <div>
            <h3>{t('mattered.films')}</h3>
            <div className="chips">{read.map((item) => choice({ kind: 'film', key: itemKey(item) }, t('mattered.without', { title: title(item) })))}</div>
            <div className="row">
              <Button className="quiet" blocked={blocked || read.length < 2} onClick={() => void actions.leaveOutEach()}>
                {t('mattered.each')}
              </Button>
            </div>
          </div>
          <div>
            <h3>{t('mattered.method')}</h3>
            <div className="chips">{PARTS.map((kind) => choice({ kind }, t(`mattered.parts.${kind}.name`)))}</div>
            {left && left !== 'film' && <p className="hint">{t(`mattered.parts.${left}.help`)}</p>}
          </div>
        </div>
      )}
      {shown?.asking && (
        <p className="hint" aria-live="polite">
          {t('mattered.asking')}
        </p>
      )}
      {shown !== null && shown.of > 0 && (
        <div className="hint">
          {t('mattered.askingEach', { done: shown.each.length, of: shown.of })}
          <progress aria-label={t('mattered.each')} max={shown.of} value={shown.each.length} />
        </div>
      )}
      {whole && without && (
        <div aria-live="polite">
          <p className="mattered-said">{said()}</p>
          {whole.result.questions > 1 && <p className="hint">{t('answer.inOrder')}</p>}
          <div className="beside">
            {[
              { name: t('mattered.with'), ranking: whole.result.ranking },
              { name: t('mattered.left'), ranking: without.ranking },
            ].map(({ name, ranking }) => (
              <div key={name}>
                <h3>{name}</h3>
                <ol className="weights">
                  {ranking.slice(0, PLACES).map(({ candidate, probability }, place) => (
                    <li key={candidate}>
                      <span dir="auto">{title(whole.candidates[candidate])}</span>
                      {place === 0 && (
                        <>
                          <span className="share">{percent(probability)}</span>
                          <meter className="bar" aria-hidden="true" min={0} max={1} value={probability} />
                        </>
                      )}
                    </li>
                  ))}
                </ol>
              </div>
            ))}
          </div>
        </div>
      )}
      {shown && shown.each.length > 0 && (
        <>
          <p className="hint">{t('mattered.bars', { title: first })}</p>
          <ul className="weights">
            {effects.map(({ key, effect }) => (
              <li key={key}>
                <span dir="auto">{title(read.find((item) => itemKey(item) === key))}</span>
                <span className="share">{t(effect < 0 ? 'mattered.against' : 'mattered.for', { points: Math.abs(100 * effect).toFixed(1) })}</span>
                <span className="sway" data-against={effect < 0} style={{ '--sway': Math.abs(effect) / most } as CSSProperties} aria-hidden="true" />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
