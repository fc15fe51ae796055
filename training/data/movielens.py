"""MovieLens: ratings, and films with the facts (casts, opening paragraphs) that Wikipedia has of them."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any, NamedTuple

from .files import identifier, open_text, read_table

ARTICLES = r"The|A|An|Les|La|Le|L'|Il|El|Los|Las|Das|Der|Die|Un|Une|Lo|Gli|I|O|Os|As|Det|Den|De"
CAST = 3  # names that are used of a cast

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
    cast: tuple[str, ...]  # names, the most important first
    extract: str  # Wikipedia's first paragraph
    id: int = 0  # MovieLens'; 0: only Wikipedia has it
    listed: tuple[str, ...] = ()  # genres as MovieLens names them


def split_title(raw: str) -> tuple[str, int]:
    """'Matrix, The (1999)' -> ('The Matrix', 1999); titles in other languages that follow in brackets are dropped."""
    match = re.search(r"\((\d{4})[^)]*\)\s*$", raw)
    year = int(match.group(1)) if match else 0
    bare = raw[: match.start()] if match else raw
    title = re.sub(r"\s*\([^)]*\)", "", bare).strip() or bare.strip()
    article = re.match(rf"^(.*), ({ARTICLES})$", title)
    if article:
        space = "" if article.group(2).endswith("'") else " "
        title = f"{article.group(2)}{space}{article.group(1)}"
    return (title or raw.strip()), year


def title_key(title: str) -> str:
    """What two spellings of a title share: Wikipedia writes "and" where MovieLens writes "&", or the other way round."""
    return re.sub(r"[^a-z0-9]", "", title.replace("&", " and ").lower())


def names(cast: list[str] | None) -> tuple[str, ...]:
    """The names of a cast; Wikipedia's lists also hold notes such as "voices of" and "(novel)"."""
    return tuple(name for name in cast or () if name[:1].isupper() and "(" not in name)


def read_wikipedia(data: Path) -> list[dict[str, Any]]:
    path = data / "films/wikipedia-films.jsonl.xz"
    found = []
    with open_text(path) as lines:
        for number, line in enumerate(lines, 1):
            try:
                entry = json.loads(line)
                found.append({**entry, "title": str(entry["title"]), "year": int(entry["year"])})
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{path}, line {number}: no film with title and year ({error!r}).") from error
    return found


def load_films(data: Path) -> tuple[list[Film], list[Film]]:
    """(MovieLens' films with what Wikipedia knows of them, Wikipedia's other films). They are joined on the normalised title and the year (+-1)."""
    entries = read_wikipedia(data)
    by_key: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        by_key.setdefault(title_key(entry["title"]), []).append(entry)
    path, films, used, ids = data / "movielens/movies.csv.xz", [], set(), set()
    for number, row in read_table(path, ("movieId", "title", "genres")):
        if (film := identifier(row["movieId"], path, number)) in ids:
            raise ValueError(f"{path}, line {number}: the film {film} stands there twice. Leave one of its lines.")
        ids.add(film)
        title, year = split_title(row["title"])
        listed = tuple(genre for genre in row["genres"].split("|") if not genre.startswith("("))
        words = tuple(GENRE_WORDS[name] for name in listed if name in GENRE_WORDS)
        near = [entry for entry in by_key.get(title_key(title), ()) if year and abs(entry["year"] - year) <= 1]
        entry = min(near, key=lambda entry: (abs(entry["year"] - year), names(entry.get("cast"))[:CAST])) if near else {}
        used.add(id(entry))
        films.append(Film(title, year, words, names(entry.get("cast")), entry.get("extract") or "", film, listed))
    others = [
        Film(
            entry["title"],
            entry["year"],
            tuple(str(genre).lower() for genre in entry.get("genres") or ()),
            names(entry.get("cast")),
            entry.get("extract") or "",
        )
        for entry in entries
        if id(entry) not in used
    ]
    return films, others


def load_ratings(data: Path, known: set[int]) -> list[tuple[int, int, float]]:
    """(user, film id, time) of every rating of a known film; a film that a user rated twice counts once, at its last time."""
    latest: dict[tuple[int, int], float] = {}
    path = data / "movielens/ratings.csv.xz"
    for number, row in read_table(path, ("uid", "movieId", "timestamp")):
        user, film = identifier(row["uid"], path, number), identifier(row["movieId"], path, number)
        try:
            when = float(row["timestamp"])
        except ValueError:
            when = math.nan
        if not math.isfinite(when):
            raise ValueError(f'{path}, line {number}: "{row["timestamp"][:40]}" is no time; it is in seconds.')
        if film in known:
            latest[user, film] = when
    return [(user, film, when) for (user, film), when in latest.items()]
