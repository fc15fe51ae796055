"""Facts of films, joined from MovieLens, Wikipedia's first paragraphs and what is written down by hand. Facts only: no sentence of a source."""

from __future__ import annotations

import csv
import json
import lzma
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from . import film_join, franchises
from .extracts import NOTHING, Parsed, parse
from .film_join import Article, Listed
from .film_titles import article_in_front, key, split
from .subgenres import NAMES, of_tags, settle

KNOWN = Path(__file__).with_name("known-films.tsv")
CAST = 5
FOREIGN_ALONE = {"South Korea": "Korean", "Japan": "Japanese"}


@dataclass(frozen=True)
class Facts:
    """A film. Empty and 0 mean that no source states it.

    franchises: (name, place in it or 0), the film's own series first. adult: pornographic; kinds: of documentary, short, television film,
    television special, miniseries, television series, direct-to-video, serial, stand-up special. id: MovieLens', 0 for films that only Wikipedia knows.
    """

    title: str
    year: int = 0
    genres: tuple[str, ...] = ()  # MovieLens' names
    others: tuple[str, ...] = ()  # original, a.k.a. and shorter titles
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    subgenres: tuple[str, ...] = ()
    directors: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    franchises: tuple[tuple[str, int], ...] = ()
    adult: bool = False
    kinds: tuple[str, ...] = ()
    id: int = 0
    imdb: int = 0
    tmdb: int = 0
    article: bool = False  # Wikipedia has one


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
                row["called"], int(row["year"] or 0), *(listing(row[column]) for column in ("genres", "countries", "languages", "directors", "subgenres", "flags"))
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
                merged[form] = {"title": film["title"], "years": [int(film["year"])], "cast": film.get("cast") or [], "genres": film.get("genres") or [], "extract": text}
            else:
                seen["years"].append(int(film["year"]))
                seen["cast"] = max(seen["cast"], film.get("cast") or [], key=len)
                seen["genres"] = [*seen["genres"], *(film.get("genres") or [])]
    return [
        Entry(film["title"], tuple(dict.fromkeys(film["years"])), names(film["cast"]), tuple(dict.fromkeys(film["genres"])), film["extract"], parse(film["extract"], film["title"]))
        for film in merged.values()
    ]


