"""Data sets of titles and time-ordered sequences (Amazon's Video Games): no times, no ratings, no facts beyond a title.

items.tsv.xz: item_id, title. sequences.tsv.xz: user_id, item ids in time order, apart by spaces. Ids are whole numbers.
"""

from __future__ import annotations

import html
import lzma
import re
import unicodedata
from pathlib import Path

import numpy as np

TITLE_CHARACTERS = 100  # of a shop's title; what follows is a list of search words


def clean_title(raw: str) -> str:
    """A shop's title as plain text: entities read (also those written twice), tags, invisible characters and double spaces gone."""
    text = html.unescape(html.unescape(raw))
    text = unicodedata.normalize("NFC", re.sub(r"<[a-zA-Z/][^<>]*>", " ", text))
    text = "".join(" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp", "Zs") else letter for letter in text if unicodedata.category(letter) not in ("Cf", "Co", "Cs"))
    text = re.sub(r"\s+", " ", text.replace('"', "'").replace("\N{REPLACEMENT CHARACTER}", "")).strip(" -,;:|")
    if len(text) > TITLE_CHARACTERS:
        text = text[: TITLE_CHARACTERS + 1].rsplit(" ", 1)[0][:TITLE_CHARACTERS].rstrip(" -,;:|(&")
    return text


def load_titles(folder: Path) -> dict[int, str]:
    """Clean titles by item id; items without one are left out."""
    titles = {}
    for number, fields in rows(folder / "items.tsv.xz"):
        if title := clean_title(fields[1]):
            titles[identifier(fields[0], folder / "items.tsv.xz", number)] = title
    return titles


def load_interactions(folder: Path, known: set[int], users: int | None, seed: int) -> list[tuple[int, int, float]]:
    """(user, item, place in the user's sequence) of known items, an item that a user met twice at its last place.

    users: a seeded uniform sample of so many; None: everybody.
    """
    path = folder / "sequences.tsv.xz"
    sequences = {identifier(fields[0], path, number): [identifier(item, path, number) for item in fields[1].split()] for number, fields in rows(path)}
    chosen = sorted(sequences)
    if users is not None and users < len(chosen):
        chosen = sorted(np.random.default_rng(seed).choice(chosen, users, replace=False).tolist())
    return [(user, item, float(place)) for user in chosen for item, place in {item: place for place, item in enumerate(sequences[user])}.items() if item in known]


def rows(path: Path):
    """(line number, [first field, the rest]) of every line after the heading."""
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: --data needs the folder with items.tsv.xz and sequences.tsv.xz that training/README.md describes.")
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        next(lines, None)
        for number, line in enumerate(lines, 2):
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 2:
                raise ValueError(f"{path}, line {number}: {len(fields)} columns instead of 2. Columns are apart by one tab.")
            yield number, fields


def identifier(text: str, path: Path, number: int) -> int:
    if not text.isascii() or not text.isdigit():
        raise ValueError(f'{path}, line {number}: "{text[:40]}" is no id; ids are whole numbers.')
    return int(text)
