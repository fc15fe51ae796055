"""What the frozen language model knows of films by itself: multiple-choice questions about facts, as its pre-training had them.

Each names four films at most, of which one has the genre, the star or the year. The films are in the corpus, this very question hardly ever.
"""

from __future__ import annotations

import random
from pathlib import Path

import torch
from transformers import OPTForCausalLM

from ..data.movielens import load_films
from ..language_model.film_facts import Choice, choice
from ..language_model.opt_folder import load_frozen
from ..language_model.ranking import rank
from ..prompts.prompt import PromptBuilder, text_prompt

BATCH = 16


def ask(model: OPTForCausalLM, builder: PromptBuilder, questions: list[Choice]) -> list[int]:
    """The title that the model takes to be right, an index into each question's titles: the most probable one on the trie of them all."""
    chosen: list[int] = []
    for start in range(0, len(questions), BATCH):
        part = questions[start : start + BATCH]
        prompts = [text_prompt([builder.bos, *builder.piece(question.question)]) for question in part]
        answers = [[builder.answer(builder.title(title)) for title in question.titles] for question in part]
        chosen += [int(scores.argmax()) for scores in rank(model, prompts, [torch.zeros(0)] * len(part), answers)]
    return chosen


def measure(questions: list[Choice], chosen: list[int]) -> dict[str, dict]:
    """kind -> questions, share answered right, and the share that guessing gets."""
    found = {}
    for kind in sorted({question.kind for question in questions}):
        own = [(question, answer) for question, answer in zip(questions, chosen) if question.kind == kind]
        found[kind] = {
            "questions": len(own),
            "right": round(sum(question.right == answer for question, answer in own) / len(own), 3),
            "chance": round(sum(1 / len(question.titles) for question, _ in own) / len(own), 3),
        }
    return found


def run(work: Path, data: Path, *, count: int = 1000, known: int = 2000, seed: int = 1) -> dict[str, dict]:
    """known: films with the longest articles, of which the questions are. -> kind -> numbers, of `measure`"""
    model, builder = load_frozen(work)
    films = [film for part in load_films(data) for film in part if film.genres and film.cast]
    films = sorted(films, key=lambda film: -len(film.extract))[:known]
    rng = random.Random(seed)
    questions = [asked for asked in (choice(films, rng) for _ in range(count)) if len(asked.titles) > 1]
    return measure(questions, ask(model, builder, questions))
