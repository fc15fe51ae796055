"""Ranks the candidates of a prompt by the language model's probability over the trie of their titles.

P(candidate) = product over the branching nodes on its path of the probability renormalised over the node's children; tokens that
the trie forces count as certain. The TypeScript engine computes the same.
"""

from __future__ import annotations

from typing import NamedTuple, Sequence

import torch
from transformers import OPTForCausalLM

from ..prompts.blocks import QUESTION, layout
from ..prompts.prompt import Prompt, pad, without
from ..prompts.trie import branchings, tree_of
from . import opt_mini
from .attention import hidden_states

CHOICES = 5  # places of a list that a question of their own decides; src/engine/llm/choices.ts has the same number and the reason


class Choices(NamedTuple):
    """Of one prompt. scores: log-probabilities of the candidates by the first question; order: the candidates, first choice first."""

    scores: torch.Tensor
    order: list[int]


def rank_by_choice(
    model: OPTForCausalLM,
    prompts: Sequence[Prompt],
    soft: Sequence[torch.Tensor],
    answers: Sequence[Sequence[Sequence[int]]],
    rows: Sequence[Sequence[int]],
    device: str = "cpu",
    *,
    choices: int = CHOICES,
) -> list[Choices]:
    """A list is made by asking again: the first choice is taken out of the prompt and the question is asked again about the rest, for `choices` places.

    Attention to the best candidate drowns the others, so that one question tells the places below the first poorly apart. Only films as blocks can be
    taken out; a prompt in plain causal order has one question. prompts, soft, answers: as of `rank`. rows[b][c]: what decides between candidates with the
    same answer, the least first.
    """
    lists = [Choices(torch.zeros(0), []) for _ in prompts]
    chosen: list[list[int]] = [[] for _ in prompts]
    left = [list(range(len(candidates))) for candidates in answers]
    asked, vectors = list(prompts), list(soft)
    going = list(range(len(prompts)))
    while going:
        found = rank(model, [asked[b] for b in going], [vectors[b] for b in going], [[answers[b][c] for c in left[b]] for b in going], device)
        for b, scores in zip(list(going), found):
            if not lists[b].order:
                lists[b] = Choices(scores, [])
            rest = sorted(range(len(left[b])), key=lambda i: (-scores[i].item(), rows[b][left[b][i]]))
            lists[b] = lists[b]._replace(order=[*chosen[b], *(left[b][i] for i in rest)])
            best = left[b][rest[0]]
            chosen[b].append(best)
            last = max(prompts[b].blocks)
            if last == QUESTION or len(chosen[b]) >= min(choices, len(answers[b]) - 1):
                going.remove(b)
                continue
            left[b].remove(best)
            asked[b], kept = without(asked[b], last - len(answers[b]) + 1 + best)  # the candidates' blocks are the last
            vectors[b] = vectors[b][kept]
    return lists


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
