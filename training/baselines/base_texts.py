"""Text embeddings of SBERT as it came, before any fine-tuning: what the systems start from that read texts by themselves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from ..data.files import read_json
from ..language_model import opt_mini
from ..text import sbert

BASE_TEXTS = "sbert-base-embeddings.npy"  # kept beside the run's


def base_texts(work: Path, source: str | None = None, device: str = "cpu") -> torch.Tensor:
    """Embeddings of every text of the catalogue. source: of sbert.load. [films, 384]"""
    path = work / BASE_TEXTS
    if not path.exists():
        texts = read_json(work / "texts.json", "catalogue")
        np.save(path, sbert.embed_all(sbert.load(source).to(device), texts, device, opt_mini.autocast))
    return torch.from_numpy(np.load(path)).float()
