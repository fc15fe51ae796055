import type { ReactNode } from 'react';
import { factsOf } from '../../store/state';
import { Button } from '../shared/Button';
import { FilmLine } from '../shared/FilmLine';
import { useActions, useMatinee, useT } from '../shared/useMatinee';

/** A film that was come across, and the way into the history. */
export function FoundFilm({ row, children }: { row: number; children?: ReactNode }) {
  const actions = useActions();
  const t = useT();
  const title = useMatinee((state) => factsOf(state, { kind: 'film', row })?.title ?? '');
  const there = useMatinee((state) => state.history.some((item) => item.kind === 'film' && item.row === row));
  return (
    <>
      <FilmLine item={{ kind: 'film', row }} />
      {children}
      <Button
        className="quiet"
        blocked={there}
        aria-label={there ? t('wander.there', { title }) : t('wander.addTo', { title })}
        onClick={() => actions.add({ kind: 'film', row })}
      >
        {there ? '✓' : t('wander.add')}
      </Button>
    </>
  );
}
