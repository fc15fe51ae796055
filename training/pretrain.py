"""Pre-trains opt-mini: text, film facts and genre questions, and soft-token retrieval on random titles and vectors.

A step is a fixed mix of micro-batches (see presets.Pretraining). The run resumes from work/pretrain.pt and, with a time limit,
walks through the same curriculum and learning-rate schedule faster.
"""

from __future__ import annotations

import csv
import html
import json
import lzma
import math
import time
from pathlib import Path
from typing import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

from . import corpus, opt_mini
from . import tokenizer as bpe
from .corpus import GenreQuestions
from .domains import DOMAINS, MOVIES
from .films import GENRES, Film
from .presets import Preset, Pretraining
from .prompt import PromptBuilder, layout_of, load_template
from .synthetic import Difficulty, RetrievalBatch, RetrievalTask, World, unit


BASIS_FILE = "soft-token-basis.safetensors"  # [k, h], beside the weights: where Stage 2 starts its projections


def learning_rate(share: float, step: int, preset: Pretraining) -> float:
    """Linear warm-up, constant, then a cosine down to 2%."""
    rate = preset.learning_rate * min(1.0, (step + 1) / preset.warmup_steps)
    if share > preset.decay_from:
        fall = (share - preset.decay_from) / (1 - preset.decay_from)
        rate *= 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, fall)))
    return rate


def order_loss(listed: torch.Tensor, tokens: torch.Tensor, teacher: torch.Tensor, temperature: float) -> torch.Tensor:
    """Divergence of the model's choice among the candidates' tokens from the teacher's, both softened: so that what is below the first place
    has an order too. listed [q, c] log-probabilities of the tokens [q, c], teacher [q, c] -> [q]"""
    same = (tokens[:, :, None] == tokens[:, None, :]) & (tokens > 0)[:, None, :]
    first = ~(same & torch.ones_like(same[0]).tril(-1)).any(2) & (teacher > 0)  # of the candidates that share a token, the first stands for all
    mass = (teacher[:, None, :] * same).sum(2).clamp(min=1e-30).log()
    soften = lambda logs: F.log_softmax((logs / temperature).masked_fill(~first, -1e4), dim=1)
    target = soften(mass)
    return temperature * (target.exp() * (target - soften(listed)) * first).sum(1)


def retrieval_loss(model, batch: RetrievalBatch, numbers: Pretraining, device: str, directions: torch.Tensor | None = None) -> tuple[torch.Tensor, dict]:
    """Likelihood of the drawn titles; where titles part, the whole teacher distribution is the target (less noise).

    directions [genres, h]: along these the soft tokens carry genres, and retrieval has to look past them; None: they carry none.
    """
    to = lambda pair: tuple(t.to(device) for t in pair)
    soft = batch.soft.to(device)
    if directions is not None:
        soft = soft + batch.genres.to(device) @ directions
    with opt_mini.autocast(device):
        embeddings = opt_mini.splice(opt_mini.embed(model, batch.ids.to(device)), *to(batch.soft_at), soft)
        hidden = opt_mini.hidden_states(model, embeddings, batch.layout.to(device))
        queries = batch.query_at[0].shape[0]
        rows, positions = (torch.cat(pair).to(device) for pair in zip(batch.query_at, batch.answer_at))
        logits = opt_mini.logits(model, hidden[rows, positions])
    logs = F.log_softmax(logits, dim=-1)
    tokens, teacher, deeper = batch.next_ids.to(device), batch.teacher.to(device), batch.depth.to(device) > 0
    listed = logs[:queries].gather(1, tokens)  # [q, c]
    choice_loss = -(teacher * listed).sum(1)
    rest_loss = -logs[queries:].gather(1, batch.answer_ids.to(device)[:, None])[:, 0]
    own = batch.leading.to(device)
    weight = 1 + 3 * own.float()  # the prompt's own query is what is used later
    loss = (weight * choice_loss).sum() / weight[~deeper].sum() + rest_loss.mean()
    order = order_loss(listed, tokens, teacher, numbers.order_temperature)
    loss = loss + numbers.order_weight * (weight * order).sum() / weight[~deeper].sum()
    with torch.no_grad():
        # Candidates that share a token count together: their teacher mass is summed before the comparison.
        same = (tokens[:, :, None] == tokens[:, None, :]) & (tokens > 0)[:, None, :]
        mass = (teacher[:, None, :] * same).sum(2)  # [q, c] mass of the candidate's token
        guess = logs[:queries].argmax(1, keepdim=True)
        accuracy = (mass * (tokens == guess)).amax(1)  # expected hits of the model's first choice
        oracle = mass.amax(1)
        distinct = 1 / same.sum(2).clamp(min=1)
        relative = lambda rows: (accuracy[rows].mean() / oracle[rows].mean()).item() if rows.any() else 0.0
        stats = {
            "order": order[own & ~deeper].mean().item(),
            "first": accuracy[own & ~deeper].mean().item(),
            "oracle": oracle[own & ~deeper].mean().item(),
            "extra": relative(~own & ~deeper),
            "deeper": relative(own & deeper),  # behind a beginning that candidates share
            "listed": (listed.exp() * distinct * (tokens > 0)).sum(1)[own & ~deeper].mean().item(),
            "title": rest_loss.mean().exp().reciprocal().item(),
        }
    return loss, stats


