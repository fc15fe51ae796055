"""Facts of films, joined from MovieLens, Wikipedia's first paragraphs and what is written down by hand. Facts only: no sentence of a source."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from . import film_join, franchises, native
from .extracts import NOTHING
from .film_join import Listed
from .film_sources import (
    Entry,
    Known,
    as_article,
    count,
    latest_years,
    links_of,
    load_entries,
    load_known,
    load_listed,
    tags_of,
)
from .film_titles import key
from .subgenres import NAMES, settle

# What a tag says of a film's subject as often as of its kind counts where genre or year agree.
AGREES = {
    "silent": lambda genres, year: year < 1932,
    "anime": lambda genres, year: "Animation" in genres,
    "superhero": lambda genres, year: bool({"Action", "Adventure", "Animation", "Sci-Fi"} & set(genres)),
}


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


def of_film(film: Listed | None, entry: Entry | None, known: Known | None, tagged: set[str], link: tuple[int, int]) -> Facts:
    """The facts of one film: by hand before stated, MovieLens' own year and genres before Wikipedia's."""
    stated = entry.stated if entry else NOTHING
    assert film or entry
    title = film.title.title if film else entry.title if entry else ""
    year = (film.title.year if film else 0) or (entry.year if entry else 0)
    labels = entry.labels if entry else ()
    genres = (film.genres if film else ()) or film_join.genres_of(labels)
    if not (film and film.genres) and "Noir" in labels and year < 1965:
        genres = (*genres, "Film-Noir")
    countries = (known.countries if known else ()) or stated.countries
    others = dict.fromkeys((*(film.title.others if film else ()), *((entry.title,) if entry else ()), *stated.others))
    by_key: dict[str, str] = {}
    for other in others:
        by_key.setdefault(key(other), other)
    kept = [other for form, other in by_key.items() if form not in ("", key(title))]
    flags = known.flags if known else ()
    kinds = dict.fromkeys((*stated.kinds, *(flag for flag in flags if flag != "adult")))
    if "Documentary" in genres:
        kinds.setdefault("documentary")
    if "Short" in labels and year < 1960:
        kinds.setdefault("short")
    given = {name for name in tagged if name not in AGREES or AGREES[name](genres, year)}
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


def load(data: Path) -> list[Facts]:
    """Facts of every film of MovieLens, in its order, then of the films that only Wikipedia knows."""
    (listed, known), entries = load_listed(data, load_known()), load_entries(data)
    articles = [as_article(entry) for entry in entries]
    times, first = count(data, "ratings.csv.xz")
    joined = film_join.join(listed, articles, times)
    joined |= film_join.missing_years(listed, articles, joined, latest_years(listed, first))
    tags, links = tags_of(data), links_of(data)
    rows: list[tuple[Listed | None, Entry | None]] = [(film, entries[joined[row]] if row in joined else None) for row, film in enumerate(listed)]
    used = set(joined.values())
    rows += [(None, entry) for at, entry in enumerate(entries) if at not in used]
    facts = [
        of_film(film, entry, known.get(film.id) if film else None, tags.get(film.id, set()) if film else set(), links.get(film.id, (0, 0)) if film else (0, 0))
        for film, entry in rows
    ]
    series = franchises.franchises(
        [franchises.Film(fact.title, fact.others, fact.year, entry.extract if entry else "") for fact, (_, entry) in zip(facts, rows, strict=True)]
    )
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
        out[column] = [
            [number for name, place in film.franchises for number in (row_of[name], place)] if column == "franchises" else [row_of[name] for name in listed]
            for film, listed in zip(films, values, strict=True)
        ]
    out["others"] = {str(row): list(film.others) for row, film in enumerate(films) if film.others}
    out["adult"] = [row for row, film in enumerate(films) if film.adult]
    out["imdb"] = {str(row): film.imdb for row, film in enumerate(films) if film.imdb}
    out["tmdb"] = {str(row): film.tmdb for row, film in enumerate(films) if film.tmdb}
    return native.learn(out, [film.id for film in films], native.load())


def write(path: Path, films: Sequence[Facts], *, cast: bool = False) -> int:
    """Writes facts.json and returns its size in bytes."""
    text = json.dumps(columns(films, cast=cast), ensure_ascii=False, separators=(",", ":"))
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
    return len(text.encode("utf-8"))


def coverage(films: Sequence[Facts], ratings: Mapping[int, int]) -> dict[str, tuple[float, float]]:
    """Field -> (share of the films, share of the ratings) that have it."""
    everything = sum(ratings.get(film.id, 0) for film in films) or 1
    fields = ("article", "year", "genres", "others", "countries", "languages", "subgenres", "directors", "cast", "franchises", "kinds", "adult", "imdb")
    have = {name: [film for film in films if getattr(film, name)] for name in fields}
    return {name: (len(listed) / max(len(films), 1), sum(ratings.get(film.id, 0) for film in listed) / everything) for name, listed in have.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description="Prints how many films have which facts.")
    parser.add_argument("--data", type=Path, required=True, help="folder with movielens/ and films/")
    parser.add_argument("--catalogue", type=Path, help="catalogue.json: its films alone, in its order")
    parser.add_argument("--out", type=Path, help="writes facts.json for the catalogue")
    parser.add_argument("--cast", action="store_true", help="with the first names of the cast")
    options = parser.parse_args()
    films = load(options.data)
    if options.catalogue:
        by_id = {film.id: film for film in films if film.id}
        films = [by_id[film] for film in json.loads(options.catalogue.read_text(encoding="utf-8"))["ids"]]
    print(f"{len(films)} films")
    for name, (share, rated) in coverage(films, count(options.data, "ratings.csv.xz")[0]).items():
        print(f"{name:<12} {share:6.1%} of films  {rated:6.1%} of ratings")
    if options.out:
        print(f"{options.out}: {write(options.out, films, cast=options.cast):,} bytes")


if __name__ == "__main__":
    main()
