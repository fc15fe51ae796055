/** The collaborative filters that a bundle carries: the first one, and those that can be put in its place (paper, table 11). */
import { MatineeError } from '../errors';
import type { BundleFile, Manifest, RecommenderName } from './manifest';

/** Their names, as their papers have them. */
export const RECOMMENDER_LABELS: Readonly<Record<RecommenderName, string>> = {
  sasrec: 'SASRec',
  esasrec: 'eSASRec',
  gru4rec: 'GRU4Rec',
  nextitnet: 'NextItNet',
  ncf: 'NCF',
  morec: 'MoRec',
  ctrl: 'CTRL',
  ensemble: 'eSASRec + GRU4Rec',
};

/** Those that were trained on texts, too. */
export const READS_TEXTS: ReadonlySet<RecommenderName> = new Set<RecommenderName>(['morec', 'ctrl']);

export const firstRecommender = ({ sasrec }: Pick<Manifest, 'sasrec'>): RecommenderName => sasrec.architecture ?? 'sasrec';

/** The first one, then the others. */
export const recommendersOf = (manifest: Pick<Manifest, 'sasrec' | 'backbones'>): RecommenderName[] => [
  firstRecommender(manifest),
  ...manifest.backbones.map(({ recommender }) => recommender.architecture),
];

/**
 * The manifest as if a collaborative filter were the bundle's first: its network, its aligner, its calibration and their files stand in the place of
 * the first one's, and all else stays. The same manifest for the first. What it returns is read, and not changed again: it does not know which was first.
 * @throws MatineeError 'recommender-unknown' where the bundle does not carry it.
 */
export function withRecommender(manifest: Manifest, name: string): Manifest {
  if (name === firstRecommender(manifest)) return manifest;
  const found = manifest.backbones.find(({ recommender }) => recommender.architecture === name);
  if (!found)
    throw new MatineeError(
      'recommender-unknown',
      `The bundle “${manifest.title}” has no recommender “${name.slice(0, 40)}”.`,
      `Choose one that it has: ${recommendersOf(manifest).join(', ')}.`,
    );
  const { recommender, aligner, calibration, files } = found;
  return { ...manifest, sasrec: recommender, aligner, calibration, files: { ...manifest.files, sasrec: files.recommender, aligner: files.aligner } };
}

/**
 * The manifest as if MLP-LLM's aligner were the bundle's own: asked of A-LLMRec without texts, the engine computes MLP-LLM (paper, table 1).
 * @throws MatineeError 'recommender-unknown' where the bundle does not carry it.
 */
export function withMlpLlm(manifest: Manifest): Manifest {
  const { mlpLlm } = manifest;
  if (!mlpLlm) throw new MatineeError('recommender-unknown', `The bundle “${manifest.title}” has no MLP-LLM.`, 'Leave mlp-llm out, or name another bundle.');
  return { ...manifest, aligner: mlpLlm.aligner, files: { ...manifest.files, ...mlpLlm.files } };
}

/** The files that differ from one collaborative filter to the next. */
export const BACKBONE_FILES = ['sasrec', 'aligner'] as const satisfies readonly BundleFile[];