def text_loss(model, tokens: np.ndarray, rng: np.random.Generator, preset: Pretraining, device: str) -> torch.Tensor:
    starts = rng.integers(0, len(tokens) - preset.text_length - 1, preset.text_batch)
    ids = torch.tensor(np.stack([tokens[s : s + preset.text_length] for s in starts]).astype(np.int64)).to(device)
    with opt_mini.autocast(device):
        hidden = opt_mini.hidden_states(model, opt_mini.embed(model, ids[:, :-1]))
        logits = opt_mini.logits(model, hidden.flatten(0, 1))
    return F.cross_entropy(logits, ids[:, 1:].flatten())


def genre_loss(model, questions: GenreQuestions, builder: PromptBuilder, preset: Pretraining, basis: torch.Tensor, generator: torch.Generator, device: str) -> torch.Tensor:
    """The product's genre prompt on random histories; the loss is the answer's.

    A film's soft token is a random vector, in most prompts plus its genres' directions: so that the model answers from
    titles and from soft tokens.
    """
    rows, slots, answers, marks = [], [], [], []
    for b in range(preset.genre_batch):
        films, answer = questions.draw(preset.history)
        strength = max(0.0, float(torch.rand(1, generator=generator)) * 1.8 - 0.3)
        prompt = builder.build("genre", [builder.title(film.title) for film in films])
        slots += [(b, slot.position) for slot in prompt.slots]
        own = [films[slot.index].genres if slot.kind == "history" else () for slot in prompt.slots]
        marks.append(strength * opt_mini.genre_shares(own, GENRES))
        ending = [*builder.piece(answer), *builder.piece(builder.template["genreEnd"])]
        answers += [(b, len(prompt.ids) + k - 1, token) for k, token in enumerate(ending)]
        prompt.append(ending)
        rows.append(prompt)
    padded = opt_mini.pad([prompt.ids for prompt in rows], builder.placeholder)
    seen = layout_of(rows, padded.shape[1]).to(device)
    soft = unit(torch.randn(len(slots), len(basis), generator=generator)) @ basis
    soft = soft * torch.exp(0.25 * torch.randn(len(slots), 1, generator=generator))
    soft = soft.to(device) + torch.cat(marks).to(device) @ opt_mini.genre_directions(model, builder.piece, GENRES, basis.to(device))
    slot_rows, slot_positions = torch.tensor(slots).T.to(device)
    answer_rows, answer_positions, answer_ids = torch.tensor(answers).T.to(device)
    with opt_mini.autocast(device):
        embeddings = opt_mini.splice(opt_mini.embed(model, padded.to(device)), slot_rows, slot_positions, soft)
        hidden = opt_mini.hidden_states(model, embeddings, seen)
        logits = opt_mini.logits(model, hidden[answer_rows, answer_positions])
    return F.cross_entropy(logits, answer_ids)


def retrieval_worlds(encode, data: Path, films: Sequence[Film], known: int) -> list[World]:
    """The films, and of every further domain whose titles the data folder has: one language model serves all bundles.

    known: so many films with the longest articles count as well known; popularity would be user interactions.
    """
    builder_of = lambda domain: PromptBuilder(encode, bos=bpe.BOS, placeholder=bpe.PAD, template=load_template(words=domain.words))
    builder = builder_of(MOVIES)
    ids = {title: found for title in sorted({film.title for film in films}) if (found := builder.title(title))}
    by_title = {film.title: film for film in sorted(films, key=lambda film: len(film.extract))}  # of one title, the better known
    place = {title: index for index, title in enumerate(ids)}
    longest = sorted((title for title in by_title if title in ids), key=lambda title: -len(by_title[title].extract))[:known]
    shares = opt_mini.genre_shares([by_title[title].genres for title in ids], GENRES)
    worlds = [World(builder, list(ids.values()), shares, np.array([place[title] for title in longest]))]
    for domain in DOMAINS.values():
        items = data / domain.name / "items.tsv.xz"
        if domain is not MOVIES and items.exists():
            with lzma.open(items, "rt", encoding="utf-8") as rows:
                titles = {" ".join(html.unescape(row["title"]).split()) for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)}
            builder = builder_of(domain)
            worlds.append(World(builder, [found for title in sorted(titles) if (found := builder.title(title))]))
    return worlds


