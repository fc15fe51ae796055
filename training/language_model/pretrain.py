"""Pre-trains opt-mini: text, film facts, genre questions and sentences about a taste, and soft-token retrieval on random titles and vectors.

A step is a fixed mix of micro-batches (see settings.Pretraining). The run resumes from work/pretrain.pt and, with a time limit,
walks through the same curriculum and learning-rate schedule faster.
"""

from __future__ import annotations

import argparse
import functools
from pathlib import Path
from typing import Sequence

import numpy as np
import torch
from transformers import OPTForCausalLM

from .. import command_line, presets
from ..data.domains import DOMAINS, MOVIES, Domain
from ..data.movielens import GENRES, Film
from ..data.title_sequences import load_titles
from ..facts import facts
from ..lessons.genre_questions import genre_shares
from ..lessons.lessons import Lesson, Lessons
from ..lessons.workers import Share, stream
from ..loop import progress
from ..loop.budget import Budget
from ..loop.checkpoint import Checkpoint
from ..loop.meter import Meter
from ..loop.progress import Progress, Say
from ..loop.schedule import Schedule
from ..prompts.prompt import Encode, PromptBuilder, load_template
from ..prompts.synthetic import World
from ..settings import Preset, Pretraining
from . import corpus, objectives, opt_folder, opt_mini
from . import tokenizer as bpe


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
    shares = genre_shares([by_title[title].genres for title in ids], GENRES)
    worlds = [World(builder, list(ids.values()), shares, np.array([place[title] for title in longest]))]
    for domain in DOMAINS.values():
        if not domain.facts and (data / domain.name / "items.tsv.xz").exists():
            titles = set(load_titles(data / domain.name).values())
            builder = builder_of(domain)
            worlds.append(World(builder, [found for title in sorted(titles) if (found := builder.title(title))]))
    return worlds


def backward(model: OPTForCausalLM, lesson: Lesson, numbers: Pretraining, space: objectives.SoftTokens, device: str) -> objectives.Measured:
    """Gradients of one step's micro-batches. -> what they measure"""
    found: objectives.Measured = {}
    share = 1 / len(lesson.retrieval)
    for batch in lesson.retrieval:
        loss, measured = objectives.retrieval_loss(model, batch, numbers, space, device)
        (loss * share).backward()
        for name, value in measured.items():
            found[name] = found.get(name, 0.0) + value * share
    loss = objectives.text_loss(model, lesson.text, numbers, device)
    (numbers.text_weight * loss).backward()
    found["text"] = loss.detach()
    for name, answers, weight in (("genre", lesson.genre, numbers.genre_weight), ("sentence", lesson.sentence, numbers.sentence_weight)):
        loss, measured = objectives.answer_loss(model, answers, numbers, space, device)
        (weight * loss).backward()
        found[name] = loss.detach()
        found.update({f"{name} {of}": value for of, value in measured.items() if of != "facts" or name == "sentence"})
    return found


def tokens_of(lesson: Lesson) -> int:
    """Positions read, padding included."""
    prompts = [*(batch.prompts for batch in lesson.retrieval), lesson.genre.prompts, lesson.sentence.prompts]
    return lesson.text.numel() + sum(ids.numel() for ids, _ in prompts)


def first_tokens(builder: PromptBuilder, device: str) -> torch.Tensor:
    """Of the genres' names. [genres]"""
    return torch.tensor([builder.piece(f" {genre}")[0] for genre in GENRES]).to(device)


