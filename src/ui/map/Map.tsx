import { useEffect, useMemo, useRef, useState } from 'react';
import type { Film } from '../../engine/types';
import { factsOf, filmRows, steering } from '../../store/state';
import { useActions, useMatinee, useT } from '../shared/useMatinee';
import { FoundFilm } from '../wander/FoundFilm';
import { Finder } from './finder';
import { middle, pointOf, type Point } from './geometry';
import { groupsOf, pressGroup } from './groups';
import { Legend } from './Legend';
import { Plane, type Mark, type PlaneHandle } from './Plane';
import '../wander/wander.css';
import './map.css';
import { Failure } from '../Failure';

const MIDDLE: Point = { u: 0.5, v: 0.5 };
const NEARBY = 12;
/** Films whose titles may stand on the map: of those next to each other few have room. */
const TITLED = 40;
/** Films of the history that the line goes through. */
const PATH = 30;

/** The region "Map": all films in the joint space. Fetched when it comes into view. */
export function FilmMap() {
  const { openMap } = useActions();
  const t = useT();
  const map = useMatinee((state) => state.wander.map);
  const films = useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.films : null));
  const look = useMatinee((state) => state.wander.look);
  const region = useRef<HTMLElement>(null);
  const [isNear, setIsNear] = useState(false);

  useEffect(() => {
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && setIsNear(true), { rootMargin: '300px' });
    watch.observe(region.current!);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    if (films && (isNear || look)) void openMap();
  }, [openMap, films, isNear, look]);

  return (
    <section ref={region} className="panel map" aria-labelledby="map-heading" tabIndex={-1}>
      <div className="panel-head">
        <h2 id="map-heading">{t('map.title')}</h2>
      </div>
      <p className="hint">{map.kind === 'absent' ? t('map.absent') : t('map.intro')}</p>
      {map.kind === 'failed' ? (
        <div className="alert" role="alert">
          <p>
            <Failure error={map.error} />
          </p>
          <div className="row">
            <button onClick={() => void openMap()}>{t('page.again')}</button>
          </div>
        </div>
      ) : map.kind === 'whole' && map.films === films ? (
        <Land positions={map.positions} films={films} />
      ) : (
        map.kind !== 'absent' && <Frame />
      )}
    </section>
  );
}

/** How it is moved, by a mouse or by fingers: the style sheet shows one of the two. */
function Hint() {
  const t = useT();
  return (
    <div className="hint">
      <p className="by-mouse">{t('map.hint')}</p>
      <p className="by-touch">{t('map.hintByTouch')}</p>
    </div>
  );
}

/** The map's room before it is there, so that nothing below it moves when it is. */
function Frame() {
  const t = useT();
  return (
    <div className="map-body">
      <div className="map-stage">
        <p className="plane map-frame">{t('map.reading')}</p>
        <div className="map-tools" />
        <Hint />
      </div>
      <div className="map-side map-side-frame" />
    </div>
  );
}

/** The visitor's place, their history and the answer, as points. */
function useMarks(positions: Uint16Array, chosen: number | null): { marks: Mark[]; path: Point[]; you: Point | null; invented: Point | null } {
  const t = useT();
  const catalogue = useMatinee((state) => state.catalogue);
  const history = useMatinee((state) => state.history);
  const place = useMatinee((state) => state.wander.place);
  const recommendation = useMatinee((state) => state.recommendation);
  const invention = useMatinee((state) => state.wander.invention);
  return useMemo(() => {
    const at = (row: number) => pointOf(positions, row);
    const title = (row: number) => factsOf({ catalogue }, { kind: 'film', row })?.title ?? '';
    const rows = filmRows(history).slice(-PATH);
    const nearest = place.kind === 'found' ? place.rows : [];
    // The nearer a film, the more it says of where its neighbour is.
    const you = middle(nearest.map(at), nearest.map((_, i) => 1 / (i + 1))); // prettier-ignore
    const marks: Mark[] = rows.map((row, i) => ({ key: `watched ${row}`, kind: 'watched', at: at(row), label: String(i + 1) }));
    for (const row of nearest) marks.push({ key: `near ${row}`, kind: 'near', at: at(row) });
    let answer: number | null = null;
    if (recommendation.kind === 'whole' && !recommendation.stale && recommendation.result.candidate !== null) {
      const item = recommendation.candidates[recommendation.result.candidate];
      if (item?.kind === 'film') {
        answer = item.row;
        marks.push({ key: 'answer', kind: 'answer', at: at(answer), label: title(answer), row: answer });
      }
    }
    let invented: Point | null = null;
    if (invention.kind === 'whole') {
      const alike = invention.alike.slice(0, 8);
      invented = middle(alike.map(({ row }) => at(row)), alike.map(({ score }) => Math.max(0.01, score) ** 4)); // prettier-ignore
      if (invented) marks.push({ key: 'invention', kind: 'invention', at: invented, label: invention.film.title.slice(0, 60) });
    }
    if (you) marks.push({ key: 'you', kind: 'you', at: you, label: t('map.you') });
    if (chosen !== null) marks.push({ key: 'chosen', kind: 'chosen', at: at(chosen), row: chosen, ...(chosen !== answer && { label: title(chosen) }) });
    return { marks, path: rows.map(at), you, invented };
  }, [positions, catalogue, history, place, recommendation, invention, chosen, t]);
}

