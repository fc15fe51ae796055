"""What a step of pre-training minimises: soft-token retrieval, text, genre answers, and sentences about a taste."""

from __future__ import annotations

from typing import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from transformers import OPTForCausalLM

from ..data.movielens import GENRES
from ..prompts.prompt import Prompt, PromptBuilder, batch_of
from ..prompts.synthetic import RetrievalBatch, unit
from ..settings import Pretraining
from ..words.questions import SentenceQuestions
from . import opt_mini
from .film_facts import GenreQuestions


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


def retrieval_loss(
    model: OPTForCausalLM, batch: RetrievalBatch, numbers: Pretraining, device: str, directions: torch.Tensor | None = None
) -> tuple[torch.Tensor, dict[str, float]]:
    """Likelihood of the drawn titles; where titles part, the whole teacher distribution is the target (less noise).

    directions [genres, h]: along these the soft tokens carry genres, and retrieval has to look past them; None: they carry none.
    """
    soft = batch.soft.to(device)
    if directions is not None:
        soft = soft + batch.genres.to(device) @ directions
    queries = batch.query_at[0].shape[0]
    places = [torch.cat(pair) for pair in zip(batch.query_at, batch.answer_at)]
    logs = F.log_softmax(opt_mini.logits_at(model, batch.prompts, batch.soft_at, soft, places, device), dim=-1)
    tokens, teacher, deeper = batch.next_ids.to(device), batch.teacher.to(device), batch.depth.to(device) > 0
    listed = logs[:queries].gather(1, tokens)  # [q, c]
    choice_loss = -(teacher * listed).sum(1)
    rest_loss = -logs[queries:].gather(1, batch.answer_ids.to(device)[:, None])[:, 0]
    own = batch.leading.to(device)
    weight = 1 + 3 * own.float()  # the prompt's own query is what is used later
    loss = (weight * choice_loss).sum() / weight[~deeper].sum() + rest_loss.mean()
    order = order_loss(listed, tokens, teacher, numbers.order_temperature)
    loss = loss + numbers.order_weight * (weight * order).sum() / weight[~deeper].sum()
    with torch.no_grad():
        # Candidates that share a token count together: their teacher mass is summed before the comparison.
        same = (tokens[:, :, None] == tokens[:, None, :]) & (tokens > 0)[:, None, :]
        mass = (teacher[:, None, :] * same).sum(2)  # [q, c] mass of the candidate's token
        guess = logs[:queries].argmax(1, keepdim=True)
        accuracy = (mass * (tokens == guess)).amax(1)  # expected hits of the model's first choice
        oracle = mass.amax(1)
        distinct = 1 / same.sum(2).clamp(min=1)

        def relative(rows: torch.Tensor) -> float:
            return (accuracy[rows].mean() / oracle[rows].mean()).item() if rows.any() else 0.0

        stats = {
            "order": order[own & ~deeper].mean().item(),
            "first": accuracy[own & ~deeper].mean().item(),
            "oracle": oracle[own & ~deeper].mean().item(),
            "extra": relative(~own & ~deeper),
            "deeper": relative(own & deeper),  # behind a beginning that candidates share
            "listed": (listed.exp() * distinct * (tokens > 0)).sum(1)[own & ~deeper].mean().item(),
            "title": rest_loss.mean().exp().reciprocal().item(),
        }
    return loss, stats


def text_loss(model: OPTForCausalLM, tokens: np.ndarray, rng: np.random.Generator, preset: Pretraining, device: str) -> torch.Tensor:
    starts = rng.integers(0, len(tokens) - preset.text_length - 1, preset.text_batch)
    ids = torch.tensor(np.stack([tokens[s : s + preset.text_length] for s in starts]).astype(np.int64)).to(device)
    with opt_mini.autocast(device):
        hidden = opt_mini.hidden_states(model, opt_mini.embed(model, ids[:, :-1]))
        logits = opt_mini.logits(model, hidden.flatten(0, 1))
    return F.cross_entropy(logits, ids[:, 1:].flatten())


