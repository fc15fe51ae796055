"""The map of a catalogue: its items' joint embeddings on a plane, by t-SNE, so that what the model takes for alike stands together.

Nearest neighbours are exact and one thread computes, so that the same embeddings give the same map.
"""

from __future__ import annotations

import numpy as np
import torch
from openTSNE import TSNE
from openTSNE.affinity import PerplexityBasedNN
from openTSNE.initialization import pca
from openTSNE.nearest_neighbors import PrecomputedNeighbors

PERPLEXITY = 30
FEWEST = 16  # items that a t-SNE says something of; fewer stand by their two principal components
EARLY, ITERATIONS = 100, 250  # with exaggeration, then without; more of either leaves the picture of 19,000 films as it is
SIDE = 65_535


@torch.no_grad()
def neighbours(embeddings: torch.Tensor, count: int, chunk: int = 1024) -> tuple[np.ndarray, np.ndarray]:
    """The `count` nearest others by the cosine: rows and distances [n, count], nearest first. embeddings [n, d'], centred."""
    unit = torch.nn.functional.normalize(embeddings, dim=1)
    rows, distances = [], []
    for start in range(0, len(unit), chunk):
        similarity = unit[start : start + chunk] @ unit.T
        similarity[torch.arange(len(similarity)), torch.arange(start, start + len(similarity))] = -2  # itself
        best = similarity.topk(count, dim=1)
        rows.append(best.indices.numpy())
        distances.append((1 - best.values).clamp(min=0).numpy())
    return np.concatenate(rows), np.concatenate(distances)


def place(embeddings: torch.Tensor, seed: int = 0) -> np.ndarray:
    """Joint embeddings [n, d'] -> where each item stands: uint16 [n, 2], both axes in the same scale, over the whole square at least one way."""
    centred = (embeddings - embeddings.mean(0)).float()
    start = pca(centred.numpy(), random_state=seed)
    if len(centred) < FEWEST:
        return quantise(start)
    perplexity = min(PERPLEXITY, (len(centred) - 1) // 3)
    affinities = PerplexityBasedNN(knn_index=PrecomputedNeighbors(*neighbours(centred, 3 * perplexity)), perplexity=perplexity, n_jobs=1)
    return quantise(
        np.asarray(TSNE(early_exaggeration_iter=EARLY, n_iter=ITERATIONS, random_state=seed, n_jobs=1).fit(affinities=affinities, initialization=start))
    )


def quantise(places: np.ndarray) -> np.ndarray:
    """[n, 2] -> uint16 [n, 2], centred in the square."""
    low, high = places.min(0), places.max(0)
    side = float((high - low).max()) or 1.0
    return np.rint(((places - (low + high) / 2) / side + 0.5) * SIDE).astype(np.uint16)
