"""RECFORMER (Li et al., 2023): a history is a text, and so is an item; the next item is the nearest.

One encoder reads the titles of a history, the latest first, and single titles; a learned embedding of an item's place in the history is added to its
tokens. Trained by a softmax over the cosines with all items, whose embeddings are computed anew every epoch, then (their second stage) with the best
epoch's left as they are. The encoder is SBERT with full attention over 160 tokens, where theirs is a Longformer over 1,024 that was pre-trained on
seven other categories of Amazon's reviews, and reads more attributes than the title.
"""

from __future__ import annotations

import copy
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
from ..loop.progress import Progress
from ..loop.schedule import Schedule
from ..recommender.recommender import Recommender
from ..recommender.systems import PATIENCE, Fitted, items_of, load_data
from ..text import sbert
from .settings import RecformerTraining

LABEL = "RECFORMER"


class Recformer(Recommender):
    """item_embedding: unit embeddings of the items' titles as the encoder last had them, divided by the temperature, so that a score is an inner product."""

    architecture = "recformer"

    def __init__(self, items: int, size: RecformerTraining, encoder: SentenceTransformer):
        super().__init__()
        self.length, self.depth, self.size = size.length, size.blocks, size
        self.bert = encoder[0].auto_model
        self.places = nn.Parameter(torch.zeros(size.length, self.bert.config.hidden_size))  # 0: the latest item, and a title by itself
        self.item_embedding = nn.Parameter(torch.zeros(items + 1, self.bert.config.hidden_size), requires_grad=False)
        self.titles: list[list[int]] = []
        tokenizer = encoder.tokenizer
        self.begin, self.end, self.encode_titles = tokenizer.cls_token_id, tokenizer.sep_token_id, tokenizer

    def read(self, titles: Sequence[str]) -> Recformer:
        """Takes the items' titles in."""
        found = self.encode_titles(list(titles), add_special_tokens=False, truncation=True, max_length=self.size.title_tokens)["input_ids"]
        self.titles = [list(ids) for ids in found]
        return self

    def batch(self, histories: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
        """Ids of the titles, the latest first, and the place of each one's item. [b, s] both, padded with -1 on the right."""
        ids, places = [], []
        for history in histories:
            tokens, owners = [self.begin], [0]
            for place, row in enumerate(reversed(history[-self.length :])):
                tokens += self.titles[row]
                owners += [place] * len(self.titles[row])
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
        with opt_mini.autocast(str(device)):
            words = self.bert.embeddings.word_embeddings(ids.clamp(min=0)) + self.places[places.clamp(min=0)]
            states = self.bert(inputs_embeds=words, attention_mask=mask).last_hidden_state
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
        """Embeds every item's title anew."""
        items = self.represent([np.array([row]) for row in range(len(self.titles))], batch=512)
        self.item_embedding[1:] = (items / self.size.temperature).to(self.item_embedding.device)


def make(work: Path, size: RecformerTraining, source: str | None = None) -> Recformer:
    """Untrained. source: of sbert.load"""
    items = items_of(work)
    return Recformer(items, size, sbert.load(source)).read(read_json(work / "catalogue.json", "catalogue")["titles"][:items])


def draw(training: Sequence[np.ndarray], count: int, rng: np.random.Generator) -> list[tuple[int, int]]:
    """(user, place of a target) of up to `count` places of each user, in random order."""
    pairs = [(user, int(at)) for user, history in enumerate(training) if len(history) > 1 for at in 1 + rng.permutation(len(history) - 1)[:count]]
    return [pairs[i] for i in rng.permutation(len(pairs))]


def fit(work: Path, size: RecformerTraining, seed: int, device: str = "cpu", path: Path | None = None, source: str | None = None) -> Fitted:
    """source: of sbert.load. Keeps no checkpoint on its way."""
    data = load_data(work)
    torch.manual_seed(seed)
    model = make(work, size, source).to(device)
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=size.learning_rate, weight_decay=size.weight_decay)
    epochs = size.epochs + size.frozen_epochs
    schedule, budget, log = Schedule(optimizer, warmup_steps=50), Budget(epochs), Progress(LABEL)
    training, best, kept, step, tired, moving = data.training, -1.0, copy.deepcopy(model.state_dict()), 0, 0, True
    model.refresh()
    asked = protocol.sample_users(len(training), size.validate_users, seed)
    known, candidates = [training[user] for user in asked], data.candidates[asked]
    for epoch in range(epochs):
        if moving and (epoch == size.epochs or tired >= PATIENCE):  # the second stage, from the best of the first
            moving, tired = False, 0
            model.load_state_dict(kept)
        pairs = draw(training, size.positions, np.random.default_rng((seed, epoch)))
        items, losses = model.item_embedding[1:].clone(), []
        model.train()
        for at in range(0, len(pairs), size.batch):
            schedule.set(budget.share(epoch + at / len(pairs)), step)
            chosen = pairs[at : at + size.batch]
            users = model.embed([training[user][:place].tolist() for user, place in chosen])
            targets = torch.tensor([int(training[user][place]) for user, place in chosen]).to(device)
            loss = F.cross_entropy(users @ items.T, targets)
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
        if not moving and tired >= 2:
            break
    model.load_state_dict(kept)
    return model.cpu(), log.entries
