"""From a bundle back to the work folder of its run: python3 -m training.restore --bundle public/models/movies --work training/.work/movies --data DIR

For everybody who has the repository and not the run's checkpoints: Stage 2, the variants, the tables' users and the exporter go on from
what ships. SASRec and the aligner are exact, as they ship in float32; opt-mini, SBERT and the text embeddings are those of the quantised
weights. Catalogue and interactions are made anew from the data, and must be the bundle's.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.numpy import load as load_tensors
from safetensors.torch import save_file

from . import bundle, catalogue, domains, opt_mini, opt_onnx, presets, sasrec, sbert, sbert_onnx
from . import data as interactions
from . import tokenizer as bpe
from .aligner import of_bundle
from .pretrain import BASIS_FILE
from .quantise import Quantised, dequantise_rows


class Graph:
    """The tensors of an exported graph, quantised ones as the runtime multiplies with them."""

    def __init__(self, model: onnx.ModelProto):
        self._tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
        self._quantised: dict[str, tuple[int, int, list[str]]] = {}  # bits, block size, names of codes, scales, zero points
        for node in model.graph.node:
            if node.op_type in ("MatMulNBits", "GatherBlockQuantized"):
                attributes = {a.name: a.i for a in node.attribute}
                names = [name for name in node.input if name in self._tensors]
                self._quantised[names[0]] = attributes["bits"], attributes["block_size"], names

    def __getitem__(self, name: str) -> torch.Tensor:
        """A tensor in f32; a matrix as [out, in]."""
        if name not in self._quantised:
            return torch.from_numpy(np.array(self._tensors[name], np.float32))
        bits, block, (codes, scales, *zeros) = self._quantised[name]
        unpack = lambda packed: packed if bits == 8 else np.stack([packed & 15, packed >> 4], axis=-1).reshape(*packed.shape[:-1], -1)
        values = self._tensors[codes]
        rows = len(values)
        q = unpack(values).reshape(rows, -1, block)
        zero_points = unpack(self._tensors[zeros[0]].reshape(rows, -1))[:, : q.shape[1]] if zeros else None
        return torch.from_numpy(Quantised(q, self._tensors[scales].reshape(rows, -1), zero_points, bits).dequantise())

    @torch.no_grad()
    def fill(self, name: str, *modules: torch.nn.Module) -> None:
        """Weight and bias of a linear layer or a norm, or of several that are one in the graph."""
        for part in ("weight", "bias"):
            for module, values in zip(modules, self[f"{name}.{part}"].chunk(len(modules))):
                getattr(module, part).copy_(values)


@torch.no_grad()
def language_model(folder: Path, manifest: dict, seed: int) -> tuple[torch.nn.Module, torch.Tensor]:
    """opt-mini with the bundle's weights, and the basis [k, h] of its soft tokens, which its initialisation drew from the seed."""
    described = manifest["llm"]
    heads, width = described["heads"], described["hiddenSize"]
    size = presets.LanguageModel(described["vocabularySize"], width, described["layers"], width // heads, described["contextLength"])
    model, basis = opt_mini.create(size, seed)
    graph = Graph(onnx.load_from_string(bundle.read(folder, manifest, "llm")))
    tables = load_tensors(bundle.read(folder, manifest, "llmEmbeddings"))
    decoder = model.model.decoder
    decoder.embed_tokens.weight.copy_(torch.from_numpy(tables["token_embedding"].astype(np.float32)))  # the head is tied to it
    decoder.embed_positions.weight.copy_(torch.from_numpy(tables["position_embedding"].astype(np.float32)))

    for name, layers in opt_onnx.linears(model).items():
        if name != "head":
            graph.fill(name, *layers)
    for i, layer in enumerate(decoder.layers):
        graph.fill(f"layers.{i}.attention_norm", layer.self_attn_layer_norm)
        graph.fill(f"layers.{i}.feed_forward_norm", layer.final_layer_norm)
    graph.fill("final_norm", decoder.final_layer_norm)
    return model, basis


@torch.no_grad()
def text_encoder(folder: Path, manifest: dict):
    """all-MiniLM-L6-v2 with the bundle's weights."""
    model = sbert.load()
    bert = model[0].auto_model
    graph = Graph(onnx.load_from_string(bundle.read(folder, manifest, "sbert")))
    bert.embeddings.word_embeddings.weight.copy_(graph["words"])
    positions = graph["positions"]  # with segment 0's row in each
    bert.embeddings.position_embeddings.weight[: len(positions)] = positions - bert.embeddings.token_type_embeddings.weight[0]

    graph.fill("embeddings.norm", bert.embeddings.LayerNorm)
    for i, layer in enumerate(bert.encoder.layer):
        name, attention = f"layers.{i}", layer.attention
        for kind in ("query", "key", "value"):
            graph.fill(f"{name}.{kind}", getattr(attention.self, kind))
        graph.fill(f"{name}.out", attention.output.dense)
        graph.fill(f"{name}.attention_norm", attention.output.LayerNorm)
        graph.fill(f"{name}.fc1", layer.intermediate.dense)
        graph.fill(f"{name}.fc2", layer.output.dense)
        graph.fill(f"{name}.norm", layer.output.LayerNorm)
    return model


def text_embeddings(folder: Path, manifest: dict) -> np.ndarray:
    """f32 [films, 384], of length 1 but for int8's rounding."""
    return dequantise_rows(bundle.read(folder, manifest, "sbertEmbeddings"), manifest["aligner"]["textSize"], manifest["sbert"]["embeddingScale"])


def collaborative(folder: Path, manifest: dict, work: Path, preset: presets.Preset, seed: int) -> None:
    """sasrec.safetensors as it ships, and the user representations that it gives."""
    (work / "sasrec.safetensors").write_bytes(bundle.read(folder, manifest, "sasrec"))
    model = sasrec.load(work / "sasrec.safetensors")
    found = sasrec.examples(model, interactions.load_sequences(work), preset.sasrec, seed)
    interactions.replace_arrays(work / "user-representations.npz", **found)


def aligner(folder: Path, manifest: dict, work: Path) -> None:
    """stage1.safetensors (encoders only: the decoders served its training) and stage2.safetensors."""
    encoders, projections = of_bundle(load_tensors(bundle.read(folder, manifest, "aligner")), manifest["aligner"])
    save_file(encoders, str(work / "stage1.safetensors"))
    save_file(projections, str(work / "stage2.safetensors"))


def run(folder: Path, work: Path, data: Path, *, seed: int = 0, log=print) -> None:
    """Raises ValueError where the bundle is damaged, or where the data are not those it was made from."""
    manifest = bundle.verify(folder)
    if manifest["llm"]["name"] != "opt-mini":
        raise ValueError(f"{folder} has {manifest['llm']['name']}: a checkpoint of its own stands for its language model, so train with --llm instead.")
    preset, shipped = presets.find(manifest["preset"]), json.loads(bundle.read(folder, manifest, "catalogue"))
    domain = domains.of_catalogue(shipped)
    work.mkdir(parents=True, exist_ok=True)
    catalogue.run(work, data, preset, seed=seed, domain=domain)
    made = json.loads((work / "catalogue.json").read_text(encoding="utf-8"))
    if different := [name for name in ("ids", "warm", "popularity") if made[name] != shipped[name]]:
        raise ValueError(f"{data} is not the data that {folder} was made from: {', '.join(different)} of the catalogue differ.")
    collaborative(folder, manifest, work, preset, seed)
    aligner(folder, manifest, work)
    np.save(work / "sbert-embeddings.npy", text_embeddings(folder, manifest))
    sbert.save(text_encoder(folder, manifest), work / "sbert")
    (work / "sbert" / sbert_onnx.EXPORTED).write_bytes(bundle.read(folder, manifest, "sbert"))
    model, basis = language_model(folder, manifest, seed)
    model.save_pretrained(str(work / "opt"))
    save_file({"basis": basis.contiguous()}, str(work / "opt" / BASIS_FILE))
    (work / "opt" / "tokenizer.json").write_bytes(bundle.read(folder, manifest, "llmTokenizer"))
    bpe.save(bpe.load(work / "opt"), work / "opt")
    bpe.save(bpe.load(work / "opt"), work / "tokenizer")
    if "calibration" in manifest:
        (work / "calibration.json").write_text(json.dumps(manifest["calibration"], indent=1) + "\n", encoding="utf-8")
    log(f"{work} holds the run of {folder}: {manifest['run']}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python3 -m training.restore", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--bundle", type=Path, required=True, help="a bundle's folder")
    parser.add_argument("--work", type=Path, required=True, help="the work folder to write")
    parser.add_argument("--data", type=Path, required=True, help="the data folder (training/README.md)")
    parser.add_argument("--seed", type=int, default=0, help="of the run (default 0)")
    given = parser.parse_args()
    try:
        run(given.bundle, given.work, given.data, seed=given.seed)
    except (FileNotFoundError, ValueError) as error:
        raise SystemExit(f"error: {error}") from error


if __name__ == "__main__":
    main()
