import { useId } from 'react';
import { thousands } from '../shared/format';
import type { Groups } from './groups';
import { useT } from '../shared/useMatinee';

/** The shapes of `drawing.ts`, for those who see the colours alike. */
const SHAPES = [
  'M8 3.2a4.8 4.8 0 1 1 0 9.6a4.8 4.8 0 0 1 0-9.6Z',
  'M3.6 3.6h8.8v8.8H3.6Z',
  'M8 2l6 6-6 6-6-6Z',
  'M8 2.5 14 13H2Z',
  'M2 3h12L8 13.5Z',
  'M6.3 2h3.4v4.3H14v3.4H9.7V14H6.3V9.7H2V6.3h4.3Z',
  'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Zm0 3a3 3 0 1 0 0 6a3 3 0 0 0 0-6Z',
  'M8 3.2a4.8 4.8 0 1 1 0 9.6a4.8 4.8 0 0 1 0-9.6Z',
];

/** The genres, their colours and shapes; some can be seen alone. */
export function Legend({ groups, shown, onPress }: { groups: Groups; shown: readonly boolean[]; onPress: (group: number) => void }) {
  const t = useT();
  const help = useId();
  if (groups.names.length < 2) return null;
  return (
    <div>
      <div className="legend" role="group" aria-label={t('map.legend')} aria-describedby={help} data-all={shown.every(Boolean)}>
        {groups.names.map((name, group) => (
          <button key={name} className="quiet" aria-pressed={shown[group]} onClick={() => onPress(group)}>
            <svg viewBox="0 0 16 16" data-group={group} aria-hidden="true">
              <path fillRule="evenodd" d={SHAPES[group]} />
            </svg>
            {name ? t.label(name) : t('map.others')} <span className="count">{thousands(groups.counts[group]!)}</span>
          </button>
        ))}
      </div>
      <p id={help} className="hint">
        {t('map.legendHelp')}
      </p>
    </div>
  );
}
