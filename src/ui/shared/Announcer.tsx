import { use, useEffect, useState } from 'react';
import { describeChange } from './changes';
import { StoreContext } from './useMatinee';

/** Says what changed to those who hear the page: whoever caused it, by whatever button. */
export function Announcer() {
  const store = use(StoreContext);
  const [said, setSaid] = useState('');
  useEffect(
    () =>
      store?.subscribe((after, before) => {
        const sentence = describeChange(before, after);
        if (sentence) setSaid(sentence);
      }),
    [store],
  );
  return (
    <p className="visually-hidden" aria-live="polite" data-said>
      {said}
    </p>
  );
}
