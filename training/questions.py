"""What the frozen language model knows of films by itself: multiple-choice questions about facts, as its pre-training had them.

    python3 -m training.questions --work training/.work/tiny --data DIR [--count 1000]

Each names four films at most, of which one has the genre, the star or the year. The films are in the corpus, this very question hardly ever.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import torch

from . import films as film_facts
from . import opt_mini
from . import tokenizer as bpe
from .corpus import Choice, choice
from .prompt import Prompt, PromptBuilder, template_of
from .ranking import rank

BATCH = 16


def ask(model, builder: PromptBuilder, questions: list[Choice]) -> list[int]:
    """The title that the model takes to be right, an index into each question's titles: the most probable one on the trie of them all."""
    chosen: list[int] = []
    for start in range(0, len(questions), BATCH):
        part = questions[start : start + BATCH]
        prompts = [Prompt([builder.bos, *builder.piece(question.question)], []) for question in part]
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


def main() -> None:
    parser = argparse.ArgumentParser(prog="python3 -m training.questions", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--work", type=Path, required=True, help="a work folder with opt/")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--known", type=int, default=2000, help="films with the longest articles, of which the questions are (default 2000)")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    model = opt_mini.load(given.work / "opt").eval()
    builder = PromptBuilder(bpe.encoder(bpe.load(given.work / "opt")), bos=model.config.bos_token_id, placeholder=model.config.pad_token_id, template=template_of(given.work))
    films = [film for film in film_facts.load(given.data) if film.genres and film.cast]
    films = sorted(films, key=lambda film: -len(film.extract))[: given.known]
    rng = random.Random(given.seed)
    questions = [asked for asked in (choice(films, rng) for _ in range(given.count)) if len(asked.titles) > 1]
    for kind, numbers in measure(questions, ask(model, builder, questions)).items():
        print(f"{kind}: {numbers['right']:.3f} of {numbers['questions']} right, guessing gets {numbers['chance']:.3f}")


if __name__ == "__main__":
    main()
