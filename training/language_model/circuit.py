"""The matching and copying circuit that opt-mini starts from.

A default initialisation of this size does not find soft-token retrieval in thousands of steps; one that starts as an induction
circuit does in hundreds. The circuit is only a start: every weight is trained.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from transformers import OPTForCausalLM

POSITION_WIDTH = 32  # last residual dimensions, kept for sinusoids of the position at the start of training


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
