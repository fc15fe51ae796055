"""python -m training.export.peer --bundle FOLDER --out FOLDER [--tasks FILE]

Writes the bundle's language model in transformers.js's layout; with --tasks, prints how long PyTorch takes for what stands there: {"prompt": ids, "titles":
[ids, ...], "tokens": number}. Seconds of one thread, as JSON.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path

import torch

from ..earlier_bundle import EarlierBundle, language_model
from . import text_generation


def seconds(work: Callable[[], object]) -> float:
    """Of the processor."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


@torch.no_grad()
def measure(folder: Path, tasks: dict) -> dict:
    torch.set_num_threads(1)
    model, _ = language_model(folder, EarlierBundle(folder).manifest)
    model.eval()
    prompt = torch.tensor([tasks["prompt"]])

    def generate(count: int) -> None:
        read, past = prompt, None
        for _ in range(count):
            output = model(read, past_key_values=past, use_cache=True)
            read, past = output.logits[:, -1:].argmax(-1), output.past_key_values

    def rank() -> None:
        for title in tasks["titles"]:
            model(torch.cat([prompt, torch.tensor([title])], dim=1))

    generate(1)
    once, many = seconds(lambda: generate(tasks["answer"])), seconds(lambda: generate(tasks["tokens"] + tasks["answer"]))
    ranking = seconds(rank)
    return {
        "recommendation": once,
        "ranking20": ranking,
        "tokensPerSecond": tasks["tokens"] / (many - once),
        "memoryMB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.export.peer", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--tasks", type=Path)
    arguments = parser.parse_args()
    try:
        if arguments.out:
            text_generation.write(arguments.bundle, arguments.out)
        if arguments.tasks:
            print(json.dumps(measure(arguments.bundle, json.loads(arguments.tasks.read_text(encoding="utf-8")))))
    except (ValueError, OSError) as error:
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main()
