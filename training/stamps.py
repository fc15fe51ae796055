"""Which steps of a work folder are done, and with what: a step runs again when its configuration or a step before it changed."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any, Iterable

from .data.files import replace_text

STAMPS = "steps"  # folder of <step>.json files in the work folder


def fingerprint(*parts: Any) -> str:
    """sha256 (first 16 hex digits) of values that JSON can hold."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:16]


def data_fingerprint(data: Path, names: Iterable[str]) -> str:
    """Of the contents of the data files that exist."""
    digest = hashlib.sha256()
    for name in sorted(names):
        path = data / name
        if path.exists():
            digest.update(name.encode())
            with path.open("rb") as file:
                for piece in iter(lambda: file.read(1 << 20), b""):
                    digest.update(piece)
    return digest.hexdigest()[:16]


def finished(work: Path, step: str, key: str, outputs: Iterable[str]) -> dict | None:
    """The stamp of a step that was done with this key and whose outputs still exist, else None."""
    stamp = read(work, step)
    if stamp is None or stamp["key"] != key or not all((work / name).exists() for name in outputs):
        return None
    return stamp


def read(work: Path, step: str) -> dict | None:
    path = work / STAMPS / f"{step}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def begin(work: Path, step: str, key: str, leftovers: Iterable[str], *, afresh: bool) -> None:
    """Notes which configuration is under way. What another configuration left half done is removed; so is what the same one
    left, when it had finished or when asked to start afresh."""
    stamp = read(work, step)
    started = work / STAMPS / f"{step}.started"
    interrupted = started.exists() and started.read_text() == key
    unknown = stamp is None and not started.exists()  # made by calling the step directly: trust it
    if afresh or not (interrupted or unknown):
        for name in leftovers:
            path = work / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    started.parent.mkdir(parents=True, exist_ok=True)
    started.write_text(key)


def done(work: Path, step: str, key: str, minutes: float, metrics: dict) -> dict:
    stamp = {"key": key, "minutes": round(minutes, 2), "metrics": metrics}
    replace_text(work / STAMPS / f"{step}.json", json.dumps(stamp, indent=1, default=str) + "\n")
    (work / STAMPS / f"{step}.started").unlink(missing_ok=True)
    return stamp
