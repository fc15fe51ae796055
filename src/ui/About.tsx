import { METHOD, REFERENCES } from '../content/copy';
import type { Manifest } from '../runtime/manifest';
import { Figure } from './Figure';
import { megabytes, millions } from './format';
import { Prompt } from './Prompt';
import { useMatinee } from './useMatinee';

const SYSTEMS: Record<string, string> = {
  'a-llmrec': 'A-LLMRec',
  'a-llmrec-sbert': 'A-LLMRec (SBERT): every film by its text',
  'llm-only': 'LLM-Only: no soft tokens',
  sasrec: 'SASRec',
  popularity: 'Most popular',
};

function numbers(manifest: Manifest): string[] {
  const { catalogue, sasrec, aligner, llm, sbert } = manifest;
  return [
    `${catalogue.films.toLocaleString('en')} films, ${catalogue.warm.toLocaleString('en')} of them known to SASRec`,
    `d = ${sasrec.hiddenSize}, ${sasrec.blocks} blocks, reads ${sasrec.maxLength} films`,
    `d' = ${aligner.jointSize}; SBERT: ${aligner.textSize} wide, ${sbert.maxTokens} tokens`,
    `h = ${llm.hiddenSize}, one token for the user, one for each film`,
    `${llm.name}: ${millions(llm.parameters)} parameters, ${llm.layers} layers, ${llm.quantisation}`,
  ];
}

function Results({ manifest }: { manifest: Manifest }) {
  const rows = manifest.metrics.filter((metric) => metric.split === 'test');
  if (rows.length === 0) return <p>This bundle carries no measured results.</p>;
  return (
    <table>
      <caption>
        How often the film that a person watched next is ranked first among 20 (it and 19 random ones). Guessing would give 5%.
      </caption>
      <thead>
        <tr>
          <th scope="col">System</th>
          <th scope="col">Hit@1</th>
          <th scope="col">NDCG@10</th>
          <th scope="col">Users</th>
          <th scope="col">Measured</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((metric) => (
          <tr key={`${metric.system}-${metric.by}`}>
            <th scope="row">{SYSTEMS[metric.system] ?? metric.system}</th>
            <td>
              {metric.hit1.toFixed(3)}
              {metric.interval && <small> [{metric.interval.map((bound) => bound.toFixed(3)).join(', ')}]</small>}
            </td>
            <td>{metric.ndcg10.toFixed(3)}</td>
            <td>{metric.users.toLocaleString('en')}</td>
            <td>{metric.by === 'typescript' ? 'this bundle, 4-bit' : 'float, PyTorch'}, seed {metric.seed}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The method in the paper's terms, what it scores, and whose work it stands on. */
export function About() {
  const manifest = useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.manifest : null));
  const facts = manifest && numbers(manifest);
  const bytes = manifest && Object.entries(manifest.files).reduce((sum, [name, file]) => (name.startsWith('sbert') && name !== 'sbertEmbeddings' ? sum : sum + file.bytes), 0);
  return (
    <section className="about" aria-labelledby="about-heading">
      <h2 id="about-heading">How it works</h2>
      {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
      <ol className="method" role="list">
        {METHOD.map(({ title, text }, step) => (
          <li key={title}>
            <Figure step={step} />
            <h3>{title}</h3>
            <p>{text}</p>
            {facts && <p className="fact">{facts[step]}</p>}
          </li>
        ))}
      </ol>
      <Prompt />
      <details>
        <summary>How good is it?</summary>
        {manifest ? <Results manifest={manifest} /> : <p>The catalogue is being opened.</p>}
        {manifest?.prompt.deviation && <p className="hint">Against the paper: {manifest.prompt.deviation}</p>}
        {manifest && (
          <p className="hint">
            Bundle “{manifest.title}”, {megabytes(bytes ?? 0)} for a first recommendation, trained on {manifest.dataset.name} ({manifest.dataset.users.toLocaleString('en')} people), {manifest.created.slice(0, 10)}.
          </p>
        )}
      </details>
      <details>
        <summary>Credits and licences</summary>
        <p>
          The method: <a href={REFERENCES.paper.href}>{REFERENCES.paper.text}</a>
        </p>
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
