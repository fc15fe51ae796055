"""The language model's forward pass under any mask and at any positions: what films as blocks (prompts/blocks.py) need."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from transformers import OPTForCausalLM


def hidden_states(model: OPTForCausalLM, embeddings: torch.Tensor, position: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
    """The decoder under any mask and at any positions, which transformers' own forward takes in its latest versions only.

    embeddings [b, s, h], position [b, s], mask [b, 1, s, s] bool, None for plain causal order -> final hidden states [b, s, h].
    """
    decoder, config = model.model.decoder, model.config
    heads = config.num_attention_heads
    x = embeddings + decoder.embed_positions.weight[position + decoder.embed_positions.offset]

    if mask is not None and mask.is_cuda:  # else every layer makes it of the truth values
        mask = torch.zeros_like(mask, dtype=torch.get_autocast_dtype("cuda") if torch.is_autocast_enabled("cuda") else x.dtype).masked_fill_(~mask, -torch.inf)

    def split(y: torch.Tensor) -> torch.Tensor:
        return y.unflatten(-1, (heads, -1)).transpose(1, 2)  # [b, heads, s, h / heads]

    for layer in decoder.layers:
        attention = layer.self_attn
        y = layer.self_attn_layer_norm(x) if config.do_layer_norm_before else x
        mixed = attend(split(attention.q_proj(y)), split(attention.k_proj(y)), split(attention.v_proj(y)), mask)
        x = x + attention.out_proj(mixed.transpose(1, 2).flatten(2))
        x = x if config.do_layer_norm_before else layer.self_attn_layer_norm(x)
        y = layer.final_layer_norm(x) if config.do_layer_norm_before else x
        x = x + layer.fc2(layer.activation_fn(layer.fc1(y)))
        x = x if config.do_layer_norm_before else layer.final_layer_norm(x)
    x = decoder.final_layer_norm(x) if decoder.final_layer_norm is not None else x
    return decoder.project_out(x) if decoder.project_out is not None else x


def attend(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
    if hasattr(F, "scaled_dot_product_attention"):
        return F.scaled_dot_product_attention(query, key, value, attn_mask=mask, is_causal=mask is None)
    scores = (query @ key.transpose(2, 3)) * query.shape[-1] ** -0.5
    if mask is None:
        mask = torch.ones(scores.shape[-2:], dtype=torch.bool, device=scores.device).tril()
    return torch.softmax(scores.masked_fill(~mask, torch.finfo(scores.dtype).min), dim=-1) @ value
