"""opt-mini: transformers' OPTForCausalLM, initialised with a matching and copying circuit, and fast paths to its parts.

A default initialisation of this size does not find soft-token retrieval in thousands of steps; one that starts as an induction
circuit does in hundreds. The circuit is only a start: every weight is trained.
"""

from __future__ import annotations

import ctypes
import math
from contextlib import nullcontext

import torch
import torch.nn.functional as F
from torch import nn
from transformers import OPTConfig, OPTForCausalLM

from . import blocks
from . import tokenizer as bpe
from .presets import LanguageModel

POSITION_WIDTH = 32  # last residual dimensions, kept for sinusoids of the position at the start of training
MODERN = int(torch.__version__.split(".")[0]) >= 2  # has scaled_dot_product_attention
FAST_BF16 = MODERN and torch.backends.cpu.get_cpu_capability().startswith("AVX512")  # without it bf16 is 80 times slower than f32


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


def load(folder) -> OPTForCausalLM:
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


def orthogonal(rows: int, columns: int) -> torch.Tensor:
    """[rows, columns] with orthonormal rows (rows <= columns)."""
    return torch.linalg.qr(torch.randn(columns, rows))[0].T.contiguous()


@torch.no_grad()
def initialise(model: OPTForCausalLM, match: float = 2.8, copy: float = 0.2, answer: float = 0.1) -> torch.Tensor:
    """Writes the circuit into the weights; returns G, which is orthonormal, over all h dimensions [k, h].

    The residual stream has content dimensions and POSITION_WIDTH position dimensions (sinusoids). Heads of the first layer
    attend to the tokens 1, 2, 3, 4.. before and write a random projection G of their content into a slot of their own. In later
    layers head k matches slot k of the query with slot k+1 of the keys (slot 0 is the token's own content) and copies the
    content of the key's token. So a token that stands k places behind the user's soft token finds the token that stands
    k+1 places behind a similar soft token: the next token of that film's title. k = 0 is the induction head.
    """
    config = model.config
    d, heads = config.hidden_size, config.num_attention_heads
    size, content = d // heads, d - POSITION_WIDTH
    frequencies = POSITION_WIDTH // 2
    decoder = model.model.decoder
    for parameter in model.parameters():
        if parameter.dim() == 1:
            continue
        parameter.normal_(0, 0.2 / math.sqrt(parameter.shape[1]))
    for layer in decoder.layers:
        layer.fc1.weight.normal_(0, 0.8 / math.sqrt(d))
        layer.fc2.weight.normal_(0, 0.05 / math.sqrt(d))
        layer.self_attn.out_proj.weight.normal_(0, 0.02 / math.sqrt(d))

    embedding = torch.randn(config.vocab_size, d) / math.sqrt(d)
    embedding[:, content:] *= 0.1
    decoder.embed_tokens.weight.copy_(embedding)
    omega = torch.exp(torch.linspace(math.log(2.6), math.log(0.01), frequencies))
    positions = decoder.embed_positions.weight
    angle = (torch.arange(positions.shape[0])[:, None] - 2.0) * omega
    positions.normal_(0, 0.05 / math.sqrt(d))
    positions[:, content : content + frequencies] = torch.sin(angle) / math.sqrt(frequencies)
    positions[:, content + frequencies :] = torch.cos(angle) / math.sqrt(frequencies)

    # Slots are coordinate blocks that token embeddings leave free, so that nothing else is in them at the start.
    offsets = min(4, heads)
    width = min(size, content // (2 * offsets - 1))
    free = content - offsets * width  # dimensions of the tokens' own content
    decoder.embed_tokens.weight[:, free:content] *= 0.1
    decoder.embed_tokens.weight[:, :free] *= math.sqrt(d / free)
    identity = torch.eye(content)
    slots = [F.pad(orthogonal(width, free), (0, content - free))]  # slot 0 is G: the token's own content
    slots += [identity[free + o * width : free + (o + 1) * width] for o in range(offsets)]
    rotation = orthogonal(free, free)
    copied = min(size, free)
    for index, layer in enumerate(decoder.layers):
        attention = layer.self_attn
        for head in range(heads):
            rows = slice(head * size, head * size + width)
            if index == 0:
                offset = head % offsets + 1
                start, middle = head * size, head * size + frequencies
                cosine, sine = torch.cos(omega * offset), torch.sin(omega * offset)
                # q(t) is the position t - offset: sin(w(t-o)) = sin wt cos wo - cos wt sin wo, and so on.
                for f in range(frequencies):
                    attention.q_proj.weight[start + f, content + f] += 1.8 * cosine[f]
                    attention.q_proj.weight[start + f, content + frequencies + f] -= 1.8 * sine[f]
                    attention.q_proj.weight[middle + f, content + frequencies + f] += 1.8 * cosine[f]
                    attention.q_proj.weight[middle + f, content + f] += 1.8 * sine[f]
                    attention.k_proj.weight[start + f, content + f] += 1.8
                    attention.k_proj.weight[middle + f, content + frequencies + f] += 1.8
                attention.v_proj.weight[rows, :content] += slots[0]
                attention.out_proj.weight[:content, rows] += slots[offset].T * copy
            else:
                slot = head % offsets
                attention.q_proj.weight[rows, :content] += slots[slot] * match
                attention.k_proj.weight[rows, :content] += slots[slot + 1] * match
                begin = ((head + index) * copied) % max(1, free - copied + 1)
                whole = slice(head * size, head * size + copied)
                attention.v_proj.weight[whole, :free] += rotation[begin : begin + copied]
                attention.out_proj.weight[:free, whole] += rotation[begin : begin + copied].T * answer
    model.tie_weights()
    return F.pad(slots[0], (0, POSITION_WIDTH))


def autocast(device: str):
    """bf16 where it is fast; f32 with Debian's torch 1.13, and on a CPU without AVX-512."""
    if device == "cpu" and not FAST_BF16:
        return nullcontext()
    return torch.autocast("cuda" if device.startswith("cuda") else "cpu", dtype=torch.bfloat16)


def hidden_states(model: OPTForCausalLM, embeddings: torch.Tensor, layout: blocks.Layout | None = None) -> torch.Tensor:
    """embeddings [b, s, h] -> final hidden states [b, s, h]; without a layout in plain causal order. Batches are padded on the right."""
    if layout is not None:
        return blocks.hidden_states(model, embeddings, layout.position, layout.mask())
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


@torch.no_grad()
def genre_directions(model: OPTForCausalLM, encode, genres, basis: torch.Tensor) -> torch.Tensor:
    """[genres, h] unit vectors: the embedding of each genre's first token, without its part in the retrieval subspace [k, h].

    A film's soft token may carry its genres along these, beside what retrieval compares.
    """
    first = torch.tensor([encode(f" {genre}")[0] for genre in genres], device=basis.device)
    vectors = model.model.decoder.embed_tokens.weight[first].float()
    return F.normalize(vectors - vectors @ basis.T @ basis, dim=-1)


def genre_shares(films, genres) -> torch.Tensor:
    """[films, genres] what each film carries along the genres' directions, of length 1 (0 for a film without genres). films: the genres of each (facts)"""
    return F.normalize(torch.tensor([[float(genre in own) for genre in genres] for own in films]), dim=1)


def pad(rows, fill: int, multiple: int = 32) -> torch.Tensor:
    """Lists of ids -> [b, s], padded on the right. oneDNN compiles and keeps a kernel for every new shape: so s has few values."""
    longest = max(map(len, rows))
    padded = torch.full((len(rows), -(-longest // multiple) * multiple), fill)
    for b, row in enumerate(rows):
        padded[b, : len(row)] = torch.tensor(row)
    return padded


def keep_big_blocks() -> None:
    """Tells glibc to reuse freed memory instead of returning it: a fifth of a CPU step is page faults otherwise."""
    try:
        libc = ctypes.CDLL("libc.so.6")
        for parameter in (-3, -1):  # M_MMAP_THRESHOLD, M_TRIM_THRESHOLD
            libc.mallopt(parameter, 2**31 - 1)
        libc.mallopt(-2, 256 << 20)  # M_TOP_PAD
    except OSError:
        pass  # another libc: only slower
