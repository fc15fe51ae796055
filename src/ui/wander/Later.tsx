import { useEffect, useState, type ComponentType } from 'react';
import { useT } from '../shared/useMatinee';

/**
 * A part of the page whose script is fetched after the first screen. Where it does not arrive, this part says so and asks again when it is told
 * to; the rest of the page goes on.
 */
export function later(load: () => Promise<ComponentType>): ComponentType {
  return function Later() {
    const t = useT();
    const [part, setPart] = useState<{ Part: ComponentType } | 'failed' | null>(null);
    const [tries, setTries] = useState(0);
    useEffect(() => {
      let here = true;
      load().then(
        (Part) => here && setPart({ Part }),
        () => here && setPart('failed'),
      );
      return () => void (here = false);
    }, [tries]);
    if (part === null) return null;
    if (part !== 'failed') return <part.Part />;
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
