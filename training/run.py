"""One invocation of the pipeline: what it was asked for, where it reads and writes."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from datetime import datetime, timezone
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from . import presets
from .command_line import PACKAGE, portable
from .data import domains
from .loop import run_log

if TYPE_CHECKING:
    from .export.earlier_bundle import EarlierBundle

BASIS_FILE = "soft-token-basis.safetensors"  # of opt-mini alone (language_model/opt_folder.py, which takes seconds to import)


class Run:
    """arguments: of __main__.parse. Raises ValueError where they contradict each other or a place is taken, before anything is written."""

    def __init__(self, arguments: argparse.Namespace):
        self.domain = domains.find(arguments.dataset)
        preset = presets.find(arguments.preset)
        self.fixture = preset.name == "fixture"
        if self.fixture and self.domain is not domains.MOVIES:
            raise ValueError("The fixture preset makes toy films of its own: leave --dataset out.")
        own = {"stage1": {"sbert": str(arguments.sbert)}} if arguments.sbert else {}
        self.preset = presets.of_domain(presets.of_domain(preset, self.domain.settings), own)
        self.seed: int = arguments.seed
        self.before: float | None = arguments.before  # seconds: later ratings are known to no step
        if self.before and not self.domain.facts:
            raise ValueError("--before needs times, which the films' ratings alone have: leave --dataset or --before out.")
        self.users: int | None = arguments.users  # whom `calibrate` and `evaluate` ask; None: everybody
        self.llm = arguments.llm.resolve() if arguments.llm else None
        if self.llm and not (self.llm / "config.json").exists():
            raise FileNotFoundError(f"{self.llm} is no Hugging Face checkpoint: it has no config.json.")
        self.start_from: Path | None = arguments.start_from
        self.taken = frozenset(arguments.take)
        if self.llm and self.start_from:
            raise ValueError("--llm and --start-from both give a language model: leave one of them out.")
        if self.taken and not self.start_from:
            raise ValueError("--take needs the bundle to take from: --start-from BUNDLE.")
        other = [] if self.domain is domains.MOVIES else [self.domain.name]
        until = [datetime.fromtimestamp(self.before, timezone.utc).strftime("before-%Y-%m-%d")] if self.before else []
        label = "-".join([preset.name, *other, *until, *([self.llm.name] if self.llm else [])])
        self.work: Path = arguments.work or PACKAGE / ".work" / label
        self.out: Path = arguments.out or (
            self.work / self.domain.name if self.before else self._default_out()
        )  # what knows a part of the data is no bundle to serve
        self.reference: Path = arguments.reference or self.work / "reference.json"
        if self.reference.is_dir():
            raise ValueError(f"{self.reference} is a folder: name a file with --reference.")
        self.given = arguments.data is not None
        self.data: Path = arguments.data or self.work / "data"
        self.device: str = arguments.device or default_device()
        self.workers: int = default_workers(self.device) if arguments.workers is None else arguments.workers
        if self.fixture:
            one_thread()
        self.title = run_log.heading("-".join([preset.name, *other]), self.seed)
        self.command = "python3 -m training " + shlex.join(sys.argv[1:])
        self.logged_command = "python3 -m training " + shlex.join(map(portable, sys.argv[1:]))
        self.data_hash = ""

    def _default_out(self) -> Path:
        if self.fixture:
            return self.work / "bundle"
        return PACKAGE.parent / "public" / "models" / (self.llm.name if self.llm and not self.shares_opt_mini else self.domain.name)

    @property
    def shares_opt_mini(self) -> bool:
        """Whether --llm names an opt-mini of another run's work folder: its soft-token basis lies beside the weights."""
        return self.llm is not None and (self.llm / BASIS_FILE).exists()

    @property
    def language_model(self) -> str:
        return self.llm.name if self.llm and not self.shares_opt_mini else "opt-mini"

    @cached_property
    def earlier(self) -> EarlierBundle | None:
        """The bundle of --start-from, verified."""
        if not self.start_from:
            return None
        from .export.earlier_bundle import EarlierBundle

        return EarlierBundle(self.start_from)


def default_device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def default_workers(device: str) -> int:
    """A GPU is quicker than one process that draws for it; a CPU has no more to give."""
    return max(0, (os.cpu_count() or 1) - 2) if device.startswith("cuda") else 0


def one_thread() -> None:
    """Networks of the fixture's size lose more to waiting for a second thread than they win."""
    import torch

    torch.set_num_threads(1)
