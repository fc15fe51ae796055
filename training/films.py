"""Facts about films (titles, years, genres, casts) and the paragraph that Wikipedia opens with. No user interactions."""

from __future__ import annotations

import csv
import json
import lzma
import re
from pathlib import Path
from typing import NamedTuple

ARTICLES = r"The|A|An|Les|La|Le|L'|Il|El|Los|Las|Das|Der|Die|Un|Une|Lo|Gli|I|O|Os|As|Det|Den|De"

# MovieLens' names as they stand in a sentence.
GENRE_WORDS = {
    "Action": "action", "Adventure": "adventure", "Animation": "animation", "Children": "children's films", "Comedy": "comedy",
    "Crime": "crime", "Documentary": "documentary", "Drama": "drama", "Fantasy": "fantasy", "Film-Noir": "film noir",
    "Horror": "horror", "Musical": "musical", "Mystery": "mystery", "Romance": "romance", "Sci-Fi": "science fiction",
    "Thriller": "thriller", "War": "war", "Western": "western",
}  # fmt: skip


GENRES = tuple(sorted(set(GENRE_WORDS.values())))


class Film(NamedTuple):
    title: str  # without year, article in front
    year: int  # 0: unknown
    genres: tuple[str, ...]  # words of a sentence
    cast: tuple[str, ...]
    extract: str


def split_title(raw: str) -> tuple[str, int]:
    """'Matrix, The (1999)' -> ('The Matrix', 1999); titles in other languages that follow in brackets are dropped."""
    match = re.search(r"\((\d{4})[^)]*\)\s*$", raw)
    year = int(match.group(1)) if match else 0
    bare = raw[: match.start()] if match else raw
    title = re.sub(r"\s*\([^)]*\)", "", bare).strip() or bare.strip()
    article = re.match(rf"^(.*), ({ARTICLES})$", title)
    if article:
        joint = "" if article.group(2).endswith("'") else " "
        title = f"{article.group(2)}{joint}{article.group(1)}"
    return (title or raw.strip()), year


def key(title: str) -> str:
    return re.sub(r"[^a-z0-9]", "", title.lower())


def load(data: Path) -> list[Film]:
    """MovieLens' films with Wikipedia's casts and extracts joined on the normalised title and the year (+-1), then the rest of Wikipedia's."""
    wikipedia: dict[str, list[dict]] = {}
    with lzma.open(data / "films/wikipedia-films.jsonl.xz", "rt", encoding="utf-8") as lines:
        entries = [json.loads(line) for line in lines]
    for entry in entries:
        wikipedia.setdefault(key(entry["title"]), []).append(entry)
    films, used = [], set()
    with lzma.open(data / "movielens/movies.csv.xz", "rt", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            title, year = split_title(row["title"])
            genres = tuple(GENRE_WORDS[name] for name in row["genres"].split("|") if name in GENRE_WORDS)
            entry = next((e for e in wikipedia.get(key(title), []) if year and abs(int(e["year"]) - year) <= 1), None)
            if entry:
                used.add(id(entry))
            films.append(Film(title, year, genres, tuple((entry or {}).get("cast") or ()), (entry or {}).get("extract") or ""))
    for entry in entries:
        if id(entry) not in used:
            genres = tuple(str(genre).lower() for genre in entry.get("genres") or ())
            films.append(Film(entry["title"], int(entry["year"]), genres, tuple(entry.get("cast") or ()), entry.get("extract") or ""))
    return films
