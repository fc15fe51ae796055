/** Whatever a part of the page throws: a sentence and a way back in place of a blank page. The history is in the store and in the address, which no throw reaches. */
import { Component, type ReactNode } from 'react';
import { translate } from '../content/language';

interface Props {
  children: ReactNode;
}

/** Throws in so short a time that showing the page again would only throw again. */
const AGAIN_MS = 5_000;

export class Boundary extends Component<Props, { error: unknown; again: boolean }> {
  override state: { error: unknown; again: boolean } = { error: null, again: false };
  #threwAt = -Infinity;

  static getDerivedStateFromError(error: unknown) {
    return { error: error ?? new Error('nothing was said') };
  }

  override componentDidCatch(error: unknown): void {
    console.error('A part of the page failed:', error);
    // Once by itself, for a booth without a person; what throws at once again waits for one.
    const again = performance.now() - this.#threwAt > AGAIN_MS;
    this.#threwAt = performance.now();
    if (again) this.setState({ error: null, again: true });
  }

  override render(): ReactNode {
    const { error, again } = this.state;
    const t = translate();
    if (error === null)
      return (
        <>
          {again && (
            <p role="status" className="alert">
              {t('page.shownAnew')}
            </p>
          )}
          {this.props.children}
        </>
      );
    const { message } = error as Partial<Error>;
    return (
      <div role="alert" className="alert">
        <p>
          <strong>{typeof message === 'string' && message ? t('page.failedBy', { why: message.slice(0, 200) }) : t('page.failed')}</strong> {t('page.kept')}
        </p>
        <div className="row">
          <button onClick={() => this.setState({ error: null })}>{t('page.again')}</button>
          <button onClick={() => location.reload()}>{t('page.reload')}</button>
        </div>
      </div>
    );
  }
}
