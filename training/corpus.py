"""What opt-mini reads: English text, and statements and questions about films made of facts. No user interactions.

The result is one stream of token ids (documents end with </s>), cached in the work folder as corpus.npy. The genre questions are
drawn during training from the films' facts.
"""

from __future__ import annotations

import lzma
import random
import re
from pathlib import Path
from typing import Iterator, NamedTuple, Sequence

import numpy as np

from . import films as film_facts
from . import tokenizer as bpe
from .films import Film
from .presets import Preset

CHUNK = 2000  # characters of a document; longer ones are read from their beginning


def clean(text: str) -> str:
    text = re.sub(r"<br\s*/?>", " ", text)
    text = re.sub(r"\(\s*[;,]?\s*\)|\"\"", "", text)
    return re.sub(r"[ \t]{2,}", " ", text).strip()


def documents(data: Path, name: str, characters: int) -> Iterator[str]:
    """Documents of text/<name>.txt.xz up to a number of characters, evenly spread over the file."""
    path = data / "text" / f"{name}.txt.xz"
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: --data needs the folder that docs/ARCHITECTURE.md describes.")
    with lzma.open(path, "rt", encoding="utf-8") as file:
        paragraphs = file.read().split("\n\n")
    if name == "encyclopedia":  # a title stands alone before its article
        paragraphs = [p for p in paragraphs if len(p) > 200]
    total = sum(min(len(p), CHUNK) for p in paragraphs)
    step = max(1.0, total / max(1, characters))
    taken, position = 0, 0.0
    while position < len(paragraphs) and taken < characters:
        text = clean(paragraphs[int(position)][:CHUNK])
        position += step
        if len(text) > 20:
            taken += len(text)
            yield text


def sizes(data: Path, preset: Preset) -> dict[str, int]:
    """Characters to take from each text that the folder has; what the publishers offer for download lacks some (publishers.py)."""
    return {name: characters for name, characters in preset.corpus.characters.items() if (data / "text" / f"{name}.txt.xz").exists()}


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


def stream(data: Path, preset: Preset, films: Sequence[Film], seed: int) -> Iterator[str]:
    rng = random.Random(seed)
    mix = [text for name, characters in sizes(data, preset).items() for text in documents(data, name, characters)]
    extracts = [f'"{film.title}" ({film.year}). {clean(film.extract)}' for film in films if film.extract]
    mix += rng.sample(extracts, min(preset.corpus.extracts, len(extracts)))
    known = [film for film in films if film.genres]
    for _ in range(preset.corpus.fact_passes):
        rng.shuffle(known)
        facts = [statement(film, rng) for film in known if film.cast or rng.random() < 0.4]
        facts += [str(choice(known, rng)) for _ in range(len(facts) // 4)] if len(known) > 3 else []
        rng.shuffle(facts)
        mix += [" ".join(facts[i : i + 8]) for i in range(0, len(facts), 8)]
    rng.shuffle(mix)
    yield from mix


def tokenizer_texts(data: Path, preset: Preset, films: Sequence[Film]) -> Iterator[str]:
    taken = sizes(data, preset)
    share = preset.corpus.tokenizer_characters / max(1, sum(taken.values()))
    for name, characters in taken.items():
        yield from documents(data, name, int(characters * min(1.0, share)))
    for _ in range(preset.corpus.title_weight):
        for film in films:
            yield film.title
            yield f' "{film.title}"'


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
        self.films = [film for film in films if film.genres and set(film.genres) <= set(film_facts.GENRE_WORDS.values())]
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


def prepare(work: Path, data: Path, preset: Preset, seed: int, log=print) -> tuple[object, np.ndarray, list[Film]]:
    """(tokenizer, token stream uint16 [n], films); the first two are cached in the work folder."""
    films = film_facts.load(data)
    folder = work / "tokenizer"
    if not (folder / "tokenizer.json").exists():
        bpe.save(bpe.train(tokenizer_texts(data, preset, films), preset.language_model.vocab), folder)
        log(f"tokenizer: {preset.language_model.vocab} tokens")
    tokenizer = bpe.load(folder)
    cache = work / "corpus.npy"
    if not cache.exists():
        ids: list[np.ndarray] = []
        batch: list[str] = []

        def flush() -> None:
            for encoding in tokenizer.encode_batch(batch, add_special_tokens=False):
                ids.append(np.asarray([*encoding.ids, bpe.BOS], dtype=np.uint16))
            batch.clear()

        for text in stream(data, preset, films, seed):
            batch.append(text)
            if len(batch) == 1000:
                flush()
        flush()
        np.save(cache, np.concatenate(ids))
    tokens = np.load(cache, mmap_mode="r")
    log(f"corpus: {len(tokens):,} tokens")
    return tokenizer, tokens, films
