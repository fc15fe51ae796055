"""Prompts that ask for a sentence, on histories made up of facts alone: several films that share a fact, the rest at random."""

from __future__ import annotations

import random
from typing import NamedTuple, Sequence

from ..facts.facts import Facts
from ..prompts.prompt import Prompt, PromptBuilder
from .fact_words import COUNTRY, DECADE, DIRECTOR, GENRE, SERIES, SUBGENRE, Clause, Vocabulary, Word, clause
from .sentences import reason, taste

ANCHORS = {SERIES: 0.14, DIRECTOR: 0.2, SUBGENRE: 0.24, COUNTRY: 0.18, DECADE: 0.08, GENRE: 0.16}  # how often a fact of a kind is what a history shares
QUOTE = '"'
FEWEST = 3  # films of a fact that a history may be made of


class Question(NamedTuple):
    kind: str  # 'taste' or 'reason'
    history: list[int]  # rows of the films
    recommended: list[int]  # the one row that a reason is asked of
    sentence: str


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
        self.shared = {kind: [(word, rows) for word, rows in of_word.items() if word.kind == kind and len(rows) >= FEWEST] for kind in ANCHORS}
        self.told = [row for row, words in enumerate(self.words) if len(words) > 2]
        self._clauses: dict[int, Clause] = {}

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
        kinds = [kind for kind in ANCHORS if self.shared[kind]]
        kind = self.rng.choices(kinds, [ANCHORS[kind] for kind in kinds])[0]
        listed = self.shared[kind]
        return self.rng.choices(listed, [len(rows) ** 0.5 for _, rows in listed])[0][1]

    def _history(self, longest: int) -> tuple[list[int], list[list[int]]]:
        """Rows, and the films of the facts that they were drawn by."""
        rng = self.rng
        anchors = [self._anchor() for _ in range(rng.choice((1, 2, 2)))]
        chances = [rng.uniform(0.2, 0.9), rng.uniform(0.1, 0.5)]
        rows: list[int] = []
        for _ in range(rng.randint(1, longest)):
            pool = next((rows_of for rows_of, chance in zip(anchors, chances) if rng.random() < chance), self.told)
            row = rng.choice(pool)
            if row not in rows:
                rows.append(row)
        return rows, anchors

    def draw(self, longest: int) -> Question:
        rng = self.rng
        history, anchors = self._history(longest)
        titles = [self.films[row].title for row in history]
        words = [self.clause(row).words for row in history]
        if rng.random() < 0.5:
            return Question("taste", history, [], taste(titles, words, rng))
        open_ = [row for row in rng.choice(anchors) if row not in history] if rng.random() < 0.75 else []
        row = rng.choice(open_ or self.told)
        return Question("reason", history, [row], reason(titles, words, self.clause(row).words, rng))

    def prompt(self, question: Question) -> tuple[Prompt, list[int]]:
        """The prompt and the ids of the sentence behind it, the end of the text included. Titles in it are cut as the prompt cuts them, and tokenised alone as there."""
        listed = [[self.builder.title(self.films[row].title) for row in rows] for rows in (question.history, question.recommended)]
        facts = [[self.clause(row).ids for row in rows] for rows in (question.history, question.recommended)]
        prompt = self.builder.build(question.kind, listed[0], listed[1], facts=(facts[0], facts[1]))
        return prompt, self.answer(question)

    def answer(self, question: Question) -> list[int]:
        pieces = f" {question.sentence}".split(QUOTE)
        ids: list[int] = []
        for at, piece in enumerate(pieces):
            if at % 2:  # a title, between its quotation marks
                ids += self.builder.title(piece)
            else:
                ids += self.builder.encode(f"{QUOTE if at else ''}{piece}{QUOTE if at + 1 < len(pieces) else ''}")
        return [*ids, self.builder.bos]
