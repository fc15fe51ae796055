"""What Stage 2 minimises: the frozen language model's negative log-likelihood of the target title, and of genre answers."""

from __future__ import annotations

import math
from typing import Sequence

import torch
import torch.nn.functional as F
from torch.nn.utils.rnn import pad_sequence
from transformers import OPTForCausalLM

from ..language_model import opt_mini
from ..lessons.genre_questions import genre_answer
from ..prompts.catalogue_prompts import CataloguePrompts
from ..prompts.prompt import Prompt, batch_of
from ..prompts.trie import branchings
from ..settings import Stage2
from .examples import Examples
from .inputs import Inputs
from .projections import Aligner, latest
from .subspace import compare
from .warm_up import either


def mean_of_logs(logs: torch.Tensor) -> torch.Tensor:
    """The logarithm of the mean. logs [n] -> []"""
    return torch.logsumexp(logs, 0) - math.log(len(logs))


def likelihood(
    model: OPTForCausalLM,
    aligner: Aligner,
    inputs: Inputs,
    joint: torch.Tensor,
    prompts: CataloguePrompts,
    examples: Examples,
    preset: Stage2,
    basis: torch.Tensor | None,
    device: str,
) -> tuple[torch.Tensor, torch.Tensor]:
    """(negative log-likelihood of the target titles among the candidates', contrastive loss over the same candidates), both with logit adjustment:
    a child of the trie gets the mean of the films below it.

    Like the ranking, it renormalises over the trie of the candidates' titles: logits that `likelihood_temperature` divides would leave
    most of the probability to the rest of the vocabulary.
    """
    rng, popularity = examples.rng, inputs.log_popularity
    chosen = examples.draw(preset.batch)
    sequences, slots, choices, priors, listed_priors, lists, histories, places = [], [], [], [], [], [], [], []
    for b, example in enumerate(chosen):
        candidates = examples.negatives(inputs.training.user[example], preset.candidates - 1)
        place = int(rng.integers(0, preset.candidates))
        candidates.insert(place, int(examples.targets[example]))
        prompt, answers, used = prompts.recommend(inputs.training.history(example).tolist(), candidates)
        prior = preset.logit_adjustment * popularity[candidates]
        for node in branchings(answers):
            if place in (known := dict(node.chosen)):
                choices.append((b, len(prompt.ids) + len(node.path) - 1, node.children, known[place]))
                priors.append(torch.stack([mean_of_logs(prior[[c for c, at in node.chosen if at == child]]) for child in range(len(node.children))]))
        listed_priors.append(prior)
        slots.append(prompt.slots)
        prompt.append(answers[place])
        sequences.append(prompt)
        lists.append(candidates)
        histories.append(used)
        places.append(place)

    rows = sorted({row for part in (*lists, *histories) for row in part})
    place_of = {row: i for i, row in enumerate(rows)}
    items = aligner.item_projection(either(joint, inputs.joint_text, preset.text_share, rng)[torch.tensor(rows)].to(device))  # [different films, h]

    def placed(films: Sequence[int]) -> list[int]:
        return [place_of[row] for row in films]

    users = aligner.user_tokens(inputs.training.x[chosen].to(device), items, latest([placed(films) for films in histories], prompts.history_length))  # [b, h]
    table = torch.cat([users, items])
    where = []
    for b, prompt_slots in enumerate(slots):
        for slot in prompt_slots:
            index = b if slot.kind == "user" else len(users) + place_of[(histories if slot.kind == "history" else lists)[b][slot.index]]
            where.append((b, slot.position, index))
    slot_rows, slot_positions, indices = torch.tensor(where).T.to(device)
    choice_rows, choice_positions, children, right = zip(*choices)
    choice_at = torch.tensor(choice_rows), torch.tensor(choice_positions)
    logits = opt_mini.logits_at(model, batch_of(sequences, prompts.builder.placeholder), (slot_rows, slot_positions), table[indices], choice_at, device)
    allowed = pad_sequence([torch.tensor(ids_below) for ids_below in children], batch_first=True, padding_value=-1).to(device)
    logits = logits.gather(1, allowed.clamp(min=0)).masked_fill(allowed < 0, -1e9) / preset.likelihood_temperature
    logits = logits + pad_sequence(priors, batch_first=True).to(device)
    loss = F.cross_entropy(logits, torch.tensor(right, device=device), reduction="sum") / len(chosen)
    listed = compare(items[torch.tensor([placed(candidates) for candidates in lists])], basis)
    cosines = (listed @ compare(users, basis)[:, :, None])[:, :, 0]
    return loss, F.cross_entropy(preset.concentration * cosines + torch.stack(listed_priors).to(device), torch.tensor(places, device=device))


def genre_likelihood(
    model: OPTForCausalLM, aligner: Aligner, inputs: Inputs, joint: torch.Tensor, prompts: CataloguePrompts, examples: Examples, preset: Stage2, device: str
) -> torch.Tensor:
    """Negative log-likelihood of the most frequent genres (facts) of all that a user watched, per token, in the genre prompt, which shows the last films."""
    builder = prompts.builder
    ending = builder.piece(builder.template["genreEnd"])
    chosen = examples.draw(preset.genre_batch)
    sequences: list[Prompt] = []
    rows, places, vectors, answer_at = [], [], [], []
    for example in chosen:
        watched = inputs.training.history(example).tolist()
        if not any(inputs.genres[row] for row in watched):
            continue
        history = watched[-prompts.history_length :]
        prompt = builder.build("genre", prompts.titles(history))
        items = aligner.item_projection(joint[torch.tensor(history)].to(device))
        user = aligner.user_tokens(inputs.training.x[example][None].to(device), items, latest([range(len(history))], prompts.history_length))[0]
        vectors += [user if slot.kind == "user" else items[slot.index] for slot in prompt.slots]
        rows += [len(sequences)] * len(prompt.slots)
        places += [slot.position for slot in prompt.slots]
        answer = [*builder.piece(genre_answer([inputs.genres[row] for row in watched])), *ending]
        answer_at += [(len(sequences), len(prompt.ids) + k - 1, token) for k, token in enumerate(answer)]
        prompt.append(answer)
        sequences.append(prompt)
    answer_rows, answer_positions, answer_ids = torch.tensor(answer_at).T.to(device)
    logits = opt_mini.logits_at(
        model,
        batch_of(sequences, builder.placeholder),
        (torch.tensor(rows), torch.tensor(places)),
        torch.stack(vectors),
        (answer_rows, answer_positions),
        device,
    )
    return F.cross_entropy(logits, answer_ids)
