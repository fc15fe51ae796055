import { Fragment } from 'react';
import type { Manifest } from '../../bundle/manifest';
import { factsOf } from '../../store/state';
import type { Item } from '../../engine/types';
import { useCopy, useMatinee } from '../shared/useMatinee';

/** A soft token: one position that holds a vector instead of a word. */
function Soft({ kind }: { kind: 'user' | 'item' }) {
  const copy = useCopy();
  return (
    <span className="soft" data-kind={kind} title={kind === 'user' ? 'F_U(x_u): the user representation as a soft token' : copy.itemToken}>
      {kind}
    </span>
  );
}

function Items({ items, template }: { items: readonly Item[]; template: Manifest['prompt'] }) {
  const catalogue = useMatinee((state) => state.catalogue);
  return items.map((item, index) => (
    <Fragment key={index}>
      {index > 0 && template.separator}
      {template.item.map((segment, at) => ('soft' in segment ? <Soft key={at} kind="item" /> : 'title' in segment ? <b key={at}>{factsOf({ catalogue }, item)?.title}</b> : <Fragment key={at}>{segment.text}</Fragment>))}
    </Fragment>
  ));
}

/** What the language model reads when Recommend is pressed: the manifest's template, filled. */
export function Prompt() {
  const template = useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.manifest.prompt : null));
  const history = useMatinee((state) => state.history);
  const candidates = useMatinee((state) => state.candidates);
  if (!template || history.length === 0) return null;
  const lists = { history: history.slice(-template.maxHistory), candidates };
  return (
    <details className="prompt">
      <summary>The prompt that the model reads</summary>
      <p>
        {template.recommend.map((segment, at) => (
          <Fragment key={at}>
            {'soft' in segment ? <Soft kind="user" /> : 'text' in segment ? segment.text : 'list' in segment ? <Items items={lists[segment.list]} template={template} /> : null}
          </Fragment>
        ))}
      </p>
      <p className="hint">Each chip is one soft token: a vector from the aligner that stands between the words, at one position of the prompt.</p>
    </details>
  );
}
