import { select, type Selection } from 'd3-selection';
import { zoom as zoomBehaviour, zoomIdentity, zoomTransform, type D3ZoomEvent, type ZoomBehavior } from 'd3-zoom';
import { useCallback, useEffect, useId, useImperativeHandle, useLayoutEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type Ref } from 'react';
import { PointCloud, type Colour } from './drawing';
import { pointOf, toMap, toScreen, viewOf, type Point, type View } from './geometry';
import type { Finder } from './finder';
import type { Groups } from './groups';
import { placeLabels } from './labels';

/** What stands on the map beside the points. */
export interface Mark {
  key: string;
  kind: 'you' | 'near' | 'watched' | 'answer' | 'invention' | 'chosen';
  at: Point;
  label?: string;
  /** The film that its label names. */
  row?: number;
}

export interface PlaneHandle {
  zoom(factor: number): void;
  showAll(): void;
  show(at: Point): void;
  focus(): void;
}

interface Props {
  ref: Ref<PlaneHandle>;
  positions: Uint16Array;
  groups: Groups;
  finder: Finder;
  shown: readonly boolean[];
  marks: readonly Mark[];
  /** The history, oldest first. */
  path: readonly Point[];
  /** Films whose titles stand on the map when it is close, as far as they have room; those that matter most first. */
  titled: readonly number[];
  /** Its accessible name, and what its keys do. */
  label: string;
  help: string;
  titleOf: (row: number) => string;
  /** Where the middle of what is seen is, once it stands still; null when the whole map is seen. */
  onMiddle: (at: Point | null) => void;
  /** A film was pressed; null: none was. */
  onPick: (row: number | null) => void;
  /** Enter. */
  onEnter: () => void;
  /** There is no WebGL2. */
  onUnavailable: () => void;
}

const CLOSEST = 64;
/** How close a place that is shown comes. */
const NEAR = 7;
/** How close titles stand on it, and how many. */
const TITLES_FROM = 5;
const MOST_TITLES = 6;
const STILL_MS = 120;
/** CSS pixels from a point that are a press on it. */
const REACH = 18;
const PAN = 0.15;

const colourOf = (element: Element): Colour => {
  const [r = 0, g = 0, b = 0] = (getComputedStyle(element).color.match(/[\d.]+/g) ?? []).map(Number);
  return [r / 255, g / 255, b / 255];
};

/** Of a mark as the style sheet draws it, in CSS pixels. */
const RADIUS = 10;
const TITLE_RADIUS = 3;

/** Puts the marks where they stand in a view, and their names beside them. */
function placeMarks(plane: HTMLElement, view: View, hasTitles: boolean): void {
  plane.dataset.titles = String(hasTitles);
  const marks = [...plane.querySelectorAll<HTMLElement>(hasTitles ? '[data-u]' : "[data-u]:not([data-kind='title'])")].map((mark) => {
    const { kind, u, v } = mark.dataset;
    const [x, y] = toScreen(view, { u: Number(u), v: Number(v) });
    return { mark, kind, x, y, radius: kind === 'title' ? TITLE_RADIUS : RADIUS };
  });
  const numbered = marks.filter(({ kind }) => kind === 'watched');
  // All are measured before any is moved: the page is laid out once.
  const named = marks.flatMap(({ mark, kind, ...disc }) => {
    const name = kind === 'watched' ? null : mark.querySelector<HTMLElement>('bdi');
    if (!name) return [];
    // "You" is often beside the answer.
    const side = kind === 'answer' ? ('left' as const) : ('right' as const);
    return [{ ...disc, mark, name, width: name.offsetWidth, height: name.offsetHeight, side, optional: kind === 'title' }];
  });
  const boxes = placeLabels(named, { width: plane.clientWidth, height: plane.clientHeight }, MOST_TITLES, numbered);
  for (const { mark, x, y } of marks) mark.style.transform = `translate(${x}px, ${y}px)`;
  for (const [i, { mark, name, x, y }] of named.entries()) {
    const box = boxes[i];
    mark.dataset.named = String(Boolean(box));
    if (box) name.style.transform = `translate(${box.left - x}px, ${box.top - y}px)`;
  }
}

