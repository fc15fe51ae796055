"""Sentences made of facts, in many phrasings: what a history has in common, and why a film follows it. opt-mini learns to write them.

What a sentence says is chosen by how many films of the history share it and by how much it tells: a director more than a decade. Which films it names, and how it
is put, are drawn. Films of a prompt have no order (blocks.py), so that nothing here depends on one.
"""

from __future__ import annotations

import math
import random
import re
from typing import Mapping, NamedTuple, Sequence

from .fact_words import COUNTRY, DECADE, DIRECTOR, GENRE, SERIES, SUBGENRE, Word, film_of

Films = Mapping[Word, frozenset[int]]  # which films of the history a word is true of

TELLS = {SERIES: 3.2, DIRECTOR: 2.6, SUBGENRE: 1.6, COUNTRY: 1.5, DECADE: 0.8, GENRE: 1.0}  # how much a word of a kind says about a taste
USUAL = {"American": 0.2, "British": 0.7, "drama": 0.6, "comedy": 0.9}  # less, for what most histories share
NAMES = 1 / 3  # of the films of a taste share a director or a series at least: names are many, and two films in ten are no taste
SAME = 0.7  # of the films of a claim share its second word too

OPENINGS = ("You like", "You love", "You are drawn to", "You keep coming back to", "Your taste runs to", "You have a weakness for", "You enjoy", "You go for", "You are at home with")  # fmt: skip
THEN = (", and you also like", ", and you have time for", ". You also enjoy", ". Beside that you like", ", and then there are", ". You also have an eye for")
SHOWN = (" such as {}", ", like {}", ", as {} show", ": {}", ", for instance {}")
ONE_SHOWN = (" such as {}", ", like {}", ", as {} shows", ": {}", ", for instance {}")
MIXED = ("You watch a bit of everything: {}", "You like to mix: {}", "No two of your films are alike: {}", "Your taste is wide: {}")
REASONS = (
    "It is {a}, like {films}.",
    "You watched {films}, and this is {a} too.",
    "It is {a}, and so {verb} {films}.",
    "After {films}, here is another {one}.",
    "Like {films}, it is {a}.",
    "This is {a}, which {films} {verb} too.",
)
NEW = ("It is {a}, something new for you.", "This is {a}, unlike what you have watched.", "It is {a}, a change for you.")

PLAIN = frozenset(re.findall(r"\w+", " ".join((*OPENINGS, *THEN, *SHOWN, *ONE_SHOWN, *MIXED, *REASONS, *NEW, "film films of the by series an are"))))


class Claim(NamedTuple):
    words: tuple[Word, ...]  # of different kinds, one or two
    films: frozenset[int]  # that all of them are true of


def weight(word: Word) -> float:
    return TELLS[word.kind] * USUAL.get(word.name, 1.0)


def films_by_word(history: Sequence[Sequence[Word]]) -> dict[Word, frozenset[int]]:
    found: dict[Word, set[int]] = {}
    for index, words in enumerate(history):
        for word in words:
            found.setdefault(word, set()).add(index)
    return {word: frozenset(films) for word, films in found.items()}


def slot(word: Word) -> str:
    """Words of one slot exclude each other in a noun phrase."""
    return SUBGENRE if word.kind == GENRE else word.kind


def extended(word: Word, films: Films, least: int) -> Claim:
    """With a second word that most films of the first share."""
    own = films[word]
    needed = max(least, math.ceil(SAME * len(own)))
    if word.kind in (SERIES, DIRECTOR):
        return Claim((word,), own)  # says enough
    others = [
        (weight(other) * len(own & shared), other)
        for other, shared in films.items()
        if slot(other) != slot(word) and other.kind not in (SERIES, DIRECTOR) and weight(other) >= 0.5 and len(own & shared) >= needed
    ]
    if not others:
        return Claim((word,), own)
    second = max(others, key=lambda pair: pair[0])[1]
    return Claim((word, second), own & films[second])