def save(model, work: Path) -> None:
    """opt/ in Hugging Face's layout, with its tokenizer beside it."""
    folder = work / "opt"
    model.save_pretrained(str(folder))
    bpe.save(bpe.load(work / "tokenizer"), folder)


def run(work: Path, data: Path, preset: Preset, *, seed: int = 0, time_limit_minutes: float | None = None, device: str = "cpu", log=print) -> dict:
    """Writes tokenizer/, corpus.npy, opt/ and pretrain.json in the work folder; returns the metrics of the last part of the run."""
    work.mkdir(parents=True, exist_ok=True)
    numbers = preset.pretraining
    opt_mini.keep_big_blocks()
    tokenizer, tokens, films = corpus.prepare(work, data, preset, seed, log)
    worlds = retrieval_worlds(bpe.encoder(tokenizer), data, films, numbers.genre_films)
    builder = worlds[0].builder

    model, basis = opt_mini.create(preset.language_model, seed)
    model.to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=numbers.learning_rate, betas=(0.9, 0.98), weight_decay=0.01)
    checkpoint, step, elapsed, seen = work / "pretrain.pt", 0, 0.0, 0
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        step, elapsed, seen = state["step"], state["seconds"], state["tokens"]
        log(f"pretrain: resumes at step {step}")
    # Streams are seeded by the step they start from: a resumed run does not repeat what it has read.
    rng = np.random.default_rng((seed, step))
    torch.manual_seed(seed + step)
    generator = torch.Generator().manual_seed(seed + step)
    task = RetrievalTask(worlds, numbers, basis, seed + step)
    questions = GenreQuestions(films, seed + step, numbers.genre_films)

    begun, saved, recent, history = time.time() - elapsed, time.time(), [], []
    limit = time_limit_minutes * 60 if time_limit_minutes else None
    model.train()
    while True:
        elapsed = time.time() - begun
        share = max(step / numbers.steps, elapsed / limit if limit else 0.0)
        if share >= 1:
            break
        difficulty = Difficulty.at(share, numbers, task.longest)
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(share, step, numbers)
        stats: dict[str, float] = {}
        for _ in range(numbers.retrieval_batches):
            batch = task.batch(numbers.retrieval_batch, difficulty)
            loss, measured = retrieval_loss(model, batch, numbers, device, opt_mini.genre_directions(model, builder.piece, GENRES, basis.to(device)))
            (loss / numbers.retrieval_batches).backward()
            seen += batch.ids.numel()
            for name, value in measured.items():
                stats[name] = stats.get(name, 0.0) + value / numbers.retrieval_batches
        loss = text_loss(model, tokens, rng, numbers, device)
        (numbers.text_weight * loss).backward()
        stats["text"] = loss.item()
        seen += numbers.text_batch * numbers.text_length
        loss = genre_loss(model, questions, builder, numbers, basis, generator, device)
        (numbers.genre_weight * loss).backward()
        stats["genre"] = loss.item()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        step += 1
        recent.append(stats)
        if step % numbers.log_steps == 0:
            mean = {name: round(float(np.mean([s[name] for s in recent])), 4) for name in recent[0]}
            recent = []
            minutes = (time.time() - begun) / 60
            history.append({"step": step, "minutes": round(minutes, 2), "tokens": seen, **mean})
            log(f"pretrain {share:6.1%} step {step} {minutes:.1f} min {seen / (minutes * 60):.0f} tok/s c{difficulty.candidates} t{difficulty.title_tokens} {mean}")
        if time.time() - saved > numbers.checkpoint_minutes * 60:
            saved = time.time()
            part = checkpoint.with_suffix(".part")
            torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "seconds": saved - begun, "tokens": seen}, part)
            part.replace(checkpoint)
    save(model, work)
    save_file({"basis": basis.contiguous()}, str(work / "opt" / BASIS_FILE))
    metrics = {"steps": step, "tokens": seen, "minutes": round((time.time() - begun) / 60, 2), **(history[-1] if history else {}), "history": history}
    (work / "pretrain.json").write_text(json.dumps(metrics, indent=1) + "\n", encoding="utf-8")
    return metrics
