"""Reference numbers of a further collaborative filter for the app's parity tests: its representations and scores, its soft tokens, and recommendations on it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from ...language_model import tokenizer as bpe
from ...loop.progress import Say
from ...prompts.prompt import PromptBuilder
from .. import bundle, reference
from ..reference_networks import Networks


@torch.no_grad()
def write(work: Path, folder: Path, name: str, out: Path, command: str, *, seed: int = 0, log: Say = print) -> dict:
    """Writes the numbers of a further collaborative filter of the bundle in `folder`, and of the recommendation on it, to the JSON file `out`."""
    whole = bundle.verify(folder)
    manifest = bundle.with_recommender(whole, name)
    catalogue = json.loads(bundle.read(folder, manifest, "catalogue"))
    films, warm = len(catalogue["ids"]), catalogue["warm"]
    networks = Networks(folder, manifest, work, shipped=True)
    tokenizer = Tokenizer.from_str(bundle.read(folder, manifest, "llmTokenizer").decode())
    builder = PromptBuilder(bpe.encoder(tokenizer), bos=manifest["llm"]["bos"], template=manifest["prompt"])
    requests = [one for one in reference.make_requests(catalogue, np.random.default_rng(seed), manifest["prompt"]["maxHistory"]) if one["system"] != "llm-only"]
    known = [request["history"] for request in requests]
    log(f"reference: {name}")
    files = next(one["files"] for one in whole["backbones"] if bundle.name_of(one) == name)
    found = {
        "command": command,
        "bundle": manifest["name"],
        "recommender": name,
        "files": {key: entry["sha256"] for key, entry in files.items()},
        "torch": torch.__version__.split("+")[0],
        "sasrec": [reference.sasrec_numbers(networks, [row for row in history if row < warm]) for history in [*known, list(range(min(warm, 60)))]],
        "aligner": reference.aligner_numbers(networks, [0, 1, warm - 1], [0, warm, films - 1], known),
        "recommendations": [reference.recommendation({"app": networks}, catalogue, builder, request)[0] for request in requests],
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return found
