"""A bundle's networks in PyTorch, with the values that it ships or those before quantisation."""

from __future__ import annotations

import json
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import load as load_tensors
from transformers import BertModel, OPTForCausalLM

import onnx

from ..aligner.joint_space import blend, encode
from ..aligner.projections import Aligner, of_bundle
from ..recommender import systems
from ..recommender.recommender import Recommender
from . import bundle, opt_onnx, sbert_onnx
from .onnx_graph import ShippedGraph
from .quantise import dequantise_rows


class Networks:
    """The bundle's networks in PyTorch. shipped: with the values that the bundle ships; otherwise the unquantised ones."""

    def __init__(self, folder: Path, manifest: dict, work: Path, *, shipped: bool):
        aligner, tables = (load_tensors(bundle.read(folder, manifest, key)) for key in ("aligner", "llmEmbeddings"))
        self.sasrec = recommender(bundle.read(folder, manifest, "sasrec"))
        self.encoders, projections = of_bundle(aligner, manifest["aligner"])
        self.aligner = Aligner.of(projections).eval()
        self.item_embedding = self.sasrec.items
        self.popularity = np.asarray(json.loads(bundle.read(folder, manifest, "catalogue"))["popularity"])
        self.sparse_limit = manifest["aligner"].get("sparseLimit", -1)
        self.basis = torch.from_numpy(aligner["retrieval_basis"]) if "retrieval_basis" in aligner else None
        self.whole_history_share = manifest["aligner"].get("wholeHistoryShare", 0.0)

        model = opt_onnx.load(work / "opt")
        embeddings = opt_onnx.embeddings(model)
        if shipped:
            graph = ShippedGraph(onnx.load_from_string(bundle.read(folder, manifest, "llm")))
            # Rounding a restored model's matrices again would not give the same ones.
            model = opt_onnx.with_dequantised(
                model, {name: graph.quantised(f"{name}.weight") for name in opt_onnx.linears(model) if graph.rounds(f"{name}.weight")}
            )
            embeddings = {name: values.astype(np.float32) for name, values in tables.items()}
            texts = dequantise_rows(bundle.read(folder, manifest, "sbertEmbeddings"), manifest["aligner"]["textSize"], manifest["sbert"]["embeddingScale"])
        else:
            texts = np.load(work / "sbert-embeddings.npy")
        self.model = _with_tables(model, embeddings)
        self.work, self.shipped = work, shipped
        self.texts = torch.from_numpy(texts)

    @cached_property
    def sbert(self) -> BertModel:
        return (sbert_onnx.shipped if self.shipped else sbert_onnx.load)(self.work / "sbert")

    def joint_item(self, rows: Sequence[int]) -> torch.Tensor:
        return encode(self.encoders, "item_encoder", self.item_embedding[list(rows)])

    def joint_text(self, embeddings: torch.Tensor) -> torch.Tensor:
        return encode(self.encoders, "text_encoder", embeddings)

    def joint_embeddings(self, warm: int, system: str) -> torch.Tensor:
        """Joint embeddings that a system reads [films, d']."""
        q = self.joint_text(self.texts)
        return q if system == "a-llmrec-sbert" else blend(self.joint_item(range(warm)), q, self.popularity, self.sparse_limit)

    def embed_text(self, ids: list[int]) -> torch.Tensor:
        """The mean-pooled, normalised embedding. [width]"""
        hidden = self.sbert(input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long)).last_hidden_state
        return F.normalize(hidden.mean(1), dim=-1)[0]


def recommender(weights: bytes) -> Recommender:
    """Of a file's bytes; its metadata says which network it is."""
    with tempfile.TemporaryDirectory() as folder:
        (path := Path(folder) / "weights").write_bytes(weights)
        return systems.load(path)


def _with_tables(model: OPTForCausalLM, embeddings: dict[str, np.ndarray]) -> OPTForCausalLM:
    """The model with these embedding tables (any project_in folded in), its head kept as it is."""
    head = torch.nn.Parameter(model.lm_head.weight.detach().clone())
    decoder = model.model.decoder
    decoder.embed_tokens = torch.nn.Embedding.from_pretrained(torch.from_numpy(embeddings["token_embedding"]))
    decoder.project_in = None
    decoder.embed_positions.weight = torch.nn.Parameter(torch.from_numpy(embeddings["position_embedding"]))
    model.lm_head.weight = head
    return model.eval().requires_grad_(False)
