import { useState } from 'react';
import type { Manifest, RecommenderName } from '../../bundle/manifest';
import { RECOMMENDER_LABELS, recommendersOf } from '../../store/recommender/names';
import { recommenderOf } from '../../store/state';
import { Choice } from '../shared/Choice';
import { hundredth, measuredOf } from '../stage/measured';
import { useActions, useMatinee, useT } from '../shared/useMatinee';

/** Which collaborative filter A-LLMRec stands on; nothing where the bundle carries one alone. @param name of the radio buttons, one a place */
export function RecommenderChoice({ name, help = false }: { name: string; help?: boolean }) {
  const t = useT();
  const actions = useActions();
  const manifest = useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.manifest : null));
  const present = useMatinee(recommenderOf);
  /** On its way: shown as chosen until it is there, or is not. */
  const [wanted, want] = useState<RecommenderName | null>(null);
  if (!manifest?.backbones.length) return null;
  return (
    <>
      <Choice
        legend={t('drawer.recommender')}
        name={name}
        options={recommendersOf(manifest).map((value) => ({ value, label: RECOMMENDER_LABELS[value] }))}
        value={wanted ?? present}
        onChange={(next) => {
          want(next);
          void actions.chooseRecommender(next).finally(() => want((latest) => (latest === next ? null : latest)));
        }}
      />
      {help && (
        <>
          <p className="hint">
            <strong>{RECOMMENDER_LABELS[present]}</strong>: {t(`drawer.recommenderIs.${present}`)}. <Measured manifest={manifest} name={present} />
          </p>
          <p className="hint">{t('drawer.recommenderHelp')}</p>
        </>
      )}
    </>
  );
}

/** How often it is right by itself, and A-LLMRec on it, where a test has counted both. */
function Measured({ manifest, name }: { manifest: Manifest; name: RecommenderName }) {
  const t = useT();
  const { crowd, both } = measuredOf(manifest, name);
  if (crowd?.split !== 'test' || both?.split !== 'test') return null;
  const { candidates } = both;
  return <>{t('drawer.recommenderMeasured', { crowd: hundredth(crowd.hit1), both: hundredth(both.hit1), candidates, guess: hundredth(1 / candidates) })}</>;
}
