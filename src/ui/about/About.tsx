import { memo, useDeferredValue, useState, type ReactNode } from 'react';
import type { Manifest } from '../../bundle/manifest';
import { Evaluate } from './Evaluate';
import { Figure } from './Figure';
import { megabytes, millions, thousands } from '../shared/format';
import { Results } from './Results';
import { useT, useMatinee, useWaiting } from '../shared/useMatinee';
import type { Translate } from '../../content/language';
import { PAPER } from '../../content/systems';
import { recommenderSizes } from '../../store/state';

/** The steps of the paper's figure 2. */
const STEPS = ['history', 'sasrec', 'joint', 'soft', 'opt'] as const;

/** Networks whose depth is counted in layers, as their papers have it; the others' in blocks. */
const IN_LAYERS: ReadonlySet<string> = new Set(['gru4rec', 'ncf']);

function numbers({ catalogue, aligner, llm, sbert }: Manifest, sasrec: Manifest['sasrec'], t: Translate): string[] {
  return [
    t('about.method.history.fact', { all: thousands(catalogue.films), warm: thousands(catalogue.warm) }),
    t(IN_LAYERS.has(sasrec.architecture ?? '') ? 'about.method.sasrec.factInLayers' : 'about.method.sasrec.fact', {
      size: sasrec.hiddenSize,
      blocks: sasrec.blocks,
      length: sasrec.maxLength,
    }),
    t('about.method.joint.fact', { size: aligner.jointSize, width: aligner.textSize, tokens: sbert.maxTokens }),
    t('about.method.soft.fact', { size: llm.hiddenSize }),
    t('about.method.opt.fact', { name: llm.name, parameters: millions(t, llm.parameters), layers: llm.layers }),
  ];
}

/** The method in the paper's terms, what it scores, and whose work it stands on. */
export function About() {
  // Far below the first screen: no part of the render in which the catalogue arrives everywhere.
  const manifest = useDeferredValue(useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.manifest : null)));
  const sizes = useDeferredValue(useMatinee(recommenderSizes));
  return <AboutBundle manifest={manifest} sizes={sizes} />;
}

const AboutBundle = memo(function AboutBundle({ manifest, sizes }: { manifest: Manifest | null; sizes: Manifest['sasrec'] | null }) {
  const t = useT();
  const kiosk = useMatinee((state) => state.kiosk);
  const facts = manifest && sizes && numbers(manifest, sizes, t);
  const bytes =
    manifest &&
    Object.entries(manifest.files).reduce((sum, [name, file]) => (name.startsWith('sbert') && name !== 'sbertEmbeddings' ? sum : sum + file.bytes), 0);
  return (
    <section className="about" aria-labelledby="about-heading">
      <h2 id="about-heading">{t('about.title')}</h2>
      {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
      <ol className="method" role="list">
        {STEPS.map((name, step) => (
          <li key={name}>
            <Figure step={step} />
            <h3>{t(`about.method.${name}.title`)}</h3>
            <p>{t(`about.method.${name}.text`)}</p>
            {facts && (
              <p className="fact">
                {facts[step]}
                {name === 'opt' && <span lang="en">, {manifest.llm.quantisation}</span>}
              </p>
            )}
          </li>
        ))}
      </ol>
      <Door id="results" name={t('about.results')}>
        {manifest ? <Results manifest={manifest} /> : <Waiting />}
        {manifest?.prompt.deviation && (
          <p className="hint">
            {t('about.deviation')} <span lang="en">{manifest.prompt.deviation}</span>
          </p>
        )}
        {manifest && (
          <p className="hint">
            {t('about.bundle', {
              title: manifest.title,
              bytes: megabytes(bytes ?? 0),
              dataset: manifest.dataset.name,
              people: thousands(manifest.dataset.users),
              date: manifest.created.slice(0, 10),
            })}
          </p>
        )}
        {!kiosk && <Evaluate />}
      </Door>
      <Door id="credits" name={t('about.credits')}>
        <p>
          {t('about.paper')} <span lang="en">{kiosk ? PAPER.text : <a href={PAPER.href}>{PAPER.text}</a>}</span>
        </p>
        {manifest && (
          <ul lang="en">
            {manifest.licences.map(({ part, licence, notice }) => (
              <li key={part}>
                <strong>{part}</strong> ({licence}). {notice}
              </li>
            ))}
          </ul>
        )}
      </Door>
    </section>
  );
});

/** What is behind it is made when it is opened for the first time: browsers lay closed details out, too, when they look for a page's text. */
function Door({ id, name, children }: { id: string; name: string; children: ReactNode }) {
  const [opened, setOpened] = useState(false);
  return (
    <details id={id} onToggle={() => setOpened(true)}>
      <summary>{name}</summary>
      {opened && children}
    </details>
  );
}

const Waiting = () => <p>{useWaiting()}</p>;
