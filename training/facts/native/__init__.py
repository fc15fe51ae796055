"""Titles that a visitor types in another script than MovieLens' and Wikipedia's first paragraphs, which write nearly all in Latin letters.

Nothing is trained on them: the search, and the import of an export, find films by them. Both tables are written from general knowledge:

- native-titles.tsv: the better known films of Korea, China and Japan, in their own script (Chinese simplified, and traditional where it differs);
- release-titles.tsv: films that many know, by the titles under which Korea and China have seen them (simplified, and the same in traditional letters).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

TABLES = tuple(Path(__file__).with_name(name) for name in ("native-titles.tsv", "release-titles.tsv"))


def load(tables: Iterable[Path] = TABLES) -> dict[int, tuple[str, ...]]:
    """The titles in other scripts, by MovieLens' ids: a film's native ones first."""
    titles: dict[int, tuple[str, ...]] = {}
    for table in tables:
        with table.open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                film = int(row["movieId"])
                titles[film] = tuple(dict.fromkeys([*titles.get(film, ()), *row["titles"].split("|")]))
    return titles


def learn(facts: dict, ids: Sequence[int], native: Mapping[int, tuple[str, ...]]) -> dict:
    """The columns of facts.json with these titles behind the other ones. ids: MovieLens' id of each row; of films that only Wikipedia knows any other number."""
    others = {int(row): list(titles) for row, titles in facts["others"].items()}
    for row, film in enumerate(ids):
        if film in native:
            others[row] = list(dict.fromkeys([*others.get(row, []), *native[film]]))
    return {**facts, "others": {str(row): others[row] for row in sorted(others)}}
