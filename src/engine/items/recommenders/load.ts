/** The recommender of a bundle: the network that its manifest names. */
import { firstRecommender } from '../../../bundle/backbones';
import { nameOf, type Manifest, type NetworkName } from '../../../bundle/manifest';
import { SafeTensors } from '../../../bundle/safetensors';
import { useTensorflow, Weights } from '../layers';
import { Ensemble } from './ensemble';
import { Gru4Rec } from './gru4rec';
import { NeuMf } from './neuMf';
import { NextItNet } from './nextItNet';
import type { Config, Recommender } from './recommender';
import { SasRec } from './sasrec';

const NETWORKS: Record<NetworkName, new (config: Config, warm: number, weights: Weights) => Recommender> = {
  sasrec: SasRec,
  esasrec: SasRec,
  gru4rec: Gru4Rec,
  nextitnet: NextItNet,
  ncf: NeuMf,
  // Texts made or shaped their items while they were trained; what they ended as is a SASRec.
  morec: SasRec,
  ctrl: SasRec,
};

/** @throws MatineeError 'file-invalid' when the weights do not fit the manifest. */
export async function loadRecommender(bytes: Uint8Array, manifest: Pick<Manifest, 'sasrec' | 'catalogue' | 'files'>): Promise<Recommender> {
  await useTensorflow();
  const { sasrec: config, catalogue, files } = manifest;
  const file = new SafeTensors(bytes, nameOf(files.sasrec));
  const { warm } = catalogue;
  const name = firstRecommender(manifest);
  if (name !== 'ensemble') return new NETWORKS[name](config, warm, new Weights(file));
  const members = config.members!.map((member, m) => new NETWORKS[member.architecture](member, warm, new Weights(file, `members.${m}.`)));
  return new Ensemble(config, new Weights(file), members);
}
