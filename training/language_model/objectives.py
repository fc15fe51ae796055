"""What a step of pre-training minimises: soft-token retrieval, text, genre answers, and sentences about a taste."""

from __future__ import annotations

from typing import NamedTuple

import torch
import torch.nn.functional as F
from transformers import OPTForCausalLM

from ..lessons.lessons import Answers
from ..prompts.synthetic import RetrievalBatch
from ..settings import Pretraining
from ..words.questions import PLAIN_WEIGHT
from . import attention, opt_mini

Measured = dict[str, torch.Tensor]  # numbers on the device, so that a step does not wait for it


class SoftTokens(NamedTuple):
    """Where soft tokens lie. basis [k, h]: what retrieval compares; directions [genres, h]: along these they carry genres, and retrieval looks past them."""

    basis: torch.Tensor
    directions: torch.Tensor

    def of(self, batch: RetrievalBatch | Answers) -> torch.Tensor:
        """[n, h]"""
        return batch.soft @ self.basis + batch.genres @ self.directions


def order_loss(listed: torch.Tensor, tokens: torch.Tensor, teacher: torch.Tensor, temperature: float) -> torch.Tensor:
    """Divergence of the model's choice among the candidates' tokens from the teacher's, both softened, so that what is below the first place
    has an order too. listed [q, c] log-probabilities of the tokens [q, c], teacher [q, c] -> [q]"""
    same = (tokens[:, :, None] == tokens[:, None, :]) & (tokens > 0)[:, None, :]
    first = ~(same & torch.ones_like(same[0]).tril(-1)).any(2) & (teacher > 0)  # of the candidates that share a token, the first stands for all
    mass = (teacher[:, None, :] * same).sum(2).clamp(min=1e-30).log()

    def soften(logs: torch.Tensor) -> torch.Tensor:
        return F.log_softmax((logs / temperature).masked_fill(~first, -1e4), dim=1)

    target = soften(mass)
    return temperature * (target.exp() * (target - soften(listed)) * first).sum(1)


def retrieval_loss(model: OPTForCausalLM, batch: RetrievalBatch, numbers: Pretraining, space: SoftTokens, device: str) -> tuple[torch.Tensor, Measured]:
    """Likelihood of the drawn titles; where titles part, the whole teacher distribution is the target (less noise)."""
    queries = batch.query_at[0].shape[0]
    places = [torch.cat(pair) for pair in zip(batch.query_at, batch.answer_at)]
    logs = F.log_softmax(opt_mini.logits_at(model, batch.prompts, batch.soft_at, space.of(batch), places, device, half=numbers.half), dim=-1)
    tokens, teacher, own = batch.next_ids, batch.teacher, batch.leading
    first = batch.depth == 0
    listed = logs[:queries].gather(1, tokens)  # [q, c]
    choice_loss = -(teacher * listed).sum(1)
    rest_loss = -logs[queries:].gather(1, batch.answer_ids[:, None])[:, 0].mean()
    weight = 1 + 3 * own.float()  # the prompt's own query is what is used later
    roots = (weight * first).sum()
    order = order_loss(listed, tokens, teacher, numbers.order_temperature)
    loss = (weight * choice_loss).sum() / roots + rest_loss + numbers.order_weight * (weight * order).sum() / roots
    with torch.no_grad():
        # Candidates that share a token count together: their teacher mass is summed before the comparison.
        same = (tokens[:, :, None] == tokens[:, None, :]) & (tokens > 0)[:, None, :]
        mass = (teacher[:, None, :] * same).sum(2)  # [q, c] mass of the candidate's token
        guess = logs[:queries].argmax(1, keepdim=True)
        accuracy = (mass * (tokens == guess)).amax(1)  # expected hits of the model's first choice
        oracle = mass.amax(1)
        distinct = 1 / same.sum(2).clamp(min=1)

        def relative(rows: torch.Tensor) -> torch.Tensor:
            return (accuracy * rows).sum() / (oracle * rows).sum().clamp(min=1e-9)

        measured = {
            "order": mean_of(order, own & first),
            "first": mean_of(accuracy, own & first),
            "oracle": mean_of(oracle, own & first),
            "extra": relative(~own & first),
            "deeper": relative(own & ~first),  # behind a beginning that candidates share
            "listed": mean_of((listed.exp() * distinct * (tokens > 0)).sum(1), own & first),
            "title": (-rest_loss).exp(),
        }
    return loss, measured


def mean_of(values: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
    """Of the values in some rows (0 where there are none), without a wait for how many they are. values, rows [n]"""
    return (values * rows).sum() / rows.sum().clamp(min=1)


def text_loss(model: OPTForCausalLM, ids: torch.Tensor, numbers: Pretraining, device: str) -> torch.Tensor:
    """ids [b, s]"""
    with opt_mini.autocast(device, half=numbers.half):
        position = torch.arange(ids.shape[1] - 1, device=ids.device).expand(len(ids), -1)
        hidden = attention.hidden_states(model, opt_mini.embed(model, ids[:, :-1]), position)
        logits = opt_mini.logits(model, hidden.flatten(0, 1))
    return F.cross_entropy(logits, ids[:, 1:].flatten())


def answer_loss(model: OPTForCausalLM, batch: Answers, numbers: Pretraining, space: SoftTokens, device: str) -> tuple[torch.Tensor, Measured]:
    """(loss of the answers behind the product's prompts, shares of their tokens that the model gets right: of all, and of those that count more)"""
    logits = opt_mini.logits_at(model, batch.prompts, batch.soft_at, space.of(batch), batch.answer_at, device, half=numbers.half)
    loss = (F.cross_entropy(logits, batch.answer_ids, reduction="none") * batch.weight).sum() / batch.weight.sum()
    with torch.no_grad():
        right = (logits.argmax(1) == batch.answer_ids).float()
        return loss, {"tokens": right.mean(), "facts": mean_of(right, batch.weight > PLAIN_WEIGHT)}
