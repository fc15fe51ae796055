"""Arguments of the commands, checked before anything is read or written, and errors as a sentence."""

from __future__ import annotations

import argparse
import math
import sys
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Iterator


def minutes(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value > 0):
        raise argparse.ArgumentTypeError(f'"{text}" is no time limit: give minutes above zero, for instance 30')
    return value


def count(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise argparse.ArgumentTypeError(f'"{text}" is no number of 1 or more')
    return int(text)


def whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f'"{text}" is no number of 0 or more')
    return int(text)


def seed(text: str) -> int:
    """What both NumPy's and PyTorch's generators take."""
    if not (text.isascii() and text.isdigit()) or int(text) >= 2**31:
        raise argparse.ArgumentTypeError(f'"{text}" is no seed: give a whole number from 0 to {2**31 - 1}')
    return int(text)


def day(text: str) -> float:
    """The first second of a day in UTC, in Unix time."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=timezone.utc).timestamp()
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is no day: write it as 2016-07-01') from None


def device(text: str) -> str:
    """cpu or cuda[:number], where there is one."""
    name, _, number = text.partition(":")
    if name not in ("cpu", "cuda") or (number and not number.isdigit()):
        raise argparse.ArgumentTypeError(f'"{text}" is no device: choose cpu or cuda')
    if name == "cuda":
        import torch

        if not torch.cuda.is_available() or int(number or 0) >= torch.cuda.device_count():
            raise argparse.ArgumentTypeError(f"there is no {text} here: leave --device out, or choose cpu")
    return text


def new_folder(text: str) -> Path:
    """A folder that is there or can be made."""
    path = Path(text)
    taken = next((part for part in (path, *path.parents) if part.exists()), path)
    if taken.exists() and not taken.is_dir():
        raise argparse.ArgumentTypeError(f"{taken} is a file: name a folder")
    return path


def folder(text: str) -> Path:
    """A folder that is there."""
    if not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"{text} is no folder")
    return Path(text)


def work_folder(text: str) -> Path:
    """The work folder of a run."""
    path = Path(text)
    if not (path / "catalogue.json").is_file():
        raise argparse.ArgumentTypeError(f"{path} is no work folder of a run (it has no catalogue.json): make one with python3 -m training --work {path}")
    return path


PACKAGE = Path(__file__).parent


def portable(argument: str | Path) -> str:
    """An argument as it can be read elsewhere: a path inside the repository from there, another absolute one as its last part."""
    path = Path(argument)
    if not path.is_absolute():
        return str(argument)
    inside = PACKAGE.parent in path.parents
    return str(path.relative_to(PACKAGE.parent)) if inside else f".../{path.name}"


@contextmanager
def explained() -> Iterator[None]:
    """Ends a command with a sentence where something is wrong that its user can mend."""
    try:
        yield
    except (OSError, ValueError) as error:
        sys.exit(f"error: {error}")
