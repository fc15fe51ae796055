"""Pre-trains opt-mini: text, film facts, genre questions and sentences about a taste, and soft-token retrieval on random titles and vectors.

A step is a fixed mix of micro-batches (see settings.Pretraining). The run resumes from work/pretrain.pt and, with a time limit,
walks through the same curriculum and learning-rate schedule faster.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Sequence

import numpy as np
import torch
from transformers import OPTForCausalLM

from ..data.domains import DOMAINS, MOVIES, Domain
from ..data.movielens import GENRES, Film
from ..data.title_sequences import load_titles
from ..facts import facts
from ..facts.facts import Facts
from ..loop import progress
from ..loop.budget import Budget
from ..loop.checkpoint import Checkpoint
from ..loop.progress import Progress, Say
from ..loop.schedule import Schedule
from ..prompts.curriculum import Difficulty
from ..prompts.prompt import Encode, PromptBuilder, load_template
from ..prompts.synthetic import RetrievalTask, World
from ..settings import Preset, Pretraining
from ..words.questions import SentenceQuestions
from . import corpus, objectives, opt_folder, opt_mini
from . import tokenizer as bpe
from .film_facts import GenreQuestions


def retrieval_worlds(encode: Encode, data: Path, films: Sequence[Film], known: int) -> list[World]:
    """The films, and of every further domain whose titles the data folder has: one language model serves all bundles.

    known: so many films with the longest articles count as well known; popularity would be user interactions.
    """

    def builder_of(domain: Domain) -> PromptBuilder:
        return PromptBuilder(encode, bos=bpe.BOS, placeholder=bpe.PAD, template=load_template(words=domain.words))

    builder = builder_of(MOVIES)
    ids = {title: found for title in sorted({film.title for film in films}) if (found := builder.title(title))}
    by_title = {film.title: film for film in sorted(films, key=lambda film: len(film.extract))}  # of one title, the better known
    place = {title: index for index, title in enumerate(ids)}
    longest = sorted((title for title in by_title if title in ids), key=lambda title: -len(by_title[title].extract))[:known]
    shares = opt_mini.genre_shares([by_title[title].genres for title in ids], GENRES)
    worlds = [World(builder, list(ids.values()), shares, np.array([place[title] for title in longest]))]
    for domain in DOMAINS.values():
        if not domain.facts and (data / domain.name / "items.tsv.xz").exists():
            titles = set(load_titles(data / domain.name).values())
            builder = builder_of(domain)
            worlds.append(World(builder, [found for title in sorted(titles) if (found := builder.title(title))]))
    return worlds


class Lessons:
    """The streams that a run reads. They are seeded by the step it starts from: a resumed run does not repeat what it has read."""

    def __init__(
        self,
        worlds: list[World],
        tokens: np.ndarray,
        films: Sequence[Film],
        known: Sequence[Facts],
        numbers: Pretraining,
        basis: torch.Tensor,
        seed: int,
        step: int,
    ):
        torch.manual_seed(seed + step)
        self.tokens, self.basis, self.builder = tokens, basis, worlds[0].builder
        self.rng = np.random.default_rng((seed, step))
        self.generator = torch.Generator().manual_seed(seed + step)
        self.task = RetrievalTask(worlds, numbers, basis, seed + step)
        self.questions = GenreQuestions(films, seed + step, numbers.genre_films)
        self.sentences = SentenceQuestions(known, self.builder, seed + step)


def backward(model: OPTForCausalLM, lessons: Lessons, numbers: Pretraining, difficulty: Difficulty, device: str) -> tuple[dict[str, float], int]:
    """Gradients of one step's micro-batches. -> (their losses, tokens read)"""
    stats: dict[str, float] = {}
    read = numbers.text_batch * numbers.text_length
    for _ in range(numbers.retrieval_batches):
        batch = lessons.task.batch(numbers.retrieval_batch, difficulty)
        directions = opt_mini.genre_directions(model, lessons.builder.piece, GENRES, lessons.basis.to(device))
        loss, measured = objectives.retrieval_loss(model, batch, numbers, device, directions)
        (loss / numbers.retrieval_batches).backward()
        read += batch.prompts[0].numel()
        for name, value in measured.items():
            stats[name] = stats.get(name, 0.0) + value / numbers.retrieval_batches
    loss = objectives.text_loss(model, lessons.tokens, lessons.rng, numbers, device)
    (numbers.text_weight * loss).backward()
    stats["text"] = loss.item()
    loss = objectives.genre_loss(model, lessons.questions, lessons.builder, numbers, lessons.basis, lessons.generator, device)
    (numbers.genre_weight * loss).backward()
    stats["genre"] = loss.item()
    loss, right = objectives.sentence_loss(model, lessons.sentences, numbers, lessons.basis, lessons.generator, device)
    (numbers.sentence_weight * loss).backward()
    stats["sentence"], stats["sentence tokens"] = loss.item(), right
    return stats, read


