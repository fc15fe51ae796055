import { useMemo } from 'react';
import { TAKE_HOME, type takeHomeFor } from '../../content/acts/takeHome';
import { homeLink, homePage, isLocal, QR_BYTES, type HomeLink } from '../../store/takeHome/takeHome';
import { useActions, useMatinee } from '../shared/useMatinee';
import { QrCode } from './QrCode';
import { Ticket } from './Ticket';

type Copy = ReturnType<typeof takeHomeFor>;

function left({ items, of, shortened }: HomeLink, copy: Copy): string {
  return `${items < of ? copy.latest(items, of) : copy.all(of)}${shortened ? ` ${copy.shortened(shortened)}` : ''}`;
}

/** QR code, link and ticket. A booth has the QR code alone: nothing there can be saved, and nothing leads away. */
export function Bag({ copy }: { copy: Copy }) {
  const actions = useActions();
  const kiosk = useMatinee((state) => state.kiosk);
  const home = useMatinee((state) => state.home);
  const catalogue = useMatinee((state) => state.catalogue);
  const history = useMatinee((state) => state.history);
  const lowSteer = useMatinee((state) => state.lowSteer);
  const candidateKind = useMatinee((state) => state.candidateKind);
  const seed = useMatinee((state) => state.seed);
  const page = homePage(location.href, home);
  const local = isLocal(page);
  const { whole, small } = useMemo(() => {
    const taken = { catalogue, history, lowSteer, candidateKind, seed };
    return { whole: homeLink(taken, page), small: homeLink(taken, page, QR_BYTES) };
  }, [catalogue, history, lowSteer, candidateKind, seed, page]);

  const copyLink = async () => {
    try {
      await navigator.clipboard.writeText(whole?.url ?? page);
      actions.notify(TAKE_HOME.copied);
    } catch {
      actions.notify(TAKE_HOME.notCopied);
    }
  };
  // The visitor may close the sheet again: that is no failure.
  const share = () => navigator.share({ title: 'Matinee', url: whole?.url ?? page }).catch(() => undefined);

  return (
    <div className="take-home-bag">
      {local ? (
        <p className="hint">{kiosk ? TAKE_HOME.localBooth : TAKE_HOME.local}</p>
      ) : (
        <div className="take-home-link">
          {small ? <QrCode text={small.url} label={TAKE_HOME.qr} /> : <p>{copy.tooLong}</p>}
          <div>
            {small && <p className="hint">{left(small, copy)}</p>}
            {!kiosk && whole && (
              <>
                <input aria-label={TAKE_HOME.link} readOnly value={whole.url} onFocus={(event) => event.target.select()} />
                <div className="row">
                  <button onClick={() => void copyLink()}>{TAKE_HOME.copy}</button>
                  {'share' in navigator && <button onClick={() => void share()}>{TAKE_HOME.share}</button>}
                </div>
                {whole.url !== small?.url && <p className="hint">{`${TAKE_HOME.link}: ${left(whole, copy)}`}</p>}
              </>
            )}
          </div>
        </div>
      )}
      {!kiosk && <Ticket copy={copy} />}
    </div>
  );
}