/** All films as points, to be moved, zoomed and pressed. Nothing of it is drawn by React: a move must not render. */
export function Plane({ ref, positions, groups, finder, shown, marks, path, titled, label, help, titleOf, onMiddle, onPick, onEnter, onUnavailable }: Props) {
  const id = useId();
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const inks = useRef<HTMLSpanElement>(null);
  const line = useRef<SVGPolylineElement>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  /** WebGL's context may be taken away and given back. */
  const [contexts, setContexts] = useState(0);
  /** What stands on the screen: a press is on what was seen, also while the next picture is on its way. */
  const seen = useRef<View | null>(null);
  const told = useRef({ onMiddle, onUnavailable });
  const scene = useRef({ shown, path });
  const engine = useRef<{ zoom: ZoomBehavior<HTMLDivElement, unknown>; target: Selection<HTMLDivElement, unknown, null, undefined>; draw(): void } | null>(
    null,
  );

  useLayoutEffect(() => {
    told.current = { onMiddle, onUnavailable };
    scene.current = { shown, path };
    engine.current?.draw();
  });

  useEffect(() => {
    const element = host.current!;
    const surface = canvas.current!;
    const cloud = PointCloud.on(surface, positions, groups.of);
    if (!cloud) return told.current.onUnavailable();
    let palette: Colour[] = [];
    const readColours = () => {
      palette = [...inks.current!.children].map(colourOf);
      draw();
    };
    let frame = 0;
    let still: ReturnType<typeof setTimeout> | undefined;
    const paint = () => {
      frame = 0;
      const { clientWidth: width, clientHeight: height } = element;
      const transform = zoomTransform(element);
      const view = viewOf(transform, width, height);
      seen.current = view;
      cloud.draw({ view, width, height, shown: scene.current.shown, palette, scale: transform.k });
      placeMarks(element, view, transform.k >= TITLES_FROM);
      line.current?.setAttribute('points', scene.current.path.map((point) => toScreen(view, point).join()).join(' '));
    };
    const draw = () => void (frame ||= requestAnimationFrame(paint));
    const tellMiddle = () => {
      const { clientWidth: width, clientHeight: height } = element;
      const transform = zoomTransform(element);
      told.current.onMiddle(transform.k > 1 ? toMap(viewOf(transform, width, height), [width / 2, height / 2]) : null);
    };

    const target = select<HTMLDivElement, unknown>(element);
    const zoom = zoomBehaviour<HTMLDivElement, unknown>()
      .scaleExtent([1, CLOSEST])
      .filter((event: globalThis.WheelEvent | TouchEvent | globalThis.MouseEvent) => {
        // Until the map is closer than whole, a wheel and one finger scroll the page; a press on the map gives it the wheel.
        if (event instanceof WheelEvent) return event.ctrlKey || element.contains(document.activeElement);
        if ('touches' in event) return event.touches.length > 1 || zoomTransform(element).k > 1;
        return event.button === 0;
      })
      .on('zoom', ({ transform }: D3ZoomEvent<HTMLDivElement, unknown>) => {
        element.dataset.close = String(transform.k > 1);
        draw();
        clearTimeout(still);
        still = setTimeout(tellMiddle, STILL_MS);
      });
    const resize = () => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width === 0) return;
      surface.width = Math.round(width * devicePixelRatio);
      surface.height = Math.round(height * devicePixelRatio);
      zoom.extent([
        [0, 0],
        [width, height],
      ]);
      zoom.translateExtent([
        [0, 0],
        [width, height],
      ]);
      target.call(zoom.transform, zoomTransform(element));
      draw();
    };
    target.call(zoom).on('dblclick.zoom', null);
    engine.current = { zoom, target, draw };
    const sizes = new ResizeObserver(resize);
    sizes.observe(element);
    const schemes = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) => matchMedia(query));
    schemes.forEach((scheme) => scheme.addEventListener('change', readColours));
    const themes = new MutationObserver(readColours);
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    const lost = (event: Event) => event.preventDefault();
    const restored = () => setContexts((count) => count + 1);
    surface.addEventListener('webglcontextlost', lost);
    surface.addEventListener('webglcontextrestored', restored);
    resize();
    readColours();
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(still);
      sizes.disconnect();
      themes.disconnect();
      schemes.forEach((scheme) => scheme.removeEventListener('change', readColours));
      surface.removeEventListener('webglcontextlost', lost);
      surface.removeEventListener('webglcontextrestored', restored);
      target.on('.zoom', null);
      engine.current = null;
    };
  }, [positions, groups, contexts]);

  useImperativeHandle(ref, () => ({
    zoom: (factor) => engine.current?.target.call(engine.current.zoom.scaleBy, factor),
    showAll: () => engine.current?.target.call(engine.current.zoom.transform, zoomIdentity),
    show(at) {
      if (!engine.current || !host.current) return;
      const { clientWidth: width, clientHeight: height } = host.current;
      const [x, y] = toScreen(viewOf(zoomIdentity, width, height), at);
      engine.current.target.call(
        engine.current.zoom.transform,
        zoomIdentity
          .translate(width / 2, height / 2)
          .scale(NEAR)
          .translate(-x, -y),
      );
    },
    focus() {
      host.current?.scrollIntoView({ block: 'center' });
      host.current?.focus({ preventScroll: true });
    },
  }));

  const rowAt = useCallback(
    (event: MouseEvent) => {
      const element = host.current!;
      const box = element.getBoundingClientRect();
      const view = seen.current ?? viewOf(zoomTransform(element), element.clientWidth, element.clientHeight);
      return finder.nearest(toMap(view, [event.clientX - box.left, event.clientY - box.top]), 1, shown, REACH / view.side)[0] ?? null;
    },
    [finder, shown],
  );

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (!engine.current || event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const { target, zoom } = engine.current;
    const { clientWidth: width, clientHeight: height } = event.currentTarget;
    const { k } = zoomTransform(event.currentTarget);
    const move = (x: number, y: number) => target.call(zoom.translateBy, (x * PAN * width) / k, (y * PAN * height) / k);
    const keys: Record<string, () => void> = {
      ArrowLeft: () => move(1, 0),
      ArrowRight: () => move(-1, 0),
      ArrowUp: () => move(0, 1),
      ArrowDown: () => move(0, -1),
      '+': () => target.call(zoom.scaleBy, 1.5),
      '=': () => target.call(zoom.scaleBy, 1.5),
      '-': () => target.call(zoom.scaleBy, 1 / 1.5),
      '0': () => target.call(zoom.transform, zoomIdentity),
      Enter: onEnter,
      Escape: () => onPick(null),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  const isNamed = (row: number) => marks.some((mark) => mark.row === row);
  return (
    // The keys are the map's own, as in any map; what it shows is told by the list beside it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={host}
      className="plane"
      role="application"
      aria-label={label}
      aria-describedby={`${id}-keys`}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it takes the focus to be moved by keyboard
      tabIndex={0}
      onKeyDown={onKeyDown}
      onClick={(event) => onPick(rowAt(event))}
      onMouseMove={(event) => event.buttons === 0 && setHovered(rowAt(event))}
      onMouseLeave={() => setHovered(null)}
    >
      <canvas ref={canvas} />
      <p id={`${id}-keys`} className="visually-hidden">
        {help}
      </p>
      <span ref={inks} className="plane-inks" aria-hidden="true">
        {Array.from({ length: 8 }, (_, group) => (
          <span key={group} data-group={group} />
        ))}
      </span>
      <svg className="plane-path" aria-hidden="true">
        <polyline ref={line} />
      </svg>
      {marks.map(({ key, kind, at, label: name }) => (
        <Named key={key} kind={kind} at={at} name={name} />
      ))}
      {titled.map((row) => row !== hovered && !isNamed(row) && <Named key={`title ${row}`} kind="title" at={pointOf(positions, row)} name={titleOf(row)} />)}
      {hovered !== null && !isNamed(hovered) && <Hover at={pointOf(positions, hovered)} title={titleOf(hovered)} onShown={() => engine.current?.draw()} />}
      <span className="crosshair" aria-hidden="true" />
    </div>
  );
}

/** The title of the film under the mouse. */
function Hover({ at, title, onShown }: { at: Point; title: string; onShown: () => void }) {
  useLayoutEffect(onShown);
  return <Named kind="hovered" at={at} name={title} />;
}

/** A mark and its name, to be placed by `placeMarks`. */
function Named({ kind, at, name }: { kind: string; at: Point; name?: string | undefined }) {
  return (
    <span className="mark" data-kind={kind} data-u={at.u} data-v={at.v} aria-hidden="true">
      {name !== undefined && <bdi>{name}</bdi>}
    </span>
  );
}
