"""Sentences and questions about films, made of facts: no user interactions."""

from __future__ import annotations

import random
from typing import NamedTuple, Sequence

from ..data.movielens import Film
from ..lessons.genre_questions import enumerate_words


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
