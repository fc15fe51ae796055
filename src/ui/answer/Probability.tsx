import { probabilityHelp } from '../../content/probability';
import { thousands } from '../shared/format';
import { useMatinee } from '../shared/useMatinee';

/** What the percentages of a ranking are. */
export function Probability() {
  const calibration = useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.manifest.calibration : undefined));
  return (
    <details className="explain" aria-live="off">
      <summary>What the percentages mean</summary>
      <ul>
        {probabilityHelp(calibration, thousands).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </details>
  );
}
