import { REFERENCES, type Copy } from '../../content/copy';
import type { Manifest } from '../../bundle/manifest';
import { Evaluate } from './Evaluate';
import { Figure } from './Figure';
import { megabytes, millions, thousands } from '../shared/format';
import { Results } from './Results';
import { useCopy, useMatinee, useWaiting } from '../shared/useMatinee';

function numbers(manifest: Manifest, { item, items }: Copy): string[] {
  const { catalogue, sasrec, aligner, llm, sbert } = manifest;
  return [
    `${thousands(catalogue.films)} ${items}, ${thousands(catalogue.warm)} of them known to SASRec`,
    `d = ${sasrec.hiddenSize}, ${sasrec.blocks} blocks, reads ${sasrec.maxLength} ${items}`,
    `d' = ${aligner.jointSize}; SBERT: ${aligner.textSize} wide, ${sbert.maxTokens} tokens`,
    `h = ${llm.hiddenSize}, one token for the user, one for each ${item}`,
    `${llm.name}: ${millions(llm.parameters)} parameters, ${llm.layers} layers, ${llm.quantisation}`,
  ];
}

/** The method in the paper's terms, what it scores, and whose work it stands on. */
export function About() {
  const copy = useCopy();
  const waiting = useWaiting();
  const manifest = useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.manifest : null));
  const kiosk = useMatinee((state) => state.kiosk);
  const facts = manifest && numbers(manifest, copy);
  const bytes =
    manifest &&
    Object.entries(manifest.files).reduce((sum, [name, file]) => (name.startsWith('sbert') && name !== 'sbertEmbeddings' ? sum : sum + file.bytes), 0);
  return (
    <section className="about" aria-labelledby="about-heading">
      <h2 id="about-heading">How it works</h2>
      {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
      <ol className="method" role="list">
        {copy.method.map(({ title, text }, step) => (
          <li key={title}>
            <Figure step={step} />
            <h3>{title}</h3>
            <p>{text}</p>
            {facts && <p className="fact">{facts[step]}</p>}
          </li>
        ))}
      </ol>
      <details id="results">
        <summary>The results, measured</summary>
        {manifest ? <Results manifest={manifest} /> : <p>{waiting}</p>}
        {manifest?.prompt.deviation && <p className="hint">Against the paper: {manifest.prompt.deviation}</p>}
        {manifest && (
          <p className="hint">
            Bundle “{manifest.title}”, {megabytes(bytes ?? 0)} for a first recommendation, trained on {manifest.dataset.name} (
            {thousands(manifest.dataset.users)} people), {manifest.created.slice(0, 10)}.
          </p>
        )}
        {!kiosk && <Evaluate />}
      </details>
      <details id="credits">
        <summary>Credits and licences</summary>
        <p>The method: {kiosk ? REFERENCES.paper.text : <a href={REFERENCES.paper.href}>{REFERENCES.paper.text}</a>}</p>
        {manifest && (
          <ul>
            {manifest.licences.map(({ part, licence, notice }) => (
              <li key={part}>
                <strong>{part}</strong> ({licence}). {notice}
              </li>
            ))}
          </ul>
        )}
      </details>
    </section>
  );
}