def load_listed(data: Path, known: Mapping[int, Known]) -> list[Listed]:
    listed = []
    with lzma.open(data / "movielens/movies.csv.xz", "rt", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            film = int(row["movieId"])
            title = split(row["title"])
            genres = tuple(name for name in row["genres"].split("|") if not name.startswith("("))
            if hand := known.get(film):
                title = title._replace(year=title.year or hand.year)
                genres = genres or hand.genres
                if hand.called:
                    title = title._replace(title=hand.called, others=tuple(dict.fromkeys((title.title, *title.others))))
            listed.append(Listed(film, title, genres))
    return listed


def as_article(entry: Entry) -> Article:
    stated = entry.stated
    says = bool(stated.year or stated.countries or stated.kinds) and "Performance" not in entry.labels
    years = tuple(dict.fromkeys((*entry.years, *((stated.year,) if stated.year else ()))))
    return Article(entry.title, years, film_join.genres_of(entry.labels), stated.others, stated.countries != ("United States",), "documentary" in stated.kinds if says else None, len(entry.extract))


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


def of_film(film: Listed | None, entry: Entry | None, known: Known | None, tagged: set[str], link: tuple[int, int]) -> Facts:
    """The facts of one film: by hand before stated, MovieLens' own year and genres before Wikipedia's."""
    stated = entry.stated if entry else NOTHING
    title = film.title.title if film else entry.title
    year = (film.title.year if film else 0) or (entry.year if entry else 0)
    labels = entry.labels if entry else ()
    genres = (film.genres if film else ()) or film_join.genres_of(labels)
    if not (film and film.genres) and "Noir" in labels and year < 1965:
        genres = (*genres, "Film-Noir")
    countries = (known.countries if known else ()) or stated.countries
    others = dict.fromkeys((*(film.title.others if film else ()), *((entry.title,) if entry else ()), *stated.others))
    seen = {key(title)}
    kept = [other for other in others if key(other) and not (key(other) in seen or seen.add(key(other)))]
    flags = known.flags if known else ()
    kinds = dict.fromkeys((*stated.kinds, *(flag for flag in flags if flag != "adult")))
    if "Documentary" in genres:
        kinds.setdefault("documentary")
    if "Short" in labels and year < 1960:
        kinds.setdefault("short")
    # "concert" and "court" are what a film shows as often as what it is: a tag counts where the genre agrees.
    given = {name for name in tagged if name not in ("silent", "anime", "superhero") or _agrees(name, genres, year)}
    return Facts(
        title=title,
        year=year,
        genres=genres,
        others=tuple(kept),
        countries=countries,
        languages=(known.languages if known else ()) or stated.languages,
        subgenres=settle(set(stated.subgenres) | given | set(known.subgenres if known else ()), year=year, genres=genres, countries=countries),
        directors=(known.directors if known else ()) or stated.directors,
        cast=entry.cast if entry else (),
        adult=stated.adult or "adult" in flags,
        kinds=tuple(kinds),
        id=film.id if film else 0,
        imdb=link[0],
        tmdb=link[1],
        article=entry is not None,
    )


def _agrees(name: str, genres: Sequence[str], year: int) -> bool:
    return {"silent": year < 1932, "anime": "Animation" in genres, "superhero": bool({"Action", "Adventure", "Animation", "Sci-Fi"} & set(genres))}[name]


def load(data: Path) -> list[Facts]:
    """Facts of every film of MovieLens, in its order, then of the films that only Wikipedia knows."""
    known = load_known()
    listed, entries = load_listed(data, known), load_entries(data)
    articles = [as_article(entry) for entry in entries]
    times, first = count(data, "ratings.csv.xz")
    joined = film_join.join(listed, articles, times)
    joined |= film_join.missing_years(listed, articles, joined, latest_years(listed, first))
    tags, links = tags_of(data), links_of(data)
    rows: list[tuple[Listed | None, Entry | None]] = [(film, entries[joined[row]] if row in joined else None) for row, film in enumerate(listed)]
    used = set(joined.values())
    rows += [(None, entry) for at, entry in enumerate(entries) if at not in used]
    facts = [of_film(film, entry, known.get(film.id) if film else None, tags.get(film.id, set()) if film else set(), links.get(film.id, (0, 0)) if film else (0, 0)) for film, entry in rows]
    series = franchises.franchises([franchises.Film(fact.title, fact.others, fact.year, entry.extract if entry else "") for fact, (_, entry) in zip(facts, rows, strict=True)])
    return [replace(fact, franchises=found) for fact, found in zip(facts, series, strict=True)]


VOCABULARIES = ("countries", "languages", "subgenres", "directors", "franchises", "kinds")


def columns(films: Sequence[Facts], *, cast: bool = False) -> dict:
    """Columns for facts.json, a row a film in the order given; names are rows of the vocabularies, the most frequent first.

    franchises: [name, place, name, place ...]. others: {row: titles}, adult: rows, imdb and tmdb: {row: id}, for they are few.
    """
    out: dict = {"names": {}}
    for column in (*VOCABULARIES, *(("cast",) if cast else ())):
        values = [[name for name, _ in film.franchises] if column == "franchises" else getattr(film, column) for film in films]
        counts = Counter(name for listed in values for name in listed)
        vocabulary = list(NAMES) if column == "subgenres" else sorted(counts, key=lambda name: (-counts[name], name))
        row_of = {name: row for row, name in enumerate(vocabulary)}
        out["names"][column] = vocabulary
        out[column] = [[number for name, place in film.franchises for number in (row_of[name], place)] if column == "franchises" else [row_of[name] for name in listed] for film, listed in zip(films, values, strict=True)]
    out["others"] = {str(row): list(film.others) for row, film in enumerate(films) if film.others}
    out["adult"] = [row for row, film in enumerate(films) if film.adult]
    out["imdb"] = {str(row): film.imdb for row, film in enumerate(films) if film.imdb}
    out["tmdb"] = {str(row): film.tmdb for row, film in enumerate(films) if film.tmdb}
    return out


def write(path: Path, films: Sequence[Facts], *, cast: bool = False) -> int:
    """Writes facts.json and returns its size in bytes."""
    text = json.dumps(columns(films, cast=cast), ensure_ascii=False, separators=(",", ":"))
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
    return len(text.encode("utf-8"))
