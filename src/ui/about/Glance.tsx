import type { CSSProperties } from 'react';
import { firstRecommender } from '../../store/recommender/names';
import type { Manifest } from '../../bundle/manifest';
import { recommenderOf } from '../../store/state';
import { useMatinee, useT } from '../shared/useMatinee';
import { hundredth, measuredOf, measuredOfNewcomers } from '../stage/measured';

const VOICES = ['crowd', 'reader', 'both'] as const;

/** The stage's three voices as bars, among what people have rated and among what nobody has; before any table. */
export function Glance({ manifest }: { manifest: Manifest }) {
  const t = useT();
  const recommender = useMatinee(recommenderOf);
  const rated = measuredOf(manifest, recommender);
  const candidates = rated.both?.candidates;
  if (candidates === undefined) return null;
  const groups = [
    { title: t('results.glance.rated', { candidates }), measured: rated },
    { title: t('results.glance.unrated', { candidates }), measured: recommender === firstRecommender(manifest) ? measuredOfNewcomers(manifest) : {} }, // no other was measured on them
  ].filter(({ measured }) => measured.both);
  return (
    <div className="glance">
      {groups.map(({ title, measured }) => (
        <div key={title}>
          <h4>{title}</h4>
          {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
          <ul role="list">
            {VOICES.map((voice) => {
              const share = measured[voice]?.hit1;
              return (
                <li key={voice} data-voice={voice}>
                  <span>
                    {t(`voices.${voice}.name`)} <span className="hint">{t(`voices.${voice}.method`)}</span>
                  </span>
                  <b>{share === undefined ? t('results.glance.blind') : t('results.glance.of', { right: hundredth(share) })}</b>
                  <span className="glance-bar" style={{ '--right': share ?? 0, '--guess': 1 / candidates } as CSSProperties} aria-hidden="true" />
                </li>
              );
            })}
          </ul>
        </div>
      ))}
      <p className="hint">{t('results.glance.guess', { guess: hundredth(1 / candidates) })}</p>
    </div>
  );
}