def run(
    work: Path,
    data: Path,
    preset: Preset,
    *,
    seed: int = 0,
    minutes: float | None = None,
    device: str = "cpu",
    start: Path | None = None,
    workers: int = 0,
    log: Say = print,
) -> dict:
    """Writes tokenizer/, corpus.npy, opt/ and pretrain.json in the work folder; returns the metrics of the last part of the run.

    workers: processes that draw the lessons; 0: this one does. start: an opt folder to go on from, by the numbers of `preset.further_pretraining`; None: from the circuit.
    """
    work.mkdir(parents=True, exist_ok=True)
    numbers = preset.further_pretraining if start else preset.pretraining
    opt_mini.keep_big_blocks()
    tokenizer, tokens, films = corpus.prepare(work, data, preset, seed, log)
    worlds = retrieval_worlds(bpe.encoder(tokenizer), data, films, numbers.genre_films)
    model, basis = opt_folder.load_to_train(start, preset.language_model) if start else opt_mini.create(preset.language_model, seed)
    model.to(device)
    on_gpu = device.startswith("cuda")
    if on_gpu:
        torch.set_float32_matmul_precision("high")  # TF32, where the numbers ask for no bf16
    optimizer = torch.optim.AdamW(model.parameters(), lr=numbers.learning_rate, betas=(0.9, 0.98), weight_decay=0.01, **({"fused": True} if on_gpu else {}))
    schedule = Schedule(optimizer, warmup_steps=numbers.warmup_steps, decay_from=numbers.decay_from)
    checkpoint = Checkpoint(
        work / "pretrain.pt", minutes=numbers.checkpoint_minutes, start=opt_folder.fingerprint(start) if start else "scratch", device=device
    )
    state = checkpoint.load(model=model, optimizer=optimizer) or {"step": 0, "seconds": 0.0, "tokens": 0, "history": []}
    step, seen, measured = state["step"], state["tokens"], Progress("pretrain", log, state.get("history", []))
    if step:
        log(f"pretrain: resumes at step {step}")
    lessons = Lessons(worlds, tokens, films, facts.load(data), numbers, len(basis), seed, step)
    budget = Budget(numbers.steps, minutes, state["seconds"])
    share = Share(budget.share(step))
    drawn = stream(lessons, share, workers, device)
    first, basis_there = first_tokens(lessons.builder, device), basis.to(device)
    meter = Meter(device)
    model.train()
    while not budget.over(step):
        share.set(budget.share(step))
        schedule.set(share.get(), step)
        with meter.waiting():
            lesson = next(drawn)
        space = objectives.SoftTokens(basis_there, opt_mini.directions_of(model, first, basis_there))
        meter.add(backward(model, lesson, numbers, space, device))
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        step, seen = step + 1, seen + tokens_of(lesson)
        if step % numbers.log_steps == 0:
            measured.enter({"step": step, "minutes": round(budget.minutes, 2), "tokens": seen, **meter.means(), **meter.speed()})
        if checkpoint.due():
            checkpoint.save({"step": step, "seconds": budget.seconds, "tokens": seen, "history": measured.entries}, model=model, optimizer=optimizer)
    drawn.close()
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


def main() -> None:
    """Pre-trains by itself, on a machine that has no more than the work folder's tokenizer/ and corpus.npy, and the data folder's films and titles."""
    parser = argparse.ArgumentParser(prog="python3 -m training.language_model.pretrain", description=main.__doc__)
    parser.add_argument("--preset", choices=sorted(presets.PRESETS), default="tiny-gpu")
    parser.add_argument("--work", metavar="DIR", type=command_line.folder, required=True)
    parser.add_argument("--data", metavar="DIR", type=command_line.folder, required=True)
    parser.add_argument("--start", metavar="FOLDER", type=command_line.folder, help="an opt folder to go on from, such as opt-start; default: from nothing")
    parser.add_argument("--time-limit", metavar="MIN", type=command_line.minutes)
    parser.add_argument("--workers", metavar="N", type=command_line.whole, default=0)
    parser.add_argument("--device", type=command_line.device, default="cpu")
    parser.add_argument("--seed", type=command_line.seed, default=0)
    given = parser.parse_args()
    start = Path(given.start) if given.start else None
    say = functools.partial(print, flush=True)
    limit, preset = given.time_limit, presets.find(given.preset)
    run(given.work, given.data, preset, seed=given.seed, minutes=limit, device=given.device, start=start, workers=given.workers, log=say)


if __name__ == "__main__":
    main()
