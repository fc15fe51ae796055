"""A small made-up data folder in the layout of the real one, for tests and the fixture preset: it needs no download.

Films belong to four tastes and users mostly stay in theirs, so that collaborative filtering has something to find.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np

from .files import write_text

FILMS, COLD, USERS = 140, 24, 160
TASTES = {  # genres, and the words that its titles are made of
    ("Action", "Thriller"): ("Last Silent Final Broken Deadly Burning", "Strike Target Storm Code Hunter Mission"),
    ("Comedy", "Romance"): ("Sweet Perfect Crazy Lucky Summer Sunday", "Wedding Neighbor Holiday Promise Kiss Bakery"),
    ("Sci-Fi", "Adventure"): ("Distant Electric Hidden Infinite Crystal Seventh", "Planet Signal Machine Horizon Voyage Star"),
    ("Drama", "War"): ("Quiet Northern Bitter Golden Winter Distant", "River Letters Harvest Soldier House Garden"),
}
NAMED: tuple[tuple[str, str, list[str]], ...] = (  # as MovieLens writes titles: an article at the end, a second title in brackets, letters beyond ASCII
    ("Matrix, The (1999)", "Action|Sci-Fi|Thriller", ["Keanu Reeves", "Laurence Fishburne", "Carrie-Anne Moss"]),
    ("Amelie (Fabuleux destin d'Amélie Poulain, Le) (2001)", "Comedy|Romance", ["Audrey Tautou"]),
    ("WALL·E (2008)", "Adventure|Sci-Fi", []),
    ("Léon: The Professional (1994)", "Action|Drama|Thriller", ["Jean Reno", "Natalie Portman"]),
)
FIRST, LAST = (
    ["Ann", "Bo", "Carla", "Dev", "Elif", "Finn", "Grace", "Hugo", "Ines", "Jun"],
    ["Lee", "Ray", "Moreno", "Patel", "Kaya", "Olsen", "Okafor", "Weiss", "Costa", "Tanaka"],
)
OPINIONS = ["I liked the story", "The acting is fine", "It is too long", "The music was wonderful", "The ending surprised me", "I would watch it again"]


def write(folder: Path, seed: int = 0) -> Path:
    """The data folder: movielens/, films/, text/."""
    rng = np.random.default_rng(seed)
    films = make_films(rng)
    with write_text(folder / "movielens/movies.csv.xz") as file:
        table = csv.writer(file)
        table.writerow(["movieId", "title", "genres"])
        table.writerows((i + 1, film["raw"], film["listed"]) for i, film in enumerate(films))
    with write_text(folder / "movielens/ratings.csv.xz") as file:
        table = csv.writer(file)
        table.writerow(["uid", "movieId", "rating", "timestamp", "src"])
        table.writerows(make_ratings(films, rng))
    with write_text(folder / "films/wikipedia-films.jsonl.xz") as file:
        for film in films:
            if film["cast"]:
                known = {name: film[name] for name in ("title", "year", "cast")}
                known["genres"] = film["listed"].split("|")
                known["extract"] = f"{film['title']} is a {film['year']} film with {film['cast'][0]}."
                file.write(json.dumps(known, ensure_ascii=False) + "\n")
    for name, separator in (("reviews", " "), ("dialogues", "\nB: ")):
        with write_text(folder / f"text/{name}.txt.xz") as file:
            for _ in range(400):
                film = films[int(rng.integers(len(films)))]
                sentences = [f"{film['title']} is a film from {film['year']}.", *(f"{o}." for o in rng.permutation(OPINIONS)[:4])]
                file.write(("A: " if name == "dialogues" else "") + separator.join(sentences) + "\n\n")
    return folder


def make_films(rng: np.random.Generator) -> list[dict]:
    """Films 0 .. FILMS-1 will be warm, the next COLD ones cold; film i is of taste i % 4."""
    films, used = [], set()
    for i in range(FILMS + COLD):
        taste = i % len(TASTES)
        genres, (before, after) = list(TASTES.items())[taste]
        if i < len(NAMED):
            raw, listed, cast = NAMED[i]
            title, year = {"Matrix, The (1999)": "The Matrix"}.get(raw, raw.split(" (")[0]), int(raw[-5:-1])
        else:
            title = ""
            while not title or title in used:
                words = (rng.choice(before.split()), rng.choice(after.split()))
                title = ("The " if rng.random() < 0.3 else "") + " ".join(words) + (" II" if rng.random() < 0.15 else "")
            year = int(rng.integers(1950, 2024))
            raw = f"{title[4:]}, The ({year})" if title.startswith("The ") else f"{title} ({year})"
            listed = "|".join(genres)
            cast = [f"{rng.choice(FIRST)} {rng.choice(LAST)}" for _ in range(3)] if i >= FILMS or rng.random() < 0.7 else []
        used.add(title)
        films.append({"raw": raw, "title": title, "year": year, "listed": listed, "cast": cast, "taste": taste})
    return films


def make_ratings(films: list[dict], rng: np.random.Generator) -> list[tuple]:
    """(uid, movieId, rating, timestamp, src): 8 to 20 films a user, most of them from the user's taste, favourites more often."""
    rows = []
    weight = 1 / np.sqrt(1 + np.arange(FILMS) // len(TASTES))
    for user in range(USERS):
        own = np.array([film["taste"] == user % len(TASTES) for film in films[:FILMS]])
        chance = weight * np.where(own, 20.0, 1.0)
        chosen = rng.choice(FILMS, int(rng.integers(8, 21)), replace=False, p=chance / chance.sum())
        rows += [(user + 1, int(film) + 1, 4.0, 1_000_000_000 + 100_000 * user + 60 * (n // 2), "toy") for n, film in enumerate(chosen)]
    rows += [(user + 1, FILMS + 1 + user % COLD, 3.0, 1_100_000_000, "toy") for user in range(2 * COLD)]  # too few for the 5-core
    return rows
