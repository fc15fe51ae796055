"""The opt folder of a work folder: a language model in Hugging Face's layout, its tokenizer, and opt-mini's basis of soft tokens."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file, save_file
from transformers import OPTForCausalLM

from ..data.files import require
from ..prompts.prompt import PromptBuilder, template_of
from ..settings import LanguageModel
from . import opt_mini
from . import tokenizer as bpe

BASIS_FILE = "soft-token-basis.safetensors"  # [k, h], beside the weights: the subspace in which opt-mini compares soft tokens


SHIPPED = "shipped.onnx"  # in the folder of a model that came back from a bundle: its graph, whose matrices are shipped again as they are


def save(model: OPTForCausalLM, basis: torch.Tensor, tokenizer: Path, folder: Path) -> None:
    model.save_pretrained(str(folder))
    (folder / SHIPPED).unlink(missing_ok=True)  # was of other weights
    bpe.save(bpe.load(tokenizer), folder)
    save_file({"basis": basis.contiguous()}, str(folder / BASIS_FILE))


def load_basis(folder: Path) -> torch.Tensor | None:
    """[k, h]; None for a language model that is no opt-mini."""
    path = folder / BASIS_FILE
    return load_file(str(path))["basis"].float() if path.exists() else None


def load_to_train(folder: Path, size: LanguageModel) -> tuple[OPTForCausalLM, torch.Tensor]:
    """An earlier opt-mini and its basis. Raises ValueError where it is none, or of another size than the preset's."""
    basis = load_basis(folder)
    if basis is None:
        raise ValueError(f"{folder} holds no opt-mini: it lacks {BASIS_FILE}. Only opt-mini can be trained on.")
    model = opt_mini.load(folder)
    found = LanguageModel(
        vocab=model.config.vocab_size,
        hidden=model.config.hidden_size,
        layers=model.config.num_hidden_layers,
        head_size=model.config.hidden_size // model.config.num_attention_heads,
        context=model.config.max_position_embeddings,
    )
    if found != size:
        raise ValueError(f"{folder} holds a model of {found}, but the preset's is {size}. Choose the preset that made it.")
    return model, basis


def fingerprint(folder: Path) -> str:
    """Of the weights."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.safetensors")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class Frozen(NamedTuple):
    """A language model that is no longer trained, with what builds its prompts."""

    model: OPTForCausalLM
    builder: PromptBuilder


def load_frozen(work: Path, device: str = "cpu", template: dict | None = None) -> Frozen:
    """Of a work folder, with the prompt in the words of its domain, or with another template. Raises FileNotFoundError."""
    opt_mini.keep_big_blocks()
    folder = require(work / "opt", "pretrain")
    model = opt_mini.load(folder).to(device).eval().requires_grad_(False)
    encode = bpe.encoder(bpe.load(folder))
    return Frozen(model, PromptBuilder(encode, bos=model.config.bos_token_id, placeholder=model.config.pad_token_id, template=template or template_of(work)))
