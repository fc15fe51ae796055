const PATHS = {
  up: 'M8 13V3.5M3.8 7.6 8 3.4l4.2 4.2',
  down: 'M8 3v9.5M3.8 8.4 8 12.6l4.2-4.2',
  remove: 'M4 4l8 8M12 4l-8 8',
  grip: 'M6 3.5h.01M10 3.5h.01M6 8h.01M10 8h.01M6 12.5h.01M10 12.5h.01',
  search: 'M7 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10ZM10.7 10.7 14 14',
} as const;

/** Decoration: the button that holds it carries the name. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg className="glyph" viewBox="0 0 16 16" aria-hidden="true" focusable="false" data-bold={name === 'grip'}>
      <path d={PATHS[name]} />
    </svg>
  );
}
