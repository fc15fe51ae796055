"""Titles in the script of a film's own language, which MovieLens and Wikipedia's first paragraphs write in Latin letters or not at all.

They are what a visitor types; nothing is trained on them. native-titles.tsv is written from general knowledge: the better known films in Korean, Chinese
(simplified, and traditional where it differs) and Japanese.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

TABLE = Path(__file__).with_name("native-titles.tsv")


def load(table: Path = TABLE) -> dict[int, tuple[str, ...]]:
    """The native titles of films, by MovieLens' ids."""
    with table.open(encoding="utf-8") as lines:
        return {int(row["movieId"]): tuple(row["native"].split("|")) for row in csv.DictReader(lines, delimiter="\t")}


def learn(facts: dict, ids: Sequence[int], native: Mapping[int, tuple[str, ...]]) -> dict:
    """The columns of facts.json with native titles behind the other titles. ids: MovieLens' id of each row; of films that only Wikipedia knows any other number."""
    others = {int(row): list(titles) for row, titles in facts["others"].items()}
    for row, film in enumerate(ids):
        if film in native:
            others[row] = list(dict.fromkeys([*others.get(row, []), *native[film]]))
    return {**facts, "others": {str(row): others[row] for row in sorted(others)}}
