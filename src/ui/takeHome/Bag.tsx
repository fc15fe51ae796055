import { useMemo } from 'react';
import type { Translate } from '../../content/language';
import { homeLink, homePage, isLocal, QR_BYTES, type HomeLink } from '../../store/takeHome/takeHome';
import { useActions, useMatinee, useT } from '../shared/useMatinee';
import { QrCode } from './QrCode';
import { Ticket } from './Ticket';

function left({ items, of, shortened }: HomeLink, t: Translate): string {
  const which = items < of ? t('takeHome.latest', { count: items, of }) : t('takeHome.all', { films: t('history.count', { count: of }) });
  return `${which}${shortened ? ` ${t('takeHome.shortened', { count: shortened })}` : ''}`;
}

/** QR code, link and ticket. A booth has the QR code alone: nothing there can be saved, and nothing leads away. */
export function Bag() {
  const t = useT();
  const actions = useActions();
  const kiosk = useMatinee((state) => state.kiosk);
  const home = useMatinee((state) => state.home);
  const catalogue = useMatinee((state) => state.catalogue);
  const history = useMatinee((state) => state.history);
  const lowSteer = useMatinee((state) => state.lowSteer);
  const candidateKind = useMatinee((state) => state.candidateKind);
  const seed = useMatinee((state) => state.seed);
  const recommender = useMatinee((state) => state.recommender);
  const page = homePage(location.href, home, recommender);
  const local = isLocal(page);
  const { whole, small } = useMemo(() => {
    const taken = { catalogue, history, lowSteer, candidateKind, seed };
    return { whole: homeLink(taken, page), small: homeLink(taken, page, QR_BYTES) };
  }, [catalogue, history, lowSteer, candidateKind, seed, page]);

  const copyLink = async () => {
    try {
      await navigator.clipboard.writeText(whole?.url ?? page);
      actions.notify(t('takeHome.copied'));
    } catch {
      actions.notify(t('takeHome.notCopied'));
    }
  };
  // The visitor may close the sheet again: that is no failure.
  const share = () => navigator.share({ title: 'Matinee', url: whole?.url ?? page }).catch(() => undefined);

  return (
    <div className="take-home-bag">
      {local ? (
        <p className="hint">{kiosk ? t('takeHome.localBooth') : t('takeHome.local')}</p>
      ) : (
        <div className="take-home-link">
          {small ? <QrCode text={small.url} label={t('takeHome.qr')} /> : <p>{t('takeHome.tooLong')}</p>}
          <div>
            {small && <p className="hint">{left(small, t)}</p>}
            {!kiosk && whole && (
              <>
                <input aria-label={t('takeHome.link')} readOnly value={whole.url} onFocus={(event) => event.target.select()} />
                <div className="row">
                  <button onClick={() => void copyLink()}>{t('takeHome.copy')}</button>
                  {'share' in navigator && <button onClick={() => void share()}>{t('takeHome.share')}</button>}
                </div>
                {whole.url !== small?.url && <p className="hint">{t('takeHome.linkHas', { what: left(whole, t) })}</p>}
              </>
            )}
          </div>
        </div>
      )}
      {!kiosk && <Ticket />}
    </div>
  );
}
