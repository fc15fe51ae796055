"""An earlier bundle as a start: what it ships stands for a step's result, and its language model can be trained on.

For everybody who has the repository and not the run's checkpoints. SASRec and the aligner are exact, as they ship in float32; opt-mini, SBERT
and the text embeddings are those of the quantised weights. Catalogue and interactions are made anew from the data, and must be the bundle's.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load as load_tensors
from safetensors.torch import save_file
from sentence_transformers import SentenceTransformer

import onnx

from ..aligner.joint_space import blend, encode
from ..aligner.projections import of_bundle
from ..aligner.stage2 import FIRST, FURTHER
from ..data import interactions
from ..data.files import read_json, replace_arrays, replace_text
from ..language_model import opt_folder, opt_mini
from ..language_model import tokenizer as bpe
from ..recommender import sasrec
from ..recommender.user_representations import user_representations
from ..settings import LanguageModel, Preset
from ..text import sbert
from . import bundle, opt_onnx
from .onnx_graph import ShippedGraph
from .quantise import dequantise_rows


def seed_of(manifest: dict) -> int:
    """Of the run that made a bundle, by its heading."""
    found = re.search(r"seed (\d+)", manifest["run"])
    if not found:
        raise ValueError(f'The bundle "{manifest["name"]}" does not say the seed of its run ("{manifest["run"]}"), which its soft tokens hang on.')
    return int(found.group(1))


@torch.no_grad()
def language_model(folder: Path, manifest: dict) -> tuple[torch.nn.Module, torch.Tensor]:
    """opt-mini with the bundle's weights, and the basis [k, h] of its soft tokens, which its initialisation drew from the seed of its run."""
    described = manifest["llm"]
    heads, width = described["heads"], described["hiddenSize"]
    size = LanguageModel(described["vocabularySize"], width, described["layers"], width // heads, described["contextLength"])
    model, basis = opt_mini.create(size, seed_of(manifest))
    graph = ShippedGraph(onnx.load_from_string(bundle.read(folder, manifest, "llm")))
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
def text_encoder(folder: Path, manifest: dict) -> SentenceTransformer:
    """all-MiniLM-L6-v2 with the bundle's weights."""
    model = sbert.load()
    bert = model[0].auto_model
    graph = ShippedGraph(onnx.load_from_string(bundle.read(folder, manifest, "sbert")))
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


def joint_embeddings(folder: Path, manifest: dict) -> torch.Tensor:
    """The joint embeddings [films, d'] that A-LLMRec reads, from the bundle's own files."""
    encoders, _ = of_bundle(load_tensors(bundle.read(folder, manifest, "aligner")), manifest["aligner"])
    items = torch.from_numpy(load_tensors(bundle.read(folder, manifest, "sasrec"))["item_embedding"][1:])
    popularity = np.asarray(json.loads(bundle.read(folder, manifest, "catalogue"))["popularity"])
    texts = torch.from_numpy(text_embeddings(folder, manifest))
    e, q = encode(encoders, "item_encoder", items), encode(encoders, "text_encoder", texts)
    return blend(e, q, popularity, manifest["aligner"].get("sparseLimit", -1))


class EarlierBundle:
    """Raises ValueError where the bundle is damaged, or has a language model that is not from here."""

    def __init__(self, folder: Path):
        self.folder = folder
        if not (folder / "manifest.json").is_file():
            raise FileNotFoundError(f"{folder} is no bundle: it has no manifest.json.")
        self.manifest = bundle.verify(folder)
        if self.manifest["llm"]["name"] != "opt-mini":
            raise ValueError(
                f"{folder} has {self.manifest['llm']['name']}: a checkpoint of its own stands for its language model, so train with --llm instead."
            )

    @property
    def fingerprint(self) -> dict[str, str]:
        return {name: entry["sha256"] for name, entry in self.manifest["files"].items()}

    def read(self, key: str) -> bytes:
        return bundle.read(self.folder, self.manifest, key)

    def check_catalogue(self, work: Path) -> None:
        """Raises ValueError where the work folder's catalogue is another: then the bundle's rows are other items."""
        made, shipped = read_json(work / "catalogue.json", "catalogue"), json.loads(self.read("catalogue"))
        if different := [name for name in ("ids", "warm", "popularity") if made[name] != shipped[name]]:
            raise ValueError(f"The data is not what {self.folder} was made from: {', '.join(different)} of the catalogue differ.")

    def sasrec(self, work: Path, preset: Preset, seed: int) -> None:
        """sasrec.safetensors as it ships, and the user representations that it gives."""
        self.check_catalogue(work)
        (work / "sasrec.safetensors").write_bytes(self.read("sasrec"))
        model = sasrec.load(work / "sasrec.safetensors")
        replace_arrays(work / "user-representations.npz", **user_representations(model, interactions.load_sequences(work), preset.sasrec, seed))

    def stage1(self, work: Path) -> None:
        """stage1.safetensors (encoders only: the decoders served its training), the text embeddings, and SBERT, unless it is the fixture's miniature."""
        self.check_catalogue(work)
        encoders, _ = of_bundle(load_tensors(self.read("aligner")), self.manifest["aligner"])
        save_file(encoders, str(work / "stage1.safetensors"))
        np.save(work / "sbert-embeddings.npy", text_embeddings(self.folder, self.manifest))
        if self.manifest["preset"] == "fixture":
            return
        sbert.save(text_encoder(self.folder, self.manifest), work / "sbert")
        (work / "sbert" / sbert.EXPORTED).write_bytes(self.read("sbert"))

    def tokenizer(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "tokenizer.json").write_bytes(self.read("llmTokenizer"))
        bpe.save(bpe.load(folder), folder)

    def language_model(self, folder: Path) -> None:
        """The whole opt folder."""
        model, basis = language_model(self.folder, self.manifest)
        self.tokenizer(folder)
        opt_folder.save(model, basis, folder, folder)
        (folder / opt_folder.SHIPPED).write_bytes(self.read("llm"))

    def stage2(self, work: Path) -> None:
        """stage2.safetensors."""
        self.check_catalogue(work)
        _, projections = of_bundle(load_tensors(self.read("aligner")), self.manifest["aligner"])
        (work / f"{FURTHER}.safetensors").unlink(missing_ok=True)
        save_file(projections, str(work / f"{FIRST}.safetensors"))

    def calibration(self, work: Path) -> None:
        if "calibration" not in self.manifest:
            raise ValueError(f"{self.folder} has no calibration: leave calibrate out of --take.")
        replace_text(work / "calibration.json", json.dumps(self.manifest["calibration"], indent=1) + "\n")
