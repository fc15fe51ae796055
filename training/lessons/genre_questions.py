"""Which genres a history is made of: histories made up of facts alone, and the answer."""

from __future__ import annotations

import random
from typing import NamedTuple, Sequence

import torch
import torch.nn.functional as F

from ..data.movielens import GENRES, Film

# As many films have them: between equally frequent genres of a history the more common one is the better guess, and one that does not hang on an order of films.
COMMON = (
    "drama", "comedy", "action", "adventure", "thriller", "romance", "science fiction", "children's films", "horror", "fantasy", "crime", "animation",
    "musical", "mystery", "war", "western", "documentary", "film noir",
)  # fmt: skip
NAMED = 3  # genres of an answer, at most
LONGEST = 50  # films of a taste of which the question shows the last ones


def enumerate_words(words: Sequence[str]) -> str:
    """['drama', 'comedy', 'crime'] -> 'drama, comedy and crime'"""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def genre_answer(genres: Sequence[Sequence[str]]) -> str:
    """The most frequent of the films' genres, at most three, of equals the more common: ' drama, comedy and crime'."""
    counts: dict[str, int] = {}
    for film in genres:
        for genre in film:
            counts[genre] = counts.get(genre, 0) + 1
    best = sorted(counts, key=lambda genre: (-counts[genre], COMMON.index(genre) if genre in COMMON else len(COMMON)))[:NAMED]
    return " " + enumerate_words(best)


def genre_shares(films: Sequence[Sequence[str]], genres: Sequence[str]) -> torch.Tensor:
    """[films, genres] what each film carries along the genres' directions, of length 1 (0 for a film without genres). films: the genres of each (facts)"""
    return F.normalize(torch.tensor([[float(genre in own) for genre in genres] for own in films]), dim=1)


class GenreQuestion(NamedTuple):
    history: list[Film]  # that the prompt shows
    taste: torch.Tensor  # [genres] of length 1: of all that was watched, with what the prompt does not show
    answer: str


class GenreQuestions:
    """Histories of up to two tastes and chance. The answer is that of all films watched, of which the prompt shows the last: what is usual fills in for
    what is not seen. Only facts are used."""

    def __init__(self, films: Sequence[Film], seed: int, known: int = 2000):
        self.rng = random.Random(seed)
        self.films = [film for film in films if film.genres and set(film.genres) <= set(GENRES)]
        # A small model cannot remember all films. Long articles stand in for fame, since popularity would be user interactions.
        self.known = sorted(self.films, key=lambda film: -len(film.extract))[:known]
        self.by_genre: dict[str, list[Film]] = {}
        for film in self.known:
            for genre in film.genres:
                self.by_genre.setdefault(genre, []).append(film)

    def _taste(self) -> list[Film]:
        """Films of a genre: of any one, or of one that as many films have."""
        genre = self.rng.choice(sorted(self.by_genre)) if self.rng.random() < 0.5 else self.rng.choice(self.rng.choice(self.known).genres)
        return self.by_genre[genre]

    def _length(self, longest: int) -> int:
        """Of all that was watched. One film alone teaches its genres fastest."""
        chance = self.rng.random()
        return 1 if chance < 0.3 else self.rng.randint(1, longest) if chance < 0.65 else self.rng.randint(longest, LONGEST)

    def draw(self, longest: int) -> GenreQuestion:
        """longest: films that the prompt shows, at most."""
        rng = self.rng
        tastes = self._taste(), self._taste()
        first = rng.uniform(0.0, 0.8)
        second = first + (0.9 - first) * rng.uniform(0.0, 0.7)
        watched = []
        for _ in range(self._length(longest)):
            chance = rng.random()
            pool = tastes[0] if chance < first else tastes[1] if chance < second else self.known if chance < 0.95 else self.films
            watched.append(rng.choice(pool))
        taste = F.normalize(genre_shares([film.genres for film in watched], GENRES).sum(0), dim=0)
        return GenreQuestion(watched[-longest:], taste, genre_answer([film.genres for film in watched]))