def claims(history: Sequence[Sequence[Word]]) -> list[Claim]:
    """What is true of several films of the history (of the one, where there is one), the most telling first: none, one or two. The second is true of
    several that the first is not true of."""
    least = min(2, len(history))
    named_least = max(least, math.ceil(NAMES * len(history)))
    films = {word: shared for word, shared in films_by_word(history).items() if len(shared) >= (named_least if word.kind in (SERIES, DIRECTOR) else least)}
    found: list[Claim] = []
    for _ in range(2):
        told = frozenset().union(*(claim.films for claim in found))
        said = {slot(word) for claim in found for word in claim.words if word.kind in (COUNTRY, DECADE)} if found else set()
        open_ = [
            (weight(word) * len(shared - told), word)
            for word, shared in films.items()
            if len(shared - told) >= least and not (found and (word in found[0].words or slot(word) in said))
        ]
        if not open_:
            break
        best = max(score for score, _ in open_)
        found.append(extended(next(word for score, word in open_ if score == best), films, least))
    return found


def phrase(words: Sequence[Word], many: bool) -> str:
    """A noun phrase: 'South Korean thrillers', 'westerns of the 1960s', 'films by Jane Campion', 'film of the Rocky series'."""
    by_slot = {slot(word): word.name for word in words}
    text = film_of(by_slot[SUBGENRE], many) if SUBGENRE in by_slot else "films" if many else "film"
    if COUNTRY in by_slot:
        text = f"{by_slot[COUNTRY]} {text}"
    if DIRECTOR in by_slot:
        text += f" by {by_slot[DIRECTOR]}"
    if SERIES in by_slot:
        text += f" of the {re.sub(r'^(?:The|An?) ', '', by_slot[SERIES])} series"
    if DECADE in by_slot:
        text += f" of the {by_slot[DECADE]}"
    return text


def article(text: str) -> str:
    return f"{'an' if text[0] in 'aeiouAEIO' else 'a'} {text}"


def quoted(titles: Sequence[str]) -> str:
    return " and ".join(f'"{title}"' for title in titles)


def named(films: frozenset[int], rng: random.Random) -> list[int]:
    """One or two of them."""
    listed = rng.sample(sorted(films), min(len(films), 2))
    return listed[:1] if len(listed) > 1 and rng.random() < 0.2 else listed


def shown(claim: Claim, titles: Sequence[str], told: frozenset[int], rng: random.Random) -> str:
    """A claim with films that it is true of, those that the sentence has not spoken of where there are any."""
    films = named(claim.films - told or claim.films, rng)
    form = rng.choice(SHOWN if len(films) > 1 else ONE_SHOWN)
    return phrase(claim.words, many=True) + form.format(quoted([titles[index] for index in films]))


def taste(titles: Sequence[str], history: Sequence[Sequence[Word]], rng: random.Random) -> str:
    """What a history is made of. titles, history: of each film, the words of its clause."""
    found = claims(history)
    if not found:
        words = [word for words in history for word in words]
        kinds = [word for word in words if word.kind == GENRE] or words
        drawn = list(dict.fromkeys(phrase([word], many=True) for word in rng.sample(kinds, len(kinds))))[:3]
        what = f"{', '.join(drawn[:-1])} and {drawn[-1]}" if len(drawn) > 1 else drawn[0] if drawn else quoted([rng.choice(list(titles))])
        return rng.choice(MIXED).format(what) + "."
    text = f"{rng.choice(OPENINGS)} {shown(found[0], titles, frozenset(), rng)}"
    if len(found) > 1:
        text += f"{rng.choice(THEN)} {shown(found[1], titles, found[0].films, rng)}"
    return text + "."


def reason(titles: Sequence[str], history: Sequence[Sequence[Word]], film: Sequence[Word], rng: random.Random) -> str:
    """Why a film follows a history: what it shares with films of it, else what it is."""
    films = {word: shared for word, shared in films_by_word(history).items() if word in film}
    if not films or max(map(weight, films)) < 0.5:
        own = sorted((word for word in film if word not in films), key=weight, reverse=True)[:1] or list(film[:1])
        return rng.choice(NEW).format(a=article(phrase(own, many=False)))
    best = max(weight(word) * (1 + 0.3 * len(shared)) for word, shared in films.items())
    word = next(word for word, shared in films.items() if weight(word) * (1 + 0.3 * len(shared)) == best)
    claim = extended(word, films, 1)
    listed = named(claim.films, rng)
    one = phrase(claim.words, many=False)
    return rng.choice(REASONS).format(a=article(one), one=one, films=quoted([titles[index] for index in listed]), verb="are" if len(listed) > 1 else "is")
