"""Which article of Wikipedia is about which film of MovieLens."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from .film_titles import Title, key, loose_keys

# Wikipedia's genre words as MovieLens names them; its other words are sub-genres.
GENRES = {
    "Action": "Action", "Adventure": "Adventure", "Animated": "Animation", "Comedy": "Comedy", "Crime": "Crime", "Documentary": "Documentary", "Drama": "Drama", "Family": "Children",
    "Fantasy": "Fantasy", "Horror": "Horror", "Musical": "Musical", "Mystery": "Mystery", "Romance": "Romance", "Science Fiction": "Sci-Fi", "Suspense": "Thriller", "Thriller": "Thriller",
    "War": "War", "Western": "Western",
}  # fmt: skip


class Listed(NamedTuple):
    """A film of MovieLens."""

    id: int
    title: Title
    genres: tuple[str, ...]


class Article(NamedTuple):
    """A film of Wikipedia."""

    title: str
    years: tuple[int, ...]  # of the list that it stands in, and of its first sentence where that differs
    genres: tuple[str, ...]  # MovieLens' names
    others: tuple[str, ...]
    foreign: bool  # made in other countries than the United States alone, or not said
    documentary: bool | None  # None: its text does not say what it is
    size: int = 0  # of its text


class Match(NamedTuple):
    distance: int  # years apart
    strength: int  # 0 title, 1 another title, 2 without subtitle or owner
    unlike: float  # 1 - overlap of the genres; 0.5 where one has none
    film: int
    article: int


def genres_of(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(GENRES[name] for name in names if name in GENRES))


def unlike(one: Sequence[str], other: Sequence[str]) -> float:
    if not one or not other:
        return 0.5
    # A hybrid genre is often told in one word by one source: the smaller set decides.
    return 1 - len(set(one) & set(other)) / min(len(set(one)), len(set(other)))


def is_other_work(film: Listed, article: Article, distance: int, strength: int, differs: float) -> bool:
    """Whether year, genres and kind speak against one title being one film."""
    listed = "Documentary" in film.genres
    if article.documentary is False and listed and article.genres and len(film.genres) <= 1 + ("IMAX" in film.genres) and "Documentary" not in article.genres:
        return True
    if article.documentary and film.genres and not listed:
        return True
    if distance and differs == 1:
        return True
    return strength == 2 and (distance > 0 or differs > 0.5)


def forms(title: Title) -> dict[str, int]:
    found = {key(title.title): 0}
    for other in title.others:
        found.setdefault(key(other), 1)
    for name in (title.title, *title.others):
        for form in loose_keys(name):
            found.setdefault(form, 2)
    return {form: strength for form, strength in found.items() if form}


def candidates(films: Sequence[Listed], articles: Sequence[Article]) -> list[Match]:
    by_key: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, article in enumerate(articles):
        for form, strength in forms(Title(article.title, article.years[0], article.others)).items():
            by_key[form].append((at, strength))
    best: dict[tuple[int, int], Match] = {}
    for row, film in enumerate(films):
        if not film.title.year:
            continue
        for form, mine in forms(film.title).items():
            for at, theirs in by_key.get(form, ()):
                if mine == 2 and theirs == 2:
                    continue  # two films of one series
                article = articles[at]
                distance = min(abs(year - film.title.year) for year in article.years)
                if distance > 1:
                    continue
                strength, differs = max(mine, theirs), unlike(film.genres, article.genres)
                # A visitor's "Brothers (Brødre) (2004)" is not the American film of a year later.
                abroad = bool(film.title.others) and not article.foreign and distance > 0 and not re.fullmatch(r"[\x00-\x7f]*", " ".join(film.title.others))
                if not abroad and not is_other_work(film, article, distance, strength, differs):
                    match = Match(distance, strength, differs, row, at)
                    best[row, at] = min(best.get((row, at), match), match)
    return sorted(best.values())


def join(films: Sequence[Listed], articles: Sequence[Article], ratings: Mapping[int, int] | None = None) -> dict[int, int]:
    """Row of the film -> row of its article, each used once; a film that fits two articles equally well gets none.

    The titles are the same but for the ways to write them, the years differ by one at most, the exact year goes first, then the
    title itself before another title, then the closer genres. Of two films with all of these the one that ten times as many have
    rated is the one that an encyclopedia knows.

    Args:
        ratings: MovieLens' id -> number of ratings.
    """
    known = ratings or {}
    matches = candidates(films, articles)
    of_film: dict[int, list[Match]] = defaultdict(list)
    of_article: dict[int, list[Match]] = defaultdict(list)
    for match in matches:
        of_film[match.film].append(match)
        of_article[match.article].append(match)
    taken_films: dict[int, int] = {}
    taken_articles: set[int] = set()
    for match in matches:
        if match.film in taken_films or match.article in taken_articles:
            continue
        level = [
            other
            for other in (*of_film[match.film], *of_article[match.article])
            if other != match and other[:2] == match[:2] and other.unlike - match.unlike < 0.25
        ]
        twins = [other for other in level if other.film == match.film and other.article not in taken_articles and articles[other.article].size]
        others = [other for other in level if other.film != match.film and other.film not in taken_films]
        times = known.get(films[match.film].id, 0)
        if twins or any(times < 10 * max(known.get(films[other.film].id, 0), 0.2) for other in others):
            continue
        taken_films[match.film] = match.article
        taken_articles.add(match.article)
    return taken_films


def missing_years(films: Sequence[Listed], articles: Sequence[Article], joined: dict[int, int], latest: dict[int, int]) -> dict[int, int]:
    """Row of a film without year -> its article: the only one of that title that no film has, not later than MovieLens listed it.

    latest: row of the film -> year before which it was listed or rated.
    """
    used = set(joined.values())
    by_key: dict[str, list[int]] = defaultdict(list)
    for at, article in enumerate(articles):
        if at not in used:
            by_key[key(article.title)].append(at)
    found: dict[int, int] = {}
    for row, film in enumerate(films):
        if film.title.year:
            continue
        fitting = [
            at
            for at in by_key.get(key(film.title.title), ())
            if articles[at].years[0] <= latest.get(row, 9999)
            and not is_other_work(film, articles[at], 0, 0, 0)
            and unlike(film.genres, articles[at].genres) < 1
        ]
        # Films are listed when they are new; of an old one of the same title MovieLens has had the entry for long.
        near = [at for at in fitting if latest.get(row, 9999) - articles[at].years[0] <= 4]
        if len(near) == 1 and near[0] not in found.values():
            found[row] = near[0]
    return found