/** The map, once it is there. */
function Land({ positions, films }: { positions: Uint16Array; films: readonly Film[] }) {
  const { add, findPlace } = useActions();
  const t = useT();
  const groups = useMemo(() => groupsOf(films), [films]);
  const finder = useMemo(() => new Finder(positions, groups), [positions, groups]);
  const history = useMatinee(steering);
  const watched = useMatinee((state) => filmRows(state.history).length);
  const isReady = useMatinee((state) => state.model.kind === 'ready' || state.model.kind === 'running');
  const sasrec = useMatinee((state) => state.sasrec);
  const place = useMatinee((state) => state.wander.place);
  const invention = useMatinee((state) => state.wander.invention);
  const look = useMatinee((state) => state.wander.look);
  const [shown, setShown] = useState(() => groups.counts.map(() => true));
  const [chosen, setChosen] = useState<number | null>(null);
  /** The middle of what is seen; null while the map is whole, whose middle means nothing. */
  const [at, setAt] = useState<Point | null>(null);
  const [canDraw, setCanDraw] = useState(true);
  const [said, setSaid] = useState('');
  const plane = useRef<PlaneHandle>(null);
  const looked = useRef(look === null ? 0 : look.times - 1);
  const { marks, path, you, invented } = useMarks(positions, chosen);

  useEffect(() => void findPlace(), [findPlace, history, isReady, sasrec]);

  const titleOf = (row: number) => {
    const { title, year } = films[row]!;
    return year ? `${title} (${year})` : title;
  };
  const around = chosen === null ? (at ?? you ?? MIDDLE) : pointOf(positions, chosen);
  const titled = useMemo(() => finder.nearest(around, TITLED, shown), [finder, shown, around.u, around.v]); // eslint-disable-line react-hooks/exhaustive-deps -- the point's numbers stand for it
  const nearby = titled.slice(0, NEARBY);

  const show = (point: Point | null) => {
    if (!point) return;
    setChosen(null);
    setAt(point);
    plane.current?.show(point);
  };
  useEffect(() => {
    if (!look || look.times === looked.current) return;
    const point = look.at === 'invention' ? invented : you;
    if (!point) return;
    looked.current = look.times;
    show(point);
    plane.current?.focus();
  });

  const pick = (row: number | null) => {
    setChosen(row);
    if (row !== null) setSaid(titleOf(row));
  };
  const moved = (point: Point | null) => {
    setAt(point);
    if (!point) return;
    const [first] = finder.nearest(point, 1, shown);
    setSaid(first === undefined ? t('map.nobody') : t('map.inTheMiddle', { title: titleOf(first) }));
  };
  const enter = () => {
    // Of what is seen, whatever the list tells of.
    const [first] = chosen === null ? finder.nearest(at ?? MIDDLE, 1, shown) : [chosen];
    if (first !== undefined) add({ kind: 'film', row: first });
  };

  return (
    <div className="map-body">
      {canDraw ? (
        <div className="map-stage">
          <Plane
            ref={plane}
            positions={positions}
            groups={groups}
            finder={finder}
            shown={shown}
            marks={marks}
            path={path}
            titled={titled}
            label={t('map.plane')}
            help={t('map.keys')}
            titleOf={titleOf}
            onMiddle={moved}
            onPick={pick}
            onEnter={enter}
            onUnavailable={() => setCanDraw(false)}
          />
          <div className="map-tools">
            <button className="icon" aria-label={t('map.closer')} title={t('map.closer')} onClick={() => plane.current?.zoom(1.6)}>
              +
            </button>
            <button className="icon" aria-label={t('map.wider')} title={t('map.wider')} onClick={() => plane.current?.zoom(1 / 1.6)}>
              −
            </button>
            <button className="quiet" onClick={() => plane.current?.showAll()}>
              {t('map.all')}
            </button>
            {you && (
              <button className="quiet" onClick={() => show(you)}>
                {t('map.me')}
              </button>
            )}
          </div>
          <Hint />
        </div>
      ) : (
        <p className="empty">{t('map.noGraphics')}</p>
      )}
      <div className="map-side">
        <Legend groups={groups} shown={shown} onPress={(group) => setShown((before) => pressGroup(before, group))} />
        <div>
          <h3>{chosen === null ? t(at || !you ? 'map.nearbyOfMiddle' : 'map.nearbyOfYou') : t('map.nearbyOf', { title: films[chosen]!.title })}</h3>
          {nearby.length === 0 && <p className="empty">{t('map.nobody')}</p>}
          {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
          <ul className="films" role="list" aria-label={t('map.nearby')}>
            {nearby.map((row) => (
              <li key={row} data-chosen={row === chosen}>
                <FoundFilm row={row} />
              </li>
            ))}
          </ul>
        </div>
        <div className="hint map-notes">
          <p>{place.kind === 'found' ? t(`map.youBy.${place.by}`) : t('map.nowhere')}</p>
          {watched > 0 && <p>{watched > PATH ? t('map.pathOfLast', { count: PATH }) : t('map.path')}</p>}
          {invention.kind === 'whole' && <p>{t('map.invented')}</p>}
        </div>
      </div>
      <p className="visually-hidden" aria-live="polite">
        {said}
      </p>
    </div>
  );
}
