"""RECFORMER (Li et al., 2023): a history is a text, and so is an item; the next item is the nearest.

One encoder reads the texts of a history, the latest first, and single texts; a learned embedding of an item's place in the history is added to its
tokens. Trained by a softmax over the cosines with all items, whose embeddings are computed anew every epoch, then (their second stage) with the best
epoch's left as they are. The encoder is SBERT with full attention over the last few items, where theirs is a Longformer over 1,024 tokens that was
pre-trained on seven other categories of Amazon's reviews; its upper blocks alone are trained, and the places are added below them. A history that was
read is asked for several of the items that followed, where theirs is asked for one: reading is what costs.
"""

from __future__ import annotations

import copy
import dataclasses
import json
from pathlib import Path
from typing import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from sentence_transformers import SentenceTransformer
from torch import nn
from torch.nn.utils.rnn import pad_sequence

from ..data import protocol
from ..data.files import read_json
from ..language_model import opt_mini
from ..loop.budget import Budget
from ..loop.checkpoint import Checkpoint
from ..loop.progress import Progress
from ..loop.schedule import Schedule
from ..recommender.recommender import Recommender
from ..recommender.systems import PATIENCE, Fitted, items_of, load_data
from ..text import sbert
from .settings import RecformerTraining

LABEL = "RECFORMER"


