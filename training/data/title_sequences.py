"""Data sets of titles and time-ordered sequences (Amazon's Video Games): no times, no ratings, no facts beyond a title.

items.tsv.xz: item_id, title. sequences.tsv.xz: user_id, item ids in time order, apart by spaces. Ids are whole numbers.
"""

from __future__ import annotations

import html
import re
import unicodedata
from pathlib import Path

import numpy as np

from .files import identifier, read_table

TITLE_CHARACTERS = 100  # of a shop's title; what follows is a list of search words


def clean_title(raw: str) -> str:
    """A shop's title as plain text: entities read (also those written twice), tags, invisible characters and double spaces gone."""
    text = html.unescape(html.unescape(raw))
    text = unicodedata.normalize("NFC", re.sub(r"<[a-zA-Z/][^<>]*>", " ", text))
    text = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp", "Zs") else letter for letter in text if unicodedata.category(letter) not in ("Cf", "Co", "Cs")
    )
    text = re.sub(r"\s+", " ", text.replace('"', "'").replace("\N{REPLACEMENT CHARACTER}", "")).strip(" -,;:|")
    if len(text) > TITLE_CHARACTERS:
        text = text[: TITLE_CHARACTERS + 1].rsplit(" ", 1)[0][:TITLE_CHARACTERS].rstrip(" -,;:|(&")
    return text


def load_titles(folder: Path) -> dict[int, str]:
    """Clean titles by item id; items without one are left out."""
    titles, path, met = {}, folder / "items.tsv.xz", set()
    for number, row in read_table(path, ("item_id", "title"), "\t"):
        item = identifier(row["item_id"], path, number)
        if item in met:
            raise ValueError(f"{path}, line {number}: the item {item} stands there twice. Leave one of its lines.")
        met.add(item)
        if title := clean_title(row["title"]):
            titles[item] = title
    return titles


def load_interactions(folder: Path, known: set[int], users: int | None, seed: int) -> list[tuple[int, int, float]]:
    """(user, item, place in the user's sequence) of known items, an item that a user met twice at its last place.

    users: a seeded uniform sample of so many; None: everybody.
    """
    path, sequences = folder / "sequences.tsv.xz", {}
    for number, row in read_table(path, ("user_id", "sequence"), "\t"):
        user = identifier(row["user_id"], path, number)
        if user in sequences:
            raise ValueError(f"{path}, line {number}: the user {user} stands there twice. Put the items of a user on one line.")
        sequences[user] = [identifier(item, path, number) for item in row["sequence"].split()]
    chosen = sorted(sequences)
    if users is not None and users < len(chosen):
        chosen = sorted(np.random.default_rng(seed).choice(chosen, users, replace=False).tolist())
    return [
        (user, item, float(place)) for user in chosen for item, place in {item: place for place, item in enumerate(sequences[user])}.items() if item in known
    ]
