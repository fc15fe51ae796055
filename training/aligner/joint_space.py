"""The joint space of items and their texts (paper, section 4.1): Stage 1's networks and its loss.

loss = match(f_I(E_i), f_T(Q_i)) + alpha * item reconstruction + beta * text reconstruction + recommendation
with squared errors averaged over items and dimensions, and the recommendation loss a binary cross-entropy of
x_u . decoder(encoder(E)) on the next item and one item that training does not know the user to have met. Encoders: one linear layer,
sigmoid. (Summed over dimensions, matching outweighs the rest: the joint embeddings of all items became alike and texts found their items less often.)
"""

from __future__ import annotations

from typing import Mapping

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from ..recommender.sasrec import candidate_scores


class Stage1(nn.Module):
    def __init__(self, width: int, text_width: int, joint: int):
        super().__init__()
        self.item_encoder, self.item_decoder = nn.Linear(width, joint), nn.Linear(joint, width)
        self.text_encoder, self.text_decoder = nn.Linear(text_width, joint), nn.Linear(joint, text_width)

    @torch.no_grad()
    def start(self, items: torch.Tensor, texts: torch.Tensor, spread: float = 1.5) -> None:
        """Pre-activations of both encoders start with mean 0 and deviation `spread`: with small ones every sigmoid is 1/2 and items are alike."""
        for encoder, sample in ((self.item_encoder, items), (self.text_encoder, texts)):
            nn.init.orthogonal_(encoder.weight)
            encoder.weight *= spread / ((sample - sample.mean(0)) @ encoder.weight.T).std()
            encoder.bias.copy_(-(sample.mean(0) @ encoder.weight.T))

    @torch.no_grad()
    def match_spread(self, items: torch.Tensor, texts: torch.Tensor) -> None:
        """Gives the text encoder's pre-activations the item encoder's mean and deviation in every dimension (a deviation from the paper).

        A text says less of an item than its embedding, so f_T regresses to the mean, and F_I could not read both alike. items [warm, d],
        texts [warm, 384] of the same items.
        """
        item, text = self.item_encoder(items), self.text_encoder(texts)
        ratio = item.std(0) / text.std(0).clamp(min=1e-6)
        self.text_encoder.weight *= ratio[:, None]
        self.text_encoder.bias.copy_((self.text_encoder.bias - text.mean(0)) * ratio + item.mean(0))

    def joint_item(self, embedding: torch.Tensor) -> torch.Tensor:
        return torch.sigmoid(self.item_encoder(embedding))  # e_i [.., d']

    def joint_text(self, text: torch.Tensor) -> torch.Tensor:
        return torch.sigmoid(self.text_encoder(text))  # q_i [.., d']


def losses(
    model: Stage1,
    users: torch.Tensor,
    positive: torch.Tensor,
    negative: torch.Tensor,
    texts: torch.Tensor,
    alpha: float,
    beta: float,
    without: tuple[str, ...] = (),
) -> tuple[torch.Tensor, dict[str, float]]:
    """(their sum, each of them). without: names of losses that an ablation leaves out. users, positive, negative [b, d]; texts [2b, 384] of the positives, then of the negatives."""
    items = torch.cat([positive, negative])
    e, q = model.joint_item(items), model.joint_text(texts)
    decoded = model.item_decoder(e)
    wanted, unwanted = (users * decoded[: len(users)]).sum(-1), (users * decoded[len(users) :]).sum(-1)
    parts = {
        "match": F.mse_loss(e, q),
        "item": alpha * F.mse_loss(decoded, items),
        "text": beta * F.mse_loss(model.text_decoder(q), texts),
        "recommendation": -(F.logsigmoid(wanted) + F.logsigmoid(-unwanted)).mean(),
    }
    return torch.stack([part for name, part in parts.items() if name not in without]).sum(), {name: part.item() for name, part in parts.items()}


@torch.no_grad()
def quality(model: Stage1, embedding: torch.Tensor, texts: torch.Tensor, users: torch.Tensor, candidates: np.ndarray) -> dict[str, float]:
    """Is there still an item in the joint embedding? embedding [warm, d], texts [warm, 384], users [users, d]; validation only."""
    e, q = model.joint_item(embedding), model.joint_text(texts)

    def hits(table: torch.Tensor) -> float:
        return float((candidate_scores(users, table, candidates).argmax(1) == 0).mean())

    sample = torch.arange(0, len(e), max(1, len(e) // 1000))
    distances = torch.cdist(q[sample], e)
    ranks = (distances < distances.gather(1, sample[:, None])).sum(1)
    values = torch.linalg.svdvals(e - e.mean(0)).square()
    return {
        "hit1 of the decoded item": hits(model.item_decoder(e)),
        "hit1 of the decoded text": hits(model.item_decoder(q)),
        "text finds its item, top 1": float((ranks == 0).float().mean()),
        "text finds its item, top 10": float((ranks < 10).float().mean()),
        "effective rank": float(values.sum() ** 2 / values.square().sum()),
        "deviation": float(e.std(0).mean()),
    }


def encode(networks: Mapping[str, torch.Tensor], encoder: str, x: torch.Tensor) -> torch.Tensor:
    """Joint embeddings [.., d'] by the "item_encoder" or the "text_encoder" of a stage1.safetensors, or of a bundle."""
    return torch.sigmoid(F.linear(x, networks[f"{encoder}.weight"].float(), networks[f"{encoder}.bias"].float()))


def blend(item: torch.Tensor, text: torch.Tensor, popularity: np.ndarray, sparse_limit: int) -> torch.Tensor:
    """e_i [warm, d'], q_i [films, d'] -> [films, d']: e_i of warm items and q_i of those that SASRec does not know (paper, section 4.1).

    Warm items with at most `sparse_limit` training interactions get the mean of both (a deviation): their E_i is little more than noise.
    """
    warm = len(item)
    sparse = torch.from_numpy(np.asarray(popularity[:warm]) <= sparse_limit)[:, None]
    return torch.cat([torch.where(sparse, (item + text[:warm]) / 2, item) if sparse.any() else item, text[warm:]])


def sparse_limit(popularity: np.ndarray, share: float) -> int:
    """Training interactions that this share of the warm items, the sparsest, have at most. popularity [warm]"""
    return int(np.sort(popularity)[int(share * (len(popularity) - 1))])
