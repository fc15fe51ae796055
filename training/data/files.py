"""Files that are read with a sentence for what may be wrong, and written whole or not at all."""

from __future__ import annotations

import csv
import json
import lzma
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator, TextIO

import numpy as np

DESCRIBED = "training/README.md says what a data folder has"


def require(path: Path, step: str) -> Path:
    """A step's file in a work folder. Raises FileNotFoundError."""
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: run the step that makes it first (--only {step}).")
    return path


def read_json(path: Path, step: str) -> Any:
    return json.loads(require(path, step).read_text(encoding="utf-8"))


@contextmanager
def open_text(path: Path) -> Iterator[TextIO]:
    """An xz text file of a data folder. Raises FileNotFoundError, and ValueError where it is no xz file, is cut, or is not UTF-8."""
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: {DESCRIBED} (--data DIR).")
    try:
        with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
            yield file
    except EOFError as error:
        raise ValueError(f"{path} ends in the middle: it was cut. Copy or fetch it again.") from error
    except lzma.LZMAError as error:
        raise ValueError(f"{path} is no xz file, or is damaged ({error}). Copy or fetch it again, or pack it with xz.") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is not UTF-8 ({error.reason} at byte {error.start}). Convert it, then pack it with xz.") from error


@contextmanager
def write_text(path: Path) -> Iterator[TextIO]:
    """An xz text file that exists only when it is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"part-{path.name}")
    with lzma.open(part, "wt", encoding="utf-8", newline="") as file:
        yield file
    part.replace(path)


def read_table(path: Path, columns: tuple[str, ...], delimiter: str = ",") -> Iterator[tuple[int, dict[str, str]]]:
    """(line number, row) of a table with a heading. Raises ValueError where a column is missing or a row is short."""
    with open_text(path) as file:
        rows = csv.DictReader(file, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if delimiter == "," else csv.QUOTE_NONE)
        if missing := [name for name in columns if name not in (rows.fieldnames or ())]:
            raise ValueError(f"{path} has no column {', '.join(missing)}: its first line names {', '.join(rows.fieldnames or ('nothing',))}. {DESCRIBED}.")
        for row in readable(rows, path):
            if any(row[name] is None for name in columns) or None in row:
                raise ValueError(f"{path}, line {rows.line_num}: not as many columns as in the first line.")
            yield rows.line_num, row


def readable(rows: csv.DictReader, path: Path) -> Iterator[dict[str, str]]:
    try:
        yield from rows
    except csv.Error as error:
        raise ValueError(f"{path}, line {rows.line_num}: {error}.") from error


LARGEST_ID = 2**31 - 1  # ids travel in int32 arrays and in the links of the page


def identifier(text: str, path: Path, line: int) -> int:
    """An id of a data set. Raises ValueError that names the line."""
    if not text.isascii() or not text.isdigit():
        raise ValueError(f'{path}, line {line}: "{text[:40]}" is no id; ids are whole numbers.')
    if int(text) > LARGEST_ID:
        raise ValueError(f"{path}, line {line}: the id {text[:40]} is larger than {LARGEST_ID}. Number the ids anew from 0.")
    return int(text)


def replace_text(path: Path, text: str) -> None:
    part = path.with_name(f"part-{path.name}")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def replace_arrays(path: Path, **arrays: Any) -> None:
    """An .npz that is never seen half written."""
    part = path.with_name(f"part-{path.name}")
    np.savez(part, **arrays)
    part.replace(path)
