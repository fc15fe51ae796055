"""Prompts that ask for a sentence, on histories made up of facts alone: several films that share a fact, the rest at random."""

from __future__ import annotations

import random
import re
from itertools import accumulate
from typing import NamedTuple, Sequence

from ..facts.facts import Facts
from ..prompts.prompt import Prompt, PromptBuilder
from .fact_words import COUNTRY, DECADE, DIRECTOR, GENRE, SERIES, SUBGENRE, Clause, Vocabulary, Word, clause
from .sentences import PLAIN, reason, taste

ANCHORS = {SERIES: 0.14, DIRECTOR: 0.2, SUBGENRE: 0.24, COUNTRY: 0.18, DECADE: 0.08, GENRE: 0.16}  # how often a fact of a kind is what a history shares
QUOTE = '"'
PLAIN_WEIGHT, FACT_WEIGHT, TITLE_WEIGHT = 1.0, 4.0, 3.0  # of a sentence's tokens in the loss: a title's first token decides which it is
MIXED_SHARE = 0.3  # of the histories have little in common by design
FEWEST = 3  # films of a fact that a history may be made of


class Question(NamedTuple):
    kind: str  # 'taste' or 'reason'
    history: list[int]  # rows of the films
    recommended: list[int]  # the one row that a reason is asked of
    sentence: str


class Shared(NamedTuple):
    """Facts of a kind: the films of each, and how often the facts up to it are drawn."""

    films: list[list[int]]
    upto: list[float]


class SentenceQuestions:
    """films: of which histories are drawn. Only facts are used."""

    def __init__(self, films: Sequence[Facts], builder: PromptBuilder, seed: int):
        self.rng = random.Random(seed)
        self.builder = builder
        vocabulary = Vocabulary.of(builder.template)
        self.films = [film for film in films if not film.adult and QUOTE not in film.title and builder.title(film.title)]
        self.words = [vocabulary.words(film) for film in self.films]
        of_word: dict[Word, list[int]] = {}
        for row, words in enumerate(self.words):
            for word in words:
                of_word.setdefault(word, []).append(row)
        shared = {kind: [rows for word, rows in of_word.items() if word.kind == kind and len(rows) >= FEWEST] for kind in ANCHORS}
        self.shared = {kind: Shared(listed, list(accumulate(len(rows) ** 0.5 for rows in listed))) for kind, listed in shared.items() if listed}
        self.told = [row for row, words in enumerate(self.words) if len(words) > 2]
        self.known = [row for row in self.told if self.films[row].id] or self.told
        self._known = set(self.known)
        self._clauses: dict[int, Clause] = {}
        self._pieces: dict[str, list[int]] = {}

    def clause(self, row: int) -> Clause:
        if row not in self._clauses:
            template = self.builder.template
            self._clauses[row] = clause(self.words[row], self.builder.encode, template["maxFactTokens"], template["unknownFacts"])
        return self._clauses[row]

    def genres(self, row: int) -> list[str]:
        """Of the words of a film's clause."""
        return [word.name for word in self.clause(row).words if word.kind == GENRE]

    def _anchor(self) -> list[int]:
        """Films that share a fact. Common facts are drawn as their films are many, so that series and national cinemas of all sizes come."""
        kind = self.rng.choices(list(self.shared), [ANCHORS[kind] for kind in self.shared])[0]
        listed = self.shared[kind]
        return self.rng.choices(listed.films, cum_weights=listed.upto)[0]

    def _pick(self, pool: Sequence[int]) -> int:
        """A film, rather one that MovieLens lists: these are what people choose from, and most is known of them."""
        row = self.rng.choice(pool)
        for _ in range(2):
            if row not in self._known:
                row = self.rng.choice(pool)
        return row

    def _history(self, longest: int) -> tuple[list[int], list[list[int]]]:
        """Rows, and the films of the facts that they were drawn by: of one fact, of two, or, as most people's, of all kinds."""
        rng = self.rng
        anchors = [self._anchor() for _ in range(rng.choice((1, 2, 2)))]
        mixed = rng.random() < MIXED_SHARE
        chances = [rng.uniform(0.0, 0.3), rng.uniform(0.0, 0.3)] if mixed else [rng.uniform(0.3, 1.0), rng.uniform(0.1, 1.0)]
        rows: list[int] = []
        for _ in range(rng.randint(1, longest)):
            row = self._pick(next((rows_of for rows_of, chance in zip(anchors, chances) if rng.random() < chance), self.told))
            if row not in rows:
                rows.append(row)
        return rows, anchors

    def draw(self, longest: int) -> Question:
        """longest: films of a history, at most."""
        rng = self.rng
        history, anchors = self._history(longest)
        while not any(self.clause(row).words for row in history):  # of nothing known nothing can be said
            history, anchors = self._history(longest)
        titles = [self.films[row].title for row in history]
        words = [self.clause(row).words for row in history]
        if rng.random() < 0.5:
            return Question("taste", history, [], taste(titles, words, rng))
        row = self._pick(rng.choice(anchors) if rng.random() < 0.75 else self.told)
        while row in history or not self.clause(row).words:
            row = self._pick(self.told)
        return Question("reason", history, [row], reason(titles, words, self.clause(row).words, rng))

    def prompt(self, question: Question) -> tuple[Prompt, list[int], list[float]]:
        """The prompt, the ids of the sentence behind it, the end of the text included, and what each counts. Titles in it are cut as the prompt cuts
        them, and tokenised alone as there."""
        listed = [[self.builder.title(self.films[row].title) for row in rows] for rows in (question.history, question.recommended)]
        facts = [[self.clause(row).ids for row in rows] for rows in (question.history, question.recommended)]
        prompt = self.builder.build(question.kind, listed[0], listed[1], facts=(facts[0], facts[1]))
        return prompt, *self.answer(question)

    def answer(self, question: Question) -> tuple[list[int], list[float]]:
        """Ids of the sentence, and what each counts in the loss: what is claimed more than how it is put."""
        pieces = f" {question.sentence}".split(QUOTE)
        ids: list[int] = []
        weights: list[float] = []
        for at, piece in enumerate(pieces):
            if at % 2:  # a title, between its quotation marks
                title = self.builder.title(piece)
                ids += title
                weights += [TITLE_WEIGHT, *[PLAIN_WEIGHT] * (len(title) - 1)]
                continue
            for text in re.findall(r" ?[^ ]+| ", f"{QUOTE if at else ''}{piece}{QUOTE if at + 1 < len(pieces) else ''}"):
                tokens = self._piece(text)
                ids += tokens
                weights += [PLAIN_WEIGHT if PLAIN.issuperset(re.findall(r"\w+", text)) else FACT_WEIGHT] * len(tokens)
        return [*ids, self.builder.bos], [*weights, PLAIN_WEIGHT]

    def _piece(self, text: str) -> list[int]:
        """A word with the space before it, and what stands behind it: the tokenizer parts texts there."""
        if text not in self._pieces:
            self._pieces[text] = list(self.builder.encode(text))
        return self._pieces[text]
