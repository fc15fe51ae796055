"""Bundles of the sizes that real OPT checkpoints have, to see what a tab holds and how fast it is: weights and projections are random, so they recommend nonsense.

python3 -m training.export.checks.sizes --shape opt-125m --out DIR     DIR/checkpoint in Hugging Face's layout (--llm takes it), DIR/blocks and DIR/causal

Everything but the language model and the projections comes from a bundle that is there; nothing is trained.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.numpy import load as load_tensors
from safetensors.numpy import save
from tokenizers import AddedToken, Tokenizer
from transformers import OPTConfig, OPTForCausalLM

from ... import command_line
from ...aligner.projections import Aligner, of_bundle
from ...language_model import tokenizer as bpe
from .. import bundle, export

# Of the checkpoints' own config.json (facebook/opt-125m, opt-350m, opt-1.3b).
SHAPES: dict[str, dict[str, Any]] = {
    "opt-125m": {"hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12, "ffn_dim": 3072},
    "opt-350m": {
        "hidden_size": 1024,
        "num_hidden_layers": 24,
        "num_attention_heads": 16,
        "ffn_dim": 4096,
        "word_embed_proj_dim": 512,
        "do_layer_norm_before": False,
    },
    "opt-1.3b": {"hidden_size": 2048, "num_hidden_layers": 24, "num_attention_heads": 32, "ffn_dim": 8192},
}
VOCABULARY, CONTEXT = 50_272, 2048  # of every OPT
STRUCTURES = ("blocks", "causal")
LEFT_OUT = ("calibration", "results", "backbones", "mlpLlm")  # of the bundle that it comes from: measured or trained with another model
LEARNT = ("taste", "reason", "describedItem", "maxFactTokens", "unknownFacts", "factWords")  # prompts that only opt-mini was taught


def tokenizer_of(texts: list[str]) -> Tokenizer:
    """A byte-level BPE of OPT's size: learnt from `texts`, filled with words that never occur, as OPT's own is to a multiple of eight."""
    tokenizer = bpe.learn(texts, VOCABULARY)
    fillers = [AddedToken(f"madeupword{i:05d}", normalized=False) for i in range(VOCABULARY - tokenizer.get_vocab_size())]
    tokenizer.add_tokens(fillers)
    return tokenizer


def checkpoint(shape: str, texts: list[str], folder: Path, seed: int) -> None:
    """Writes a random checkpoint in Hugging Face's layout, in 16-bit floats as OPT's are."""
    torch.manual_seed(seed)
    own = {"word_embed_proj_dim": SHAPES[shape]["hidden_size"], **SHAPES[shape]}
    OPTForCausalLM(OPTConfig(vocab_size=VOCABULARY, max_position_embeddings=CONTEXT, **own)).to(torch.float16).save_pretrained(str(folder))
    bpe.save(tokenizer_of(texts), folder)


def random_aligner(packed: bytes, described: dict[str, Any], width: int, seed: int) -> tuple[bytes, dict[str, Any]]:
    """A bundle's aligner.safetensors with projections into a width of its own, and the manifest's part of it: without coordinates for a shortlist."""
    encoders, projections = of_bundle(load_tensors(packed), described)
    torch.manual_seed(seed)
    made = Aligner(projections["user_projection.0.weight"].shape[1], projections["item_projection.0.weight"].shape[1], width).state_dict()
    made.pop("recency")
    tensors = {name: np.ascontiguousarray(tensor.numpy(), np.float32) for name, tensor in {**encoders, **made}.items()}
    return save(tensors), {**{name: value for name, value in described.items() if name != "shortlistSize"}, "historyRecency": 1.0}


def bundles(shape: str, source: Path, out: Path, seed: int) -> None:
    """Writes out/checkpoint and a bundle out/STRUCTURE for each way of reading."""
    described = bundle.verify(source)
    catalogue = json.loads(bundle.read(source, described, "catalogue"))
    started = time.perf_counter()

    def log(what: str) -> None:
        print(f"{time.perf_counter() - started:6.1f} s  {shape}: {what}", flush=True)

    checkpoint(shape, catalogue["titles"], out / "checkpoint", seed)
    log("checkpoint written")
    parts, llm = export.language_model(out / "checkpoint", f"{shape}, random weights", catalogue["titles"])
    log(f"exported: {len(parts['llm']) / 1e6:.0f} MB of graph, {len(parts['llmEmbeddings']) / 1e6:.0f} MB of tables")
    files = {key: bundle.read(source, described, key) for key in described["files"]}
    files["aligner"], aligner = random_aligner(files["aligner"], described["aligner"], llm["hiddenSize"], seed)
    kept = {key: value for key, value in described.items() if key not in ("format", "version", "files", *LEFT_OUT)}
    for structure in STRUCTURES:
        prompt = {**{key: value for key, value in kept["prompt"].items() if key not in LEARNT}, "structure": structure}
        own = {"name": f"{shape}-{structure}", "title": f"{shape}: random weights", "llm": llm, "aligner": aligner, "prompt": prompt, "metrics": []}
        bundle.write(out / structure, {**files, **parts}, {**kept, **own})
    log("bundles written")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python3 -m training.export.checks.sizes", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--shape", choices=SHAPES, required=True)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--bundle", type=Path, default=Path("public/models/movies"), metavar="BUNDLE", help="where all else comes from")
    parser.add_argument("--seed", type=command_line.seed, default=0)
    arguments = parser.parse_args()
    with command_line.explained():
        bundles(arguments.shape, arguments.bundle, arguments.out, arguments.seed)


if __name__ == "__main__":
    main()
