"""Ranks the candidates of a prompt by the language model's probability over the trie of their titles.

P(candidate) = product over the branching nodes on its path of the probability renormalised over the node's children; tokens that
the trie forces count as certain. The TypeScript engine computes the same from the same prefix KV cache.
"""

from __future__ import annotations

from typing import Any, Sequence

import torch
from transformers import OPTForCausalLM

from ..prompts.prompt import Prompt
from ..prompts.trie import Branching, branchings
from . import opt_mini


def select_rows(cache: Any, rows: torch.Tensor) -> Any:
    """A KV cache with row rows[i] at i: transformers 5 and late 4 have cache objects, earlier ones tuples."""
    if isinstance(cache, tuple):
        return tuple(tuple(tensor[rows] for tensor in layer) for layer in cache)
    cache.batch_select_indices(rows)
    return cache


@torch.no_grad()
def rank(
    model: OPTForCausalLM, prompts: Sequence[Prompt], soft: Sequence[torch.Tensor], answers: Sequence[Sequence[Sequence[int]]], device: str = "cpu"
) -> list[torch.Tensor]:
    """Log-probabilities of the candidates of each prompt.

    prompts: b of them; soft[b]: vectors of its slots [slots, h]; answers[b][c]: ids of candidate c's title with its end.
    Candidates with the same ids share a leaf and get the same value. Computes in f32 unless the caller autocasts.
    """
    longest = max(len(prompt.ids) for prompt in prompts)
    ids = torch.full((len(prompts), longest), 1)
    mask = torch.zeros(len(prompts), longest, dtype=torch.long)
    for b, prompt in enumerate(prompts):  # on the left, so that all prompts end together
        ids[b, longest - len(prompt.ids) :] = torch.tensor(prompt.ids)
        mask[b, longest - len(prompt.ids) :] = 1
    embeddings = opt_mini.embed(model, ids.to(device))
    rows = [b for b, prompt in enumerate(prompts) for _ in prompt.slots]
    if rows:
        positions = [longest - len(prompt.ids) + slot.position for prompt in prompts for slot in prompt.slots]
        embeddings = opt_mini.splice(embeddings, torch.tensor(rows, device=device), torch.tensor(positions, device=device), torch.cat(list(soft)).to(device))
    decoder, head = model.model.decoder, model.lm_head.weight.float()
    mask = mask.to(device)
    state = decoder(inputs_embeds=embeddings, attention_mask=mask, use_cache=True)
    scores = [torch.zeros(len(candidates)) for candidates in answers]

    def add(b: int, node: Branching, hidden: torch.Tensor) -> None:
        logs = torch.log_softmax(head[node.children] @ hidden.float(), dim=0).cpu()
        for candidate, child in node.chosen:
            scores[b][candidate] += logs[child]

    deeper: list[tuple[int, Branching]] = []
    for b, candidates in enumerate(answers):
        for node in branchings(candidates):
            if node.path:
                deeper.append((b, node))
            else:
                add(b, node, state.last_hidden_state[b, -1])
    if deeper:
        owners = torch.tensor([b for b, _ in deeper], device=device)
        width = max(len(node.path) for _, node in deeper)
        paths = torch.full((len(deeper), width), 1)
        for i, (_, node) in enumerate(deeper):
            paths[i, : len(node.path)] = torch.tensor(node.path)
        whole = torch.cat([mask[owners], torch.ones(len(deeper), width, dtype=torch.long, device=device)], dim=1)
        hidden = decoder(
            inputs_embeds=opt_mini.embed(model, paths.to(device)),
            attention_mask=whole,
            past_key_values=select_rows(state.past_key_values, owners),
            use_cache=True,
        ).last_hidden_state
        for i, (b, node) in enumerate(deeper):
            add(b, node, hidden[i, len(node.path) - 1])
    return scores
