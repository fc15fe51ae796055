"""The catalogue: facts of every item that the app knows, and the text of facts that SBERT reads.

Warm items are those of the 5-core. Cold ones are known to SASRec by nothing: films with fewer ratings, and films up to 2023
that Wikipedia knows; of another domain every item of the data outside the core, known by its title alone.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

from ..facts import facts
from ..facts.facts import Facts
from ..settings import Preset
from . import domains, interactions, title_sequences
from .domains import MOVIES, Domain
from .files import replace_text
from .movielens import CAST, Film, load_films, load_ratings

FACTS_FILE = "facts.json"


class Entry(NamedTuple):
    id: int
    title: str
    year: int
    genres: tuple[str, ...]
    cast: tuple[str, ...]


def entry_of(film: Film) -> Entry:
    return Entry(film.id, film.title, film.year, film.listed, film.cast[:CAST])


def fill(template: str, values: dict[str, str]) -> str:
    """Puts values in the place of their {names}. A sentence of which nothing is known is left out, and so are brackets around nothing (the app's
    ownFilm.ts fills the same way)."""
    sentences = []
    for sentence in re.split(r"(?<=\.) ", re.sub(r" \(\{(\w+)\}\)", lambda match: str(match.group()) if values.get(str(match.group(1))) else "", template)):
        if any(values.get(name) for name in re.findall(r"\{(\w+)\}", sentence)):
            filled = re.sub(r"\{(\w+)\}", lambda match: values.get(str(match.group(1)), ""), sentence)
            sentences.append(re.sub(r"([.!?…])\.$", r"\1", filled))
    return re.sub(r"\s+", " ", " ".join(sentences)).strip()


def describe(template: str, film: Entry, known: Facts | None = None) -> str:
    """The text that SBERT reads, of two sub-genres, three countries and two directors at most, for it reads 64 tokens; for a visitor's own film
    the app puts the description where the cast stands here."""
    values = {
        "title": film.title,
        "year": str(film.year or ""),
        "genres": ", ".join(film.genres),
        "description": f"Starring {', '.join(film.cast)}." if film.cast else "",
    }
    if known:
        values |= {"subgenres": ", ".join(known.subgenres[:2]), "countries": ", ".join(known.countries[:3]), "directors": ", ".join(known.directors[:2])}
    return fill(template, values)


def choose_cold(films: list[Entry], warm: list[Entry], rated: set[int]) -> list[Entry]:
    """Films SASRec does not know, with year and genres: those that somebody rated, and those whose cast is known. A second entry of
    the same title and year is left out, for a visitor could not tell the two apart."""
    taken = {(film.title.lower(), film.year) for film in warm}
    ids = {film.id for film in warm}
    cold: list[Entry] = []
    for film in sorted(films, key=lambda film: (film.id not in rated, film.id)):
        if film.id in ids or not film.genres or not film.year or (film.title.lower(), film.year) in taken:
            continue
        if film.id in rated or (film.cast and film.year >= 1970):
            taken.add((film.title.lower(), film.year))
            cold.append(film)
    return sorted(cold, key=lambda film: film.id)


def choose_cold_titles(titles: dict[int, str], warm: set[int]) -> list[Entry]:
    """Items outside the core, each title once (in any case) and none that a warm item has: a visitor could not tell two apart."""
    taken, cold = {titles[item].lower() for item in warm}, []
    for item in sorted(titles):
        if item not in warm and titles[item].lower() not in taken:
            taken.add(titles[item].lower())
            cold.append(Entry(item, titles[item], 0, (), ()))
    return cold


def gather_films(data: Path, before: float | None = None) -> tuple[list[tuple[int, int, float]], list[Entry], list[Entry]]:
    """(ratings of the core, warm films, cold films) of MovieLens and Wikipedia. before: no rating of this second or later is known; None: all are."""
    films = [entry_of(film) for film in load_films(data)[0]]
    by_id = {film.id: film for film in films}
    ratings = [rating for rating in load_ratings(data, set(by_id)) if before is None or rating[2] < before]
    kept = interactions.core(ratings)
    warm = [by_id[i] for i in sorted({film for _, film, _ in kept})]
    return kept, warm, choose_cold(films, warm, {film for _, film, _ in ratings})


def gather_titles(folder: Path, users: int | None, seed: int) -> tuple[list[tuple[int, int, float]], list[Entry], list[Entry]]:
    """(interactions of the core, warm items, cold items) of a data set of titles and sequences, from a sample of its users."""
    titles = title_sequences.load_titles(folder)
    kept = interactions.core(title_sequences.load_interactions(folder, set(titles), users, seed))
    ids = {item for _, item, _ in kept}
    return kept, [Entry(item, titles[item], 0, (), ()) for item in sorted(ids)], choose_cold_titles(titles, ids)


def mend(films: list[Entry], data: Path) -> tuple[list[Entry], list[Facts]]:
    """(the films with titles, years, genres and casts as all sources together say, their facts), in the same order.

    The films themselves are chosen before: another year would make another film cold or warm, and rows are what every other file counts by.
    """
    of_id = {found.id: found for found in facts.load(data) if found.id}
    known = [of_id[film.id] for film in films]
    mended = [Entry(film.id, found.title, found.year or film.year, found.genres or film.genres, found.cast[:CAST]) for film, found in zip(films, known)]
    return mended, known


def run(work: Path, data: Path, preset: Preset, *, seed: int, domain: Domain = MOVIES, before: float | None = None) -> dict:
    """Writes catalogue.json, texts.json, interactions.npz and candidates.npz, and for films facts.json. before: of a temporal split, in seconds; see gather_films."""
    kept, warm, cold = gather_films(data, before) if domain.facts else gather_titles(data / domain.name, preset.sequences.users, seed)
    rows = warm + cold
    row_of = {film.id: row for row, film in enumerate(rows)}
    users, histories = interactions.sequences(kept, row_of, seed)
    summary = interactions.save(work, users, histories, len(warm), seed)
    known: list[Facts] = []
    if domain.facts:
        rows, known = mend(rows, data)
        facts.write(work / FACTS_FILE, known)
    genre_names = sorted({genre for film in rows for genre in film.genres})
    template = domains.text_template(domain)
    columns = {
        "domain": domain.name,
        "source": domain.dataset,
        "ids": [film.id for film in rows],
        "titles": [film.title for film in rows],
        "years": [film.year for film in rows],
        "genres": [[genre_names.index(g) for g in film.genres] for film in rows],
        "genreNames": genre_names,
        "popularity": interactions.training_popularity(histories, len(rows)).tolist(),
        "warm": len(warm),
        **({"before": before} if before else {}),
    }
    texts = [describe(template, film, known[row] if known else None) for row, film in enumerate(rows)]
    replace_text(work / "catalogue.json", json.dumps(columns, ensure_ascii=False))
    replace_text(work / "texts.json", json.dumps(texts, ensure_ascii=False))
    return {**summary, "films": len(rows)}
