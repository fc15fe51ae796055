"""Ranks the candidates of a prompt by the language model's probability over the trie of their titles.

P(candidate) = product over the branching nodes on its path of the probability renormalised over the node's children; tokens that
the trie forces count as certain. The TypeScript engine computes the same.
"""

from __future__ import annotations

from typing import Sequence

import torch
from transformers import OPTForCausalLM

from ..prompts.blocks import layout
from ..prompts.prompt import Prompt, pad
from ..prompts.trie import branchings, tree_of
from . import opt_mini
from .attention import hidden_states


@torch.no_grad()
def rank(
    model: OPTForCausalLM, prompts: Sequence[Prompt], soft: Sequence[torch.Tensor], answers: Sequence[Sequence[Sequence[int]]], device: str = "cpu"
) -> list[torch.Tensor]:
    """Log-probabilities of the candidates of each prompt, all branching nodes of a trie in one pass (tree attention).

    prompts: b of them; soft[b]: vectors of its slots [slots, h]; answers[b][c]: ids of candidate c's title with its end.
    Candidates with the same ids share a leaf and get the same value. Computes in f32 unless the caller autocasts.
    """
    nodes = [branchings(candidates) for candidates in answers]
    trees = [tree_of(found) for found in nodes]
    ids = pad([[*prompt.ids, *tree.tokens] for prompt, tree in zip(prompts, trees)], 1)
    seen = layout([prompt.blocks for prompt in prompts], [prompt.positions for prompt in prompts], ids.shape[1])
    mask = seen.mask()
    for b, (prompt, tree) in enumerate(zip(prompts, trees)):
        n, end = len(prompt.ids), len(prompt.ids) + len(tree.tokens)
        seen.position[b, n:end] = torch.tensor(tree.depths, dtype=torch.long) + prompt.positions[-1] + 1
        mask[b, 0, n:end, :n] = True
        mask[b, 0, n:end, n:end] = torch.from_numpy(tree.seen)
    embeddings = opt_mini.embed(model, ids.to(device))
    rows = [b for b, prompt in enumerate(prompts) for _ in prompt.slots]
    if rows:
        positions = [slot.position for prompt in prompts for slot in prompt.slots]
        embeddings = opt_mini.splice(embeddings, torch.tensor(rows, device=device), torch.tensor(positions, device=device), torch.cat(list(soft)).to(device))
    hidden = hidden_states(model, embeddings, seen.position.to(device), mask.to(device)).float()
    head = model.lm_head.weight.float()
    scores = [torch.zeros(len(candidates)) for candidates in answers]
    for b, (prompt, tree) in enumerate(zip(prompts, trees)):
        for node in nodes[b]:
            at = len(prompt.ids) + tree.place[node.path] if node.path else len(prompt.ids) - 1
            logs = torch.log_softmax(head[node.children] @ hidden[b, at], dim=0).cpu()
            for candidate, child in node.chosen:
                scores[b][candidate] += logs[child]
    return scores
