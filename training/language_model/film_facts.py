"""Sentences and questions about films, made of facts: no user interactions."""

from __future__ import annotations

import random
from typing import NamedTuple, Sequence

from ..data.movielens import GENRES, Film


def enumerate_words(words: Sequence[str]) -> str:
    """['drama', 'comedy', 'crime'] -> 'drama, comedy and crime'"""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def statement(film: Film, rng: random.Random) -> str:
    """One of several ways to state a film's facts."""
    genres, year = enumerate_words(film.genres[:3]) if film.genres else "", film.year
    forms = []
    if genres:
        forms += [
            f'The genres of "{film.title}" are {genres}.',
            f'Question: What genre is "{film.title}"? Answer: {genres}.',
            f'A person who has watched "{film.title}" likes {genres}.',
        ]
    if genres and year:
        forms.append(f'"{film.title}" ({year}) is a film of the genres {genres}.')
        forms.append(f'Question: Name the genres of "{film.title}". Answer: {genres}.')
    if film.cast:
        forms.append(f'Question: Who stars in "{film.title}"? Answer: {enumerate_words(film.cast[:3])}.')
        forms.append(f'"{film.title}" stars {enumerate_words(film.cast[:3])}.')
        if genres and year:
            forms.append(f'"{film.title}" is a {year} film with {enumerate_words(film.cast[:2])}. Its genres are {genres}.')
    if year:
        forms.append(f'Question: When did "{film.title}" come out? Answer: In {year}.')
    if year and not genres and not film.cast:
        forms.append(f'"{film.title}" is a film of {year}.')
    return rng.choice(forms) if forms else f'"{film.title}" is a film.'


class Choice(NamedTuple):
    """One film is right, the others are not, by the facts."""

    kind: str  # of fact: 'genre', 'star' or 'year'
    question: str  # up to the quotation mark that opens the answer
    titles: list[str]
    right: int  # index into titles

    def __str__(self) -> str:
        return f'{self.question}{self.titles[self.right]}".'


def choice(films: Sequence[Film], rng: random.Random) -> Choice:
    """'Question: Which of these has the genre western: "A", "B", "C", "D"? Answer: "B".', or of an actor or a year."""
    right, *others = rng.sample(films, 4)
    genre = rng.choice(right.genres)
    kinds = [("genre", f"has the genre {genre}", [film for film in others if genre not in film.genres])]
    if right.cast:
        kinds.append(("star", f"stars {right.cast[0]}", [film for film in others if right.cast[0] not in film.cast]))
    if right.year:
        kinds.append(("year", f"is from {right.year}", [film for film in others if film.year != right.year]))
    kind, what, wrong = rng.choice(kinds)
    listed = [right, *wrong]
    rng.shuffle(listed)
    titles = ", ".join(f'"{film.title}"' for film in listed)
    return Choice(kind, f'Question: Which of these {what}: {titles}? Answer: "', [film.title for film in listed], listed.index(right))


def genre_answer(genres: Sequence[Sequence[str]]) -> str:
    """The most frequent of the films' genres, at most three, ties by first appearance: ' drama, comedy and crime'."""
    counts: dict[str, int] = {}
    for film in genres:
        for genre in film:
            counts[genre] = counts.get(genre, 0) + 1
    best = sorted(counts, key=lambda genre: -counts[genre])[:3]
    return " " + enumerate_words(best)


class GenreQuestions:
    """Random histories drawn by genre coherence: most films of one share a genre drawn at random. Only facts are used."""

    def __init__(self, films: Sequence[Film], seed: int, known: int = 2000):
        self.rng = random.Random(seed)
        self.films = [film for film in films if film.genres and set(film.genres) <= set(GENRES)]
        # A small model cannot remember all films. Long articles stand in for fame, since popularity would be user interactions.
        self.known = sorted(self.films, key=lambda film: -len(film.extract))[:known]
        self.by_genre: dict[str, list[Film]] = {}
        for film in self.known:
            for genre in film.genres:
                self.by_genre.setdefault(genre, []).append(film)

    def draw(self, longest: int) -> tuple[list[Film], str]:
        rng = self.rng
        tastes = rng.sample(sorted(self.by_genre), min(2, len(self.by_genre)))
        history = []
        for _ in range(1 if rng.random() < 0.5 else rng.randint(1, longest)):  # one film alone teaches its genres fastest
            chance = rng.random()
            pool = self.by_genre[tastes[0]] if chance < 0.5 else self.by_genre[tastes[-1]] if chance < 0.75 else self.known if chance < 0.9 else self.films
            history.append(rng.choice(pool))
        return history, genre_answer([film.genres for film in history])