def settled(numbers: Pretraining, share: float) -> Pretraining:
    """The numbers of a step. share: of the run"""
    if share < numbers.settles_from:
        return numbers
    return dataclasses.replace(numbers, retrieval_batches=numbers.settled_retrieval_batches, sentence_batch=numbers.settled_sentence_batch)


def run(
    work: Path, data: Path, preset: Preset, *, seed: int = 0, minutes: float | None = None, device: str = "cpu", start: Path | None = None, log: Say = print
) -> dict:
    """Writes tokenizer/, corpus.npy, opt/ and pretrain.json in the work folder; returns the metrics of the last part of the run.

    start: an opt folder to go on from, by the numbers of `preset.further_pretraining`; None: from the circuit.
    """
    work.mkdir(parents=True, exist_ok=True)
    numbers = preset.further_pretraining if start else preset.pretraining
    opt_mini.keep_big_blocks()
    tokenizer, tokens, films = corpus.prepare(work, data, preset, seed, log)
    worlds = retrieval_worlds(bpe.encoder(tokenizer), data, films, numbers.genre_films)
    model, basis = opt_folder.load_to_train(start, preset.language_model) if start else opt_mini.create(preset.language_model, seed)
    model.to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=numbers.learning_rate, betas=(0.9, 0.98), weight_decay=0.01)
    schedule = Schedule(optimizer, warmup_steps=numbers.warmup_steps, decay_from=numbers.decay_from)
    checkpoint = Checkpoint(
        work / "pretrain.pt", minutes=numbers.checkpoint_minutes, start=opt_folder.fingerprint(start) if start else "scratch", device=device
    )
    state = checkpoint.load(model=model, optimizer=optimizer) or {"step": 0, "seconds": 0.0, "tokens": 0, "history": []}
    step, seen, measured = state["step"], state["tokens"], Progress("pretrain", log, state.get("history", []))
    if step:
        log(f"pretrain: resumes at step {step}")
    lessons = Lessons(worlds, tokens, films, facts.load(data), numbers, basis, seed, step)
    budget = Budget(numbers.steps, minutes, state["seconds"])
    model.train()
    while not budget.over(step):
        share = budget.share(step)
        schedule.set(share, step)
        stats, read = backward(model, lessons, settled(numbers, share), Difficulty.at(share, numbers, lessons.task.longest), device)
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        step, seen = step + 1, seen + read
        measured.add(stats)
        if step % numbers.log_steps == 0:
            measured.enter({"step": step, "minutes": round(budget.minutes, 2), "tokens": seen, **measured.means()})
        if checkpoint.due():
            checkpoint.save({"step": step, "seconds": budget.seconds, "tokens": seen, "history": measured.entries}, model=model, optimizer=optimizer)
    opt_folder.save(model, basis, work / "tokenizer", work / "opt")
    history = measured.entries
    metrics = {
        "steps": step,
        "tokens": seen,
        "minutes": round(budget.minutes, 2),
        **{k: v for k, v in (history[-1] if history else {}).items() if k not in ("tokens", "minutes")},
        "history": history,
    }
    progress.write(work / "pretrain.json", metrics)
    return metrics
