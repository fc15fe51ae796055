"""Independent trainings, several at a time: each is a process of its own, since small networks leave an accelerator and most cores idle."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from typing import Any, Callable, Iterable


def prepare(threads: int) -> None:
    import torch

    torch.set_num_threads(threads)
    os.environ["TOKENIZERS_PARALLELISM"] = "false"


def run_all(function: Callable[..., Any], calls: Iterable[tuple], processes: int) -> list:
    """What function(*call) gives for each call, in their order. function: of a module. One process: here, one after another."""
    calls = list(calls)
    if processes == 1 or len(calls) < 2:
        return [function(*call) for call in calls]
    threads = max(1, (os.cpu_count() or 1) // processes)
    os.environ["OMP_NUM_THREADS"] = str(threads)
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), prepare, (threads,)) as pool:
        return [future.result() for future in [pool.submit(function, *call) for call in calls]]
