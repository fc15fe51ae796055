"""Puts MLP-LLM (paper, table 1) into a bundle of the same run that is there already: A-LLMRec without Stage 1, whose projection F_I reads SASRec's item embeddings.

python3 -m training.export.backbones.mlp_llm --work training/.work/movies --bundle public/models/movies [--reference src/engine/fixtures/mlp-llm]

`python3 -m training.evaluation variants --only mlp-llm --whole` trains it. It adds a file that only an evaluation reads (`npm run evaluate -- --systems mlp-llm`);
the bundle's own files stay as they are.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from pathlib import Path
from typing import Sequence

import numpy as np
import torch
from safetensors.numpy import load_file, save
from tokenizers import Tokenizer

from ...aligner.stage2 import aligner_file
from ...command_line import explained, folder, new_folder, portable, work_folder
from ...data.files import require
from ...language_model import tokenizer as bpe
from ...loop.progress import Say
from ...prompts.prompt import PromptBuilder
from .. import bundle, reference
from ..reference_networks import Networks
from .add import check_same_run


def add(work: Path, out: Path, log: Say = print) -> dict:
    """Adds MLP-LLM of its own work folder to the bundle in `out`. -> the bundle's manifest

    Raises ValueError where it was trained beside another bundle, or on another SASRec.
    """
    manifest = bundle.verify(out)
    check_same_run(work, out, manifest)
    if require(work / "sasrec.safetensors", "sasrec").read_bytes() != bundle.read(out, manifest, "sasrec"):
        raise ValueError(f"{work} has another SASRec than the bundle in {out}: train MLP-LLM in the bundle's own work folder.")
    tensors = load_file(str(aligner_file(work)))
    recency = tensors.pop("recency", None)
    described = {
        "stage1": False,
        "jointSize": manifest["sasrec"]["hiddenSize"],
        **{key: manifest["aligner"][key] for key in ("textSize", "leakyReluSlope", "normEpsilon")},
        "normalisedSoftTokens": "user_projection.scale" in tensors,
        **({} if recency is None else {"historyRecency": round(float(recency), 6)}),
    }
    content = save({name: np.ascontiguousarray(values, np.float32) for name, values in tensors.items()})
    manifest = bundle.add_mlp_llm(out, content, described)
    log(f"export: MLP-LLM in {out}, {len(content) / 1e6:.1f} MB that only an evaluation reads")
    return manifest


class MlpLlm(Networks):
    """A joint embedding is the item embedding; what SASRec does not know has none."""

    def joint_item(self, rows: Sequence[int]) -> torch.Tensor:
        return self.item_embedding[list(rows)]

    def joint_embeddings(self, warm: int, system: str) -> torch.Tensor:
        missing = torch.zeros(len(self.popularity) - warm, self.item_embedding.shape[1])
        return torch.cat([self.item_embedding[:warm], missing])


@torch.no_grad()
def write_reference(work: Path, place: Path, out: Path, command: str) -> None:
    """The numbers for the app's parity tests: soft tokens, and recommendations among warm items."""
    whole = bundle.verify(place)
    manifest = bundle.with_mlp_llm(whole)
    catalogue = json.loads(bundle.read(place, manifest, "catalogue"))
    networks = MlpLlm(place, manifest, work, shipped=True)
    encode = bpe.encoder(Tokenizer.from_str(bundle.read(place, manifest, "llmTokenizer").decode()))
    builder = PromptBuilder(encode, bos=manifest["llm"]["bos"], template=manifest["prompt"])
    warm = catalogue["warm"]
    requests = [
        {"system": "a-llmrec", **{key: [row for row in one[key] if row < warm] for key in ("history", "candidates")}}
        for one in reference.make_requests(catalogue, np.random.default_rng(0), manifest["prompt"]["maxHistory"])
        if one["system"] == "a-llmrec"
    ]
    rows = [0, 1, warm - 1]
    tokens = networks.aligner.item_projection(networks.joint_item(rows))
    found = {
        "command": command,
        "bundle": manifest["name"],
        "file": manifest["files"]["aligner"]["sha256"],
        "itemTokens": [{"row": row, "token": [round(float(value), 6) for value in token]} for row, token in zip(rows, tokens)],
        "recommendations": [reference.recommendation({"app": networks}, catalogue, builder, request)[0] for request in requests],
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(bundle.compact(found) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python3 -m training.export.backbones.mlp_llm", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=work_folder, required=True, help="the run's work folder, with variants/mlp-llm-whole in it")
    parser.add_argument("--bundle", type=folder, required=True)
    parser.add_argument("--reference", metavar="DIR", type=new_folder, help="where the numbers for the app's parity tests go")
    given = parser.parse_args()
    work = given.work / "variants" / "mlp-llm-whole"
    manifest = add(work, given.bundle)
    if given.reference:
        command = shlex.join(["python3", "-m", "training.export.backbones.mlp_llm", *map(portable, sys.argv[1:])])
        write_reference(work, given.bundle, given.reference / f"{manifest['name']}.json", command)


if __name__ == "__main__":
    with explained():
        main()