def answered(
    model: OPTForCausalLM,
    builder: PromptBuilder,
    prompts: Sequence[Prompt],
    slots: Sequence[tuple[int, int]],
    marks: torch.Tensor,
    answers: Sequence[tuple[int, int, int]],
    basis: torch.Tensor,
    generator: torch.Generator,
    device: str,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits [a, vocabulary] of answers' tokens, and their ids [a]. slots: rows and positions of soft tokens, which are random vectors with what `marks`
    [slots, genres] adds along the genres' directions; answers: rows, positions and the ids that follow there."""
    soft = unit(torch.randn(len(slots), len(basis), generator=generator)) @ basis
    soft = soft * torch.exp(0.25 * torch.randn(len(slots), 1, generator=generator))
    soft = soft.to(device) + marks.to(device) @ opt_mini.genre_directions(model, builder.piece, GENRES, basis.to(device))
    slot_rows, slot_positions = torch.tensor(slots).T.to(device)
    answer_rows, answer_positions, answer_ids = torch.tensor(answers).T.to(device)
    places = answer_rows, answer_positions
    return opt_mini.logits_at(model, batch_of(prompts, builder.placeholder), (slot_rows, slot_positions), soft, places, device), answer_ids


def genre_loss(
    model: OPTForCausalLM, questions: GenreQuestions, builder: PromptBuilder, preset: Pretraining, basis: torch.Tensor, generator: torch.Generator, device: str
) -> torch.Tensor:
    """The product's genre prompt on random histories; the loss is the answer's.

    A film's soft token is a random vector, in most prompts plus its genres' directions: so that the model answers from
    titles and from soft tokens.
    """
    prompts: list[Prompt] = []
    slots: list[tuple[int, int]] = []
    answers: list[tuple[int, int, int]] = []
    marks: list[torch.Tensor] = []
    for b in range(preset.genre_batch):
        films, answer = questions.draw(preset.history)
        strength = max(0.0, float(torch.rand(1, generator=generator)) * 1.8 - 0.3)
        prompt = builder.build("genre", [builder.title(film.title) for film in films])
        slots += [(b, slot.position) for slot in prompt.slots]
        own = [films[slot.index].genres if slot.kind == "history" else () for slot in prompt.slots]
        marks.append(strength * opt_mini.genre_shares(own, GENRES))
        ending = [*builder.piece(answer), *builder.piece(builder.template["genreEnd"])]
        answers += [(b, len(prompt.ids) + k - 1, token) for k, token in enumerate(ending)]
        prompt.append(ending)
        prompts.append(prompt)
    logits, answer_ids = answered(model, builder, prompts, slots, torch.cat(marks), answers, basis, generator, device)
    return F.cross_entropy(logits, answer_ids)


def sentence_loss(
    model: OPTForCausalLM, questions: SentenceQuestions, preset: Pretraining, basis: torch.Tensor, generator: torch.Generator, device: str
) -> tuple[torch.Tensor, float]:
    """(loss of the sentences behind the product's taste and reason prompts on random histories, share of their tokens that the model gets right).

    Soft tokens are random vectors with the films' genres, as in `genre_loss`: a sentence is made of the facts that stand beside the titles.
    """
    builder = questions.builder
    prompts: list[Prompt] = []
    slots: list[tuple[int, int]] = []
    answers: list[tuple[int, int, int]] = []
    marks: list[torch.Tensor] = []
    for b in range(preset.sentence_batch):
        question = questions.draw(preset.history)
        prompt, ending = questions.prompt(question)
        rows = {"history": question.history, "candidate": question.recommended}
        strength = float(torch.rand(1, generator=generator))
        own = [questions.genres(rows[slot.kind][slot.index]) if slot.kind in rows else () for slot in prompt.slots]
        marks.append(strength * opt_mini.genre_shares(own, GENRES))
        slots += [(b, slot.position) for slot in prompt.slots]
        answers += [(b, len(prompt.ids) + k - 1, token) for k, token in enumerate(ending)]
        prompt.append(ending)
        prompts.append(prompt)
    logits, answer_ids = answered(model, builder, prompts, slots, torch.cat(marks), answers, basis, generator, device)
    return F.cross_entropy(logits, answer_ids), (logits.argmax(1) == answer_ids).float().mean().item()