class Recformer(Recommender):
    """item_embedding: unit embeddings of the items' texts as the encoder last had them, divided by the temperature, so that a score is an inner product."""

    architecture = "recformer"

    def __init__(self, items: int, size: RecformerTraining, encoder: SentenceTransformer):
        super().__init__()
        self.length, self.depth, self.size = size.length, size.blocks, size
        self.bert = encoder[0].auto_model
        self.fixed = max(0, len(self.bert.encoder.layer) - size.trained_blocks)  # of SBERT's blocks, from below
        self.bert.embeddings.requires_grad_(self.fixed == 0)
        self.bert.encoder.layer[: self.fixed].requires_grad_(False)
        self.places = nn.Parameter(torch.zeros(size.length, self.bert.config.hidden_size))  # 0: the latest item, and a text by itself
        self.item_embedding = nn.Parameter(torch.zeros(items + 1, self.bert.config.hidden_size), requires_grad=False)
        self.texts: list[list[int]] = []
        tokenizer = encoder.tokenizer
        self.begin, self.end, self.tokenizer = tokenizer.cls_token_id, tokenizer.sep_token_id, tokenizer

    def read(self, texts: Sequence[str]) -> Recformer:
        """Takes the items' texts in: the first tokens of each."""
        found = self.tokenizer(list(texts), add_special_tokens=False, truncation=True, max_length=self.size.item_tokens)["input_ids"]
        self.texts = [list(ids) for ids in found]
        return self

    def batch(self, histories: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
        """Ids of the texts, the latest first, and the place of each one's item. [b, s] both, padded with -1 on the right."""
        ids, places = [], []
        for history in histories:
            tokens, owners = [self.begin], [0]
            for place, row in enumerate(reversed(history[-self.length :])):
                tokens += self.texts[row]
                owners += [place] * len(self.texts[row])
            ids.append(torch.tensor([*tokens[: self.size.tokens], self.end]))
            places.append(torch.tensor([*owners[: self.size.tokens], 0]))
        longest = -(-max(map(len, ids)) // 16) * 16
        both = (pad_sequence(rows, batch_first=True, padding_value=-1) for rows in (ids, places))
        first, second = (F.pad(rows, (0, longest - rows.shape[1]), value=-1) for rows in both)
        return first, second

    def embed(self, histories: Sequence[Sequence[int]]) -> torch.Tensor:
        """Unit embeddings of histories of rows. [histories, 384]"""
        device = self.places.device
        ids, places = (rows.to(device, non_blocking=True) for rows in self.batch(histories))
        mask = (ids >= 0).long()
        hidden = (1 - mask[:, None, None, :]) * torch.finfo(torch.float32).min  # [b, 1, 1, s], added to the attention's scores
        with opt_mini.autocast(str(device)):
            with torch.set_grad_enabled(torch.is_grad_enabled() and self.fixed == 0):
                states = through(self.bert.encoder.layer[: self.fixed], self.bert.embeddings(ids.clamp(min=0)), hidden)
            states = through(self.bert.encoder.layer[self.fixed :], states + self.places[places.clamp(min=0)], hidden)
        weight = mask[..., None].float()
        return F.normalize((states.float() * weight).sum(1) / weight.sum(1), dim=-1)

    @torch.no_grad()
    def represent(self, histories: Sequence[np.ndarray], batch: int = 256) -> torch.Tensor:
        self.eval()
        order = np.argsort([len(history) for history in histories], kind="stable")
        found = torch.zeros(len(histories), self.places.shape[1])
        for at in range(0, len(order), batch):
            chosen = order[at : at + batch]
            found[chosen] = self.embed([histories[i].tolist() for i in chosen]).cpu()
        return found

    @torch.no_grad()
    def refresh(self) -> None:
        """Embeds every item's text anew."""
        items = self.represent([np.array([row]) for row in range(len(self.texts))], batch=512)
        self.item_embedding[1:] = (items / self.size.temperature).to(self.item_embedding.device)


def through(layers: Sequence[nn.Module], states: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
    """States [b, s, 384] after these blocks. hidden: what is added to their attention's scores."""
    for layer in layers:
        found = layer(states, hidden)
        states = found[0] if isinstance(found, tuple) else found  # as the version of transformers has it
    return states


def make(work: Path, size: RecformerTraining, source: str | None = None) -> Recformer:
    """Untrained. source: of sbert.load"""
    items = items_of(work)
    return Recformer(items, size, sbert.load(source)).read(read_json(work / "texts.json", "catalogue")[:items])


def draw(training: Sequence[np.ndarray], count: int, rng: np.random.Generator) -> list[tuple[int, int]]:
    """(user, place of a target) of up to `count` places of each user, in random order."""
    pairs = [(user, int(at)) for user, history in enumerate(training) if len(history) > 1 for at in 1 + rng.permutation(len(history) - 1)[:count]]
    return [pairs[i] for i in rng.permutation(len(pairs))]


def loss_of(model: Recformer, pairs: Sequence[tuple[int, int]], training: Sequence[np.ndarray], items: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of the items that followed each place (user, place), among all items [items, 384]."""
    scores = model.embed([training[user][:place].tolist() for user, place in pairs]) @ items.T
    followed = [training[user][place : place + model.size.each] for user, place in pairs]
    owners = torch.repeat_interleave(torch.arange(len(pairs)), torch.tensor([len(rows) for rows in followed])).to(scores.device)
    return F.cross_entropy(scores[owners], torch.from_numpy(np.concatenate(followed)).long().to(scores.device))


def fit(work: Path, size: RecformerTraining, seed: int, device: str = "cpu", path: Path | None = None, source: str | None = None) -> Fitted:
    """source: of sbert.load. Goes on from the checkpoint at `path` if there is one, after the last whole epoch."""
    data = load_data(work)
    torch.manual_seed(seed)
    model = make(work, size, source).to(device)
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=size.learning_rate, weight_decay=size.weight_decay)
    epochs = size.epochs + size.frozen_epochs
    schedule, checkpoint = Schedule(optimizer, warmup_steps=50), Checkpoint(path, start=json.dumps(dataclasses.asdict(size)), device=device)
    state = checkpoint.load(model=model, optimizer=optimizer)
    if state is None:
        model.refresh()
        state = {"epoch": 0, "seconds": 0.0, "log": [], "best": -1.0, "kept": copy.deepcopy(model.state_dict()), "step": 0, "tired": 0, "moving": True}
    budget, log = Budget(epochs, elapsed=state["seconds"]), Progress(LABEL, entries=state["log"])
    best, kept, step, tired, moving = (state[name] for name in ("best", "kept", "step", "tired", "moving"))
    asked = protocol.sample_users(len(data.training), size.validate_users, seed)
    known, candidates = [data.training[user] for user in asked], data.candidates[asked]
    for epoch in range(state["epoch"], epochs):
        if moving and (epoch == size.epochs or tired >= PATIENCE):  # the second stage, from the best of the first
            moving, tired = False, 0
            model.load_state_dict(kept)
        if not moving and tired >= size.frozen_epochs:
            break
        pairs = draw(data.training, size.positions, np.random.default_rng((seed, epoch)))
        items, losses = model.item_embedding[1:].clone(), []
        model.train()
        for at in range(0, len(pairs), size.batch):
            schedule.set(budget.share(epoch + at / len(pairs)), step)
            loss = loss_of(model, pairs[at : at + size.batch], data.training, items)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())
            step += 1
        log.add({"loss": torch.stack(losses).mean().item()})
        if moving:
            model.refresh()
        ranks = protocol.strict_ranks(model.candidate_scores(model.represent(known), candidates))
        found = log.enter({"epoch": epoch + 1, "minutes": budget.minutes, **log.means(), **protocol.hit_and_gain(ranks)})
        tired += 1
        if found["hit1"] > best:
            best, tired, kept = found["hit1"], 0, {name: value.detach().clone() for name, value in model.state_dict().items()}
        place = {"epoch": epoch + 1, "seconds": budget.seconds, "log": log.entries, "best": best, "kept": kept, "step": step, "tired": tired, "moving": moving}
        checkpoint.save(place, model=model, optimizer=optimizer)
    model.load_state_dict(kept)
    return model.cpu(), log.entries
