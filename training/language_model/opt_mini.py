"""opt-mini: transformers' OPTForCausalLM, and fast paths to its parts."""

from __future__ import annotations

import ctypes
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Callable, ContextManager, Sequence

import torch
import torch.nn.functional as F
from torch import nn
from transformers import OPTConfig, OPTForCausalLM

from ..prompts.blocks import Layout
from ..settings import LanguageModel
from . import attention
from . import tokenizer as bpe
from .circuit import initialise

MODERN = int(torch.__version__.split(".")[0]) >= 2  # has scaled_dot_product_attention
FAST_BF16 = MODERN and torch.backends.cpu.get_cpu_capability().startswith("AVX512")  # without it bf16 is 80 times slower than f32


Places = Sequence[torch.Tensor]  # rows [n], positions [n] of a batch


def create(size: LanguageModel, seed: int) -> tuple[OPTForCausalLM, torch.Tensor]:
    """The model and the basis [k, h] of the subspace that its circuit matches: soft tokens should lie in it."""
    torch.manual_seed(seed)
    config = OPTConfig(
        vocab_size=size.vocab,
        hidden_size=size.hidden,
        word_embed_proj_dim=size.hidden,
        ffn_dim=4 * size.hidden,
        num_hidden_layers=size.layers,
        num_attention_heads=size.hidden // size.head_size,
        max_position_embeddings=size.context,
        do_layer_norm_before=True,
        activation_function="relu",
        dropout=0.0,
        attention_dropout=0.0,
        layerdrop=0.0,
        pad_token_id=bpe.PAD,
        bos_token_id=bpe.BOS,
        eos_token_id=bpe.BOS,
        tie_word_embeddings=True,
    )
    model = prepare(OPTForCausalLM(config))
    return model, initialise(model)


def prepare(model: OPTForCausalLM) -> OPTForCausalLM:
    if MODERN:
        model.config._attn_implementation = "sdpa"
    return model


def load(folder: Path | str) -> OPTForCausalLM:
    """Any OPT checkpoint in Hugging Face's layout, in f32, for use only.

    Where the token embedding is narrower than the model (opt-350m) its projection is folded into it, so that soft tokens have the
    width of the model everywhere; the exporter does the same.
    """
    model = prepare(OPTForCausalLM.from_pretrained(str(folder), local_files_only=True).float())
    decoder = model.model.decoder
    if decoder.project_in is not None:
        with torch.no_grad():
            wide = decoder.embed_tokens.weight @ decoder.project_in.weight.T
        head = nn.Parameter(model.lm_head.weight.detach().clone())
        decoder.embed_tokens = nn.Embedding.from_pretrained(wide, padding_idx=decoder.padding_idx)
        decoder.project_in = None
        model.lm_head.weight = head
    return model


def autocast(device: str, half: bool = True) -> ContextManager[Any]:
    """bf16 where it is fast; f32 with Debian's torch 1.13, on a CPU without AVX-512, and where it is not wanted."""
    if not half or (device == "cpu" and not FAST_BF16):
        return nullcontext()
    return torch.autocast("cuda" if device.startswith("cuda") else "cpu", dtype=torch.bfloat16)


def hidden_states(model: OPTForCausalLM, embeddings: torch.Tensor, layout: Layout | None = None) -> torch.Tensor:
    """embeddings [b, s, h] -> final hidden states [b, s, h]; without a layout in plain causal order. Batches are padded on the right."""
    if layout is not None:
        return attention.hidden_states(model, embeddings, layout.position, layout.mask())
    return model.model.decoder(inputs_embeds=embeddings, use_cache=False).last_hidden_state


def embed(model: OPTForCausalLM, ids: torch.Tensor) -> torch.Tensor:
    """ids [...] -> token embeddings [..., h], the space that soft tokens live in."""
    return model.model.decoder.embed_tokens(ids)


def logits(model: OPTForCausalLM, hidden: torch.Tensor) -> torch.Tensor:
    """[n, h] -> [n, vocabulary]; call it on the few positions that count, the head is a third of this model's work."""
    return F.linear(hidden, model.lm_head.weight).float()


def splice(embeddings: torch.Tensor, rows: torch.Tensor, positions: torch.Tensor, soft: torch.Tensor) -> torch.Tensor:
    """Puts soft tokens [n, h] at (rows[n], positions[n]) of embeddings [b, s, h]."""
    return embeddings.index_put((rows, positions), soft.to(embeddings.dtype))


def logits_at(
    model: OPTForCausalLM, batch: tuple[torch.Tensor, Layout], slots: Places, soft: torch.Tensor, places: Places, device: str, *, half: bool = True
) -> torch.Tensor:
    """Logits [n, vocabulary] at some places of prompts with soft tokens. batch: ids [b, s] and layout; soft [slots, h] stand at `slots`."""
    ids, layout = batch
    with autocast(device, half):
        embeddings = splice(embed(model, ids.to(device)), slots[0].to(device), slots[1].to(device), soft)
        hidden = hidden_states(model, embeddings, layout.to(device))
        return logits(model, hidden[places[0].to(device), places[1].to(device)])


@torch.no_grad()
def genre_directions(model: OPTForCausalLM, encode: Callable[[str], Sequence[int]], genres: Sequence[str], basis: torch.Tensor) -> torch.Tensor:
    """[genres, h] unit vectors: the embedding of each genre's first token, without its part in the retrieval subspace [k, h].

    A film's soft token may carry its genres along these, beside what retrieval compares.
    """
    first = torch.tensor([encode(f" {genre}")[0] for genre in genres])
    return directions_of(model, first.to(model.model.decoder.embed_tokens.weight.device), basis)


@torch.no_grad()
def directions_of(model: OPTForCausalLM, first: torch.Tensor, basis: torch.Tensor) -> torch.Tensor:
    """The same from the genres' first tokens [genres], on the model's device."""
    vectors = model.model.decoder.embed_tokens.weight[first].float().to(basis.device)
    return F.normalize(vectors - vectors @ basis.T @ basis, dim=-1)


def keep_big_blocks() -> None:
    """Tells glibc to reuse freed memory instead of returning it: a fifth of a CPU step is page faults otherwise."""
    try:
        libc = ctypes.CDLL("libc.so.6")
        for parameter in (-3, -1):  # M_MMAP_THRESHOLD, M_TRIM_THRESHOLD
            libc.mallopt(parameter, 2**31 - 1)
        libc.mallopt(-2, 256 << 20)  # M_TOP_PAD
    except OSError:
        pass  # another libc: only slower
