"""A step's lessons: soft-token retrieval, text, genre questions and sentences about a taste, as padded batches."""

from __future__ import annotations

import dataclasses
from typing import NamedTuple, Sequence

import numpy as np
import torch
import torch.nn.functional as F

from ..data.movielens import GENRES, Film
from ..facts.facts import Facts
from ..prompts.blocks import Layout
from ..prompts.curriculum import Difficulty
from ..prompts.prompt import Prompt, batch_of
from ..prompts.synthetic import RetrievalBatch, RetrievalTask, World, unit
from ..settings import Pretraining
from ..words.questions import SentenceQuestions
from .genre_questions import GenreQuestions, genre_shares


class Answers(NamedTuple):
    """b prompts with their answers, padded on the right to s positions; n soft tokens; a tokens of answers."""

    prompts: tuple[torch.Tensor, Layout]
    soft_at: tuple[torch.Tensor, torch.Tensor]  # rows [n], positions [n]
    soft: torch.Tensor  # [n, k] in the basis of soft tokens
    genres: torch.Tensor  # [n, genres] what they carry beside it, along the genres' directions
    answer_at: tuple[torch.Tensor, torch.Tensor]  # rows [a], positions [a] whose next token is answer_ids
    answer_ids: torch.Tensor  # [a]
    weight: torch.Tensor  # [a] in the loss


class Lesson(NamedTuple):
    """All micro-batches of a step."""

    retrieval: list[RetrievalBatch]
    text: torch.Tensor  # [b, s] ids
    genre: Answers
    sentence: Answers


class Lessons:
    """The streams that a run reads. They are seeded by the step it starts from, and by the process that draws: a resumed run does not repeat what it has
    read, and no process what another has."""

    def __init__(
        self,
        worlds: list[World],
        tokens: np.ndarray,
        films: Sequence[Film],
        known: Sequence[Facts],
        numbers: Pretraining,
        dimensions: int,
        seed: int,
        step: int = 0,
    ):
        """worlds: of which the first is the films'; tokens: of the text; dimensions: k of the basis of soft tokens."""
        self.tokens, self.numbers, self.dimensions, self.builder = tokens, numbers, dimensions, worlds[0].builder
        self.questions = GenreQuestions(films, seed, numbers.genre_films)
        self.sentences = SentenceQuestions(known, self.builder, seed)
        self.task = RetrievalTask(worlds, numbers, dimensions, seed)
        self._seeds = seed, step
        self.begin(0)

    def begin(self, worker: int) -> None:
        """Seeds everything that is drawn. worker: number of the process"""
        states = [int(state) for state in np.random.SeedSequence((*self._seeds, worker)).generate_state(5)]
        self.rng, self.generator = np.random.default_rng(states[0]), torch.Generator().manual_seed(states[1])
        self.questions.rng.seed(states[2])
        self.sentences.rng.seed(states[3])
        self.task.begin(states[4])

    def draw(self, share: float) -> Lesson:
        """share: of the run that is done"""
        numbers = settled(self.numbers, share)
        difficulty = Difficulty.at(share, numbers, self.task.longest)
        return Lesson(
            retrieval=[self.task.batch(numbers.retrieval_batch, difficulty) for _ in range(numbers.retrieval_batches)],
            text=self._text(),
            genre=self._genre(numbers.genre_batch),
            sentence=self._sentences(numbers.sentence_batch),
        )

    def _text(self) -> torch.Tensor:
        length = self.numbers.text_length
        starts = self.rng.integers(0, len(self.tokens) - length - 1, self.numbers.text_batch)
        return torch.from_numpy(np.stack([self.tokens[s : s + length] for s in starts]).astype(np.int64))

    def _genre(self, size: int) -> Answers:
        """The product's genre prompt. A film's soft token is a random vector, in most prompts plus its genres' directions, so that the model answers from
        titles and from soft tokens; the user's carries those of all that was watched in half of the prompts."""
        builder, made = self.builder, AnswersMade(self)
        for _ in range(size):
            question = self.questions.draw(self.numbers.history)
            of_films, of_user = max(0.0, float(self.rng.uniform(-0.3, 1.5))), max(0.0, float(self.rng.uniform(-1.0, 1.0)))
            prompt = builder.build("genre", [builder.title(film.title) for film in question.history])
            films = of_films * genre_shares([film.genres for film in question.history], GENRES)
            marks = [of_user * question.taste if slot.kind == "user" else films[slot.index] for slot in prompt.slots]
            ending = [*builder.piece(question.answer), *builder.piece(builder.template["genreEnd"])]
            made.add(prompt, marks, ending, [1.0] * len(ending))
        return made.batch()

    def _sentences(self, size: int) -> Answers:
        """The product's taste and reason prompts. Soft tokens are random vectors with the films' genres, the user's with those of them all: a sentence is made
        of the facts that stand beside the titles."""
        made = AnswersMade(self)
        for _ in range(size):
            question = self.sentences.draw(self.numbers.history)
            prompt, ending, weights = self.sentences.prompt(question)
            strength = float(self.rng.random())
            films = {
                kind: strength * genre_shares([self.sentences.genres(row) for row in rows], GENRES)
                for kind, rows in (("history", question.history), ("candidate", question.recommended))
                if rows
            }
            user = F.normalize(films["history"].sum(0), dim=0) * float(self.rng.random())
            made.add(prompt, [films[slot.kind][slot.index] if slot.kind in films else user for slot in prompt.slots], ending, weights)
        return made.batch()


class AnswersMade:
    """Prompts with their answers, one after the other, until they are a batch."""

    def __init__(self, lessons: Lessons):
        self.lessons = lessons
        self.prompts: list[Prompt] = []
        self.slots: list[tuple[int, int]] = []
        self.marks: list[torch.Tensor] = []
        self.answers: list[tuple[int, int, int]] = []
        self.weights: list[float] = []

    def add(self, prompt: Prompt, marks: Sequence[torch.Tensor], ending: Sequence[int], weights: Sequence[float]) -> None:
        """marks: [genres] of every slot; weights: of every token of the ending"""
        row = len(self.prompts)
        self.slots += [(row, slot.position) for slot in prompt.slots]
        self.marks += marks
        self.answers += [(row, len(prompt.ids) + k - 1, token) for k, token in enumerate(ending)]
        self.weights += weights
        prompt.append(ending)
        self.prompts.append(prompt)

    def batch(self) -> Answers:
        generator, n = self.lessons.generator, len(self.slots)
        soft = unit(torch.randn(n, self.lessons.dimensions, generator=generator)) * torch.exp(0.25 * torch.randn(n, 1, generator=generator))
        soft_rows, soft_positions = torch.tensor(self.slots).T
        rows, positions, ids = torch.tensor(self.answers).T
        return Answers(
            batch_of(self.prompts, self.lessons.builder.placeholder),
            (soft_rows, soft_positions),
            soft,
            torch.stack(self.marks),
            (rows, positions),
            ids,
            torch.tensor(self.weights),
        )


def settled(numbers: Pretraining, share: float) -> Pretraining:
    """The numbers of a step. share: of the run"""
    if share < numbers.settles_from:
        return numbers
    return dataclasses.replace(numbers, retrieval_batches=numbers.settled_retrieval_batches, sentence_batch=numbers.settled_sentence_batch)
