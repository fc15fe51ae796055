import { thousands } from '../shared/format';
import { useMatinee, useT } from '../shared/useMatinee';
import type { Translate } from '../../content/language';
import type { Manifest } from '../../bundle/manifest';

/** What the order of a list is. @param places that a question of their own decided */
function orderHelp(t: Translate, places: number): string {
  if (places < 2) return '';
  return places > 2 ? t('probability.more', { places }) : t('probability.second');
}

/** What a candidate's percentage means, in sentences. */
function probabilityHelp(t: Translate, calibration: Manifest['calibration']): string[] {
  if (!calibration) return [t('probability.what'), t('probability.raw')];
  const { temperature, users, ece } = calibration;
  const how = t(temperature > 1 ? 'probability.softened' : 'probability.sharpened', { temperature: temperature.toFixed(2), users: thousands(users) });
  const error = ece === undefined ? '' : ` ${t('probability.error', { points: (100 * ece).toFixed(1) })}`;
  return [t('probability.what'), `${how}${error}`, t('probability.holds')];
}

/** What the percentages of a ranking are. */
export function Probability({ questions }: { questions: number }) {
  const t = useT();
  const calibration = useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.manifest.calibration : undefined));
  return (
    <details className="explain" aria-live="off">
      <summary>{t('probability.summary')}</summary>
      <ul>
        {[...probabilityHelp(t, calibration), orderHelp(t, questions)].filter(Boolean).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </details>
  );
}
