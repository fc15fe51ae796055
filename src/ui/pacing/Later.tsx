import { startTransition, useEffect, useState, type ComponentType } from 'react';
import { imported } from '../../imported';
import { useT } from '../shared/useMatinee';

/**
 * A part of the page whose script is fetched after the first screen. Where it does not arrive, this part says so and asks again when it is told
 * to; the rest of the page goes on.
 * @param Meanwhile what stands in its place until it is there
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>, Meanwhile?: ComponentType): ComponentType<Props> {
  const ask = imported(load);
  /** Once it is there, the next one is there at once. */
  let arrived: { Part: ComponentType<Props> } | null = null;
  return function Later(props: Props) {
    const t = useT();
    const [part, setPart] = useState<typeof arrived | 'failed'>(arrived);
    const [tries, setTries] = useState(0);
    useEffect(() => {
      if (arrived) return setPart(arrived);
      let here = true;
      ask().then(
        (Part) => {
          arrived = { Part };
          if (here) startTransition(() => setPart(arrived));
        },
        () => here && setPart('failed'),
      );
      return () => void (here = false);
    }, [tries]);
    if (part === null) return Meanwhile ? <Meanwhile /> : null;
    if (part !== 'failed') return <part.Part {...props} />;
    return (
      <div className="alert" role="alert">
        <p>{t('wander.missing')}</p>
        <div className="row">
          <button
            onClick={() => {
              setPart(null);
              setTries(tries + 1);
            }}
          >
            {t('page.again')}
          </button>
        </div>
      </div>
    );
  };
}
