"""The log of training runs, RUNS.md: a section per run, for people."""

from __future__ import annotations

import datetime
import platform
from contextlib import suppress
from importlib import metadata
from pathlib import Path

LIBRARIES = ("torch", "transformers", "sentence-transformers", "tokenizers", "onnx")
INTRODUCTION = """# Training runs

Appended by `python3 -m training`. Hit@1 and NDCG@10 rank the held-out film among 19 uniform ones. Validation chose everything;
the test users are looked at once, by the step "evaluate". A step in *italics* was done in an earlier run in the same
work folder. A run whose steps all are of one preset says so; another says which are not.
"""


def heading(preset: str, seed: int) -> str:
    """Also the manifest's name for the run."""
    return f"{datetime.datetime.now():%Y-%m-%d %H:%M} {preset}, seed {seed}"


def append(path: Path, title: str, *, command: str, data: str, device: str, steps: list[dict]) -> None:
    """steps: {"step", "minutes" (None: unknown), "metrics", "earlier" (done before), "other" (not known to be of this preset and command)} in order.
    data: hash of the data files.

    What leave_one_out.py measured per system becomes a table of its own.
    """
    systems: dict[str, dict] = {}
    lines = [
        f"\n## {title}\n",
        f"- command: `{command}`",
        f"- data: {data}",
        f"- {device}, Python {platform.python_version()}, {', '.join(versions())}",
        f"- {of_one_preset([step['step'] for step in steps if step['other']])}",
        "",
        "| step | minutes | result |",
        "| --- | --- | --- |",
    ]
    for step in steps:
        name = f"*{step['step']}*" if step["earlier"] else step["step"]
        minutes = "" if step["minutes"] is None else f"{step['minutes']:.1f}"
        lines.append(f"| {name} | {minutes} | {summary({k: v for k, v in step['metrics'].items() if k != 'systems'})} |")
        systems.update(step["metrics"].get("systems", {}))
    if systems:
        lines += ["", "| system | users | Hit@1 | 95% interval | NDCG@10 |", "| --- | --- | --- | --- | --- |"]
    for name, found in systems.items():
        low, high = found["interval"]
        lines.append(f"| {name} | {found['users']} | {found['hit1']:.4f} | {low:.4f} to {high:.4f} | {found['ndcg10']:.4f} |")
    text = path.read_text(encoding="utf-8") if path.exists() else INTRODUCTION
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n".join(lines) + "\n", encoding="utf-8")


def of_one_preset(others: list[str]) -> str:
    if others:
        return f"not one preset run whole: {', '.join(others)} came from elsewhere (another command, settings or bundle)"
    return "every step is of this preset and command"


def versions() -> list[str]:
    found = []
    for name in LIBRARIES:
        with suppress(metadata.PackageNotFoundError):  # a step that was not run may not need it
            found.append(f"{name} {metadata.version(name)}")
    return found


def summary(metrics: dict, prefix: str = "") -> str:
    """Numbers and short words of nested metrics on one line; lists (histories, logs) are left out."""
    parts = []
    for name, value in (metrics or {}).items():
        if isinstance(value, dict):
            nested = summary(value, f"{prefix}{name} ")
            parts += [nested] if nested else []
        elif isinstance(value, float):
            parts.append(f"{prefix}{name} {value:.4g}")
        elif isinstance(value, (int, str)) and not isinstance(value, bool):
            parts.append(f"{prefix}{name} {value}")
    return ", ".join(parts).replace("|", "/")
