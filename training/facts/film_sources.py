"""What the sources say of films, film by film: MovieLens' lists, Wikipedia's first paragraphs, and what is written down by hand."""

from __future__ import annotations

import csv
import json
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import film_join
from .extracts import Parsed, parse
from .film_join import Article, Listed
from .film_titles import key, split
from .subgenres import of_tags

KNOWN = Path(__file__).with_name("known-films.tsv")
CAST = 5


@dataclass(frozen=True)
class Entry:
    """A film of Wikipedia: what the file says, years of all the lists that it stands in, and what its paragraph states."""

    title: str
    years: tuple[int, ...]
    cast: tuple[str, ...]
    labels: tuple[str, ...]  # Wikipedia's genre words
    extract: str
    stated: Parsed

    @property
    def year(self) -> int:
        return self.stated.year or self.years[0]


@dataclass(frozen=True)
class Known:
    """What is written down by hand of a film of MovieLens."""

    title: str  # as MovieLens writes it: the id alone may be another film of another data set
    called: str  # '' where MovieLens' title is right
    year: int
    genres: tuple[str, ...]
    countries: tuple[str, ...]
    languages: tuple[str, ...]
    directors: tuple[str, ...]
    subgenres: tuple[str, ...]
    flags: tuple[str, ...]  # kinds, and "adult"


def listing(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def load_known(path: Path = KNOWN) -> dict[int, Known]:
    with path.open(encoding="utf-8", newline="") as rows:
        return {
            int(row["movieId"]): Known(
                row["title"],
                row["called"],
                int(row["year"] or 0),
                *(listing(row[column]) for column in ("genres", "countries", "languages", "directors", "subgenres", "flags")),
            )
            for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
        }


def names(cast: Iterable[str]) -> tuple[str, ...]:
    """First names of a cast; Wikipedia's lists also hold notes such as 'voices of' and '(novel)'."""
    return tuple(dict.fromkeys(name for name in cast if name[:1].isupper() and "(" not in name))[:CAST]


def load_entries(data: Path) -> list[Entry]:
    """Wikipedia's films; one that stands in the lists of two years is one."""
    merged: dict[tuple[str, str], dict] = {}
    with lzma.open(data / "films/wikipedia-films.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            film = json.loads(line)
            text = film.get("extract") or ""
            form = key(film["title"]), (text if len(text) > 60 else str(film["year"]))[:300]
            seen = merged.get(form)
            if seen is None or abs(seen["years"][0] - int(film["year"])) > 3:
                merged[form] = {
                    "title": film["title"],
                    "years": [int(film["year"])],
                    "cast": film.get("cast") or [],
                    "genres": film.get("genres") or [],
                    "extract": text,
                }
            else:
                seen["years"].append(int(film["year"]))
                seen["cast"] = max(seen["cast"], film.get("cast") or [], key=len)
                seen["genres"] = [*seen["genres"], *(film.get("genres") or [])]
    return [
        Entry(
            film["title"],
            tuple(dict.fromkeys(film["years"])),
            names(film["cast"]),
            tuple(dict.fromkeys(film["genres"])),
            film["extract"],
            parse(film["extract"], film["title"]),
        )
        for film in merged.values()
    ]


def load_listed(data: Path, written: Mapping[int, Known]) -> tuple[list[Listed], dict[int, Known]]:
    """Films of MovieLens, and what is written down of those of them that have the id and the title."""
    listed, known = [], {}
    with lzma.open(data / "movielens/movies.csv.xz", "rt", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            film = int(row["movieId"])
            title = split(row["title"])
            genres = tuple(name for name in row["genres"].split("|") if not name.startswith("("))
            if (hand := written.get(film)) and hand.title == row["title"].strip():
                known[film] = hand
                title = title._replace(year=title.year or hand.year)
                genres = genres or hand.genres
                if hand.called:
                    title = title._replace(title=hand.called, others=tuple(dict.fromkeys((title.title, *title.others))))
            listed.append(Listed(film, title, genres))
    return listed, known


def as_article(entry: Entry) -> Article:
    stated = entry.stated
    says = bool(stated.year or stated.countries or stated.kinds) and "Performance" not in entry.labels
    years = tuple(dict.fromkeys((*entry.years, *((stated.year,) if stated.year else ()))))
    return Article(
        entry.title,
        years,
        film_join.genres_of(entry.labels),
        stated.others,
        stated.countries != ("United States",),
        "documentary" in stated.kinds if says else None,
        len(entry.extract),
    )


def count(data: Path, name: str) -> tuple[Counter[int], dict[int, int]]:
    """Rows of a file of MovieLens for each film, and the year of the first."""
    times: Counter[int] = Counter()
    first: dict[int, int] = {}
    with lzma.open(data / "movielens" / name, "rt", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            film = int(row["movieId"])
            times[film] += 1
            year = 1970 + int(row["timestamp"]) // 31_556_952
            first[film] = min(first.get(film, year), year)
    return times, first


def latest_years(listed: Sequence[Listed], rated: Mapping[int, int]) -> dict[int, int]:
    """Row -> the year that a film cannot be younger than: of its first rating, and of the newest among the films listed near it."""
    order = sorted(range(len(listed)), key=lambda row: listed[row].id)
    found = {}
    for at, row in enumerate(order):
        if not listed[row].title.year:
            near = [listed[other].title.year for other in order[max(0, at - 60) : at + 60]]
            found[row] = min(max(near, default=9999) + 1, rated.get(listed[row].id, 9999))
    return found


def tags_of(data: Path) -> dict[int, set[str]]:
    """Sub-genres that tags name; a sub-genre that one user alone gives a film counts too, for the tags are few."""
    tags: dict[int, set[str]] = defaultdict(set)
    path = data / "movielens/tags.csv.xz"
    if path.exists():
        with lzma.open(path, "rt", encoding="utf-8") as rows:
            for row in csv.DictReader(rows):
                tags[int(row["movieId"])].add(row["tag"])
    return {film: of_tags(given) for film, given in tags.items()}


def links_of(data: Path) -> dict[int, tuple[int, int]]:
    path = data / "movielens/links.csv.xz"
    if not path.exists():
        return {}
    with lzma.open(path, "rt", encoding="utf-8") as rows:
        return {int(row["movieId"]): (int(row["imdbId"] or 0), int(row["tmdbId"] or 0)) for row in csv.DictReader(rows)}
