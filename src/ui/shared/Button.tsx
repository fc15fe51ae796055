import type { ComponentProps } from 'react';

interface Props extends ComponentProps<'button'> {
  /** It cannot be pressed now. */
  blocked?: boolean;
}

/**
 * A button that keeps the focus when it cannot be pressed: `disabled` would let the focus fall to the page's body, and whoever came by
 * keyboard would start again from the top.
 */
export function Button({ blocked = false, onClick, ...props }: Props) {
  return <button {...props} aria-disabled={blocked || undefined} onClick={blocked ? (event) => event.preventDefault() : onClick} />;
}
