"""Stage 2 (paper, section 4.3): trains F_U and F_I by the frozen language model's likelihood of the target title.

Deviations from the paper, named wherever results are shown: soft tokens have a learned length; the projections start from a
contrastive warm-up (softmax of kappa cos(user token, item tokens) over uniform items, the very distribution that opt-mini
was pre-trained to read out), which also stays beside the likelihood with a small weight; in it and by the likelihood of genre
answers, item tokens also learn to carry their films' genres (facts); soft tokens stay in the subspace that opt-mini was
pre-trained to compare, items' also along the genres' directions, which a closed form decides in the end (subspace.carry_genres); many histories are cut to a cold user's, and the end of each is drawn more often; in the
warm-up, histories that facts make (tastes.py) stand beside the users'; the learning rate is larger; popular films
can be made to weigh less (logit adjustment).
"""

from __future__ import annotations

import argparse
import copy
import hashlib
from pathlib import Path

import numpy as np
import torch
from transformers import OPTForCausalLM

from ..command_line import explained, work_folder
from ..data.files import require
from ..data.protocol import candidate_order, sample_users
from ..language_model import opt_mini
from ..language_model.opt_folder import load_frozen
from ..language_model.ranking import rank
from ..loop import progress
from ..loop.budget import Budget
from ..loop.checkpoint import Checkpoint
from ..loop.progress import Progress, Say
from ..loop.schedule import Schedule
from ..prompts.catalogue_prompts import CataloguePrompts, soft_tokens
from ..recommender import systems
from ..settings import Preset, Stage2
from . import tastes
from .examples import Examples
from .inputs import Inputs, load_inputs
from .likelihood import genre_likelihood, likelihood
from .projections import Aligner, latest, spread
from .subspace import Subspace, carry_genres, compare, subspace
from .warm_up import contrastive

FIRST, FURTHER = "stage2", "stage2-further"  # steps, and names of the files that they write
LOG_STEPS = 50


@torch.no_grad()
def validate(
    model: OPTForCausalLM | None,
    aligner: Aligner,
    inputs: Inputs,
    prompts: CataloguePrompts,
    users: np.ndarray,
    batch: int,
    basis: torch.Tensor | None,
    device: str,
) -> dict[str, float]:
    """Hit@1 on validation: by the cosine of the soft tokens and, unless model is None, ranked by the language model (minutes on a CPU)."""
    items = aligner.item_projection(inputs.joint_embeddings("a-llmrec").to(device))
    histories = latest(inputs.histories("validation"), prompts.history_length)
    tokens = aligner.user_tokens(inputs.users["validation"].to(device), items, histories)
    hits = cosine_hits = 0
    for start in range(0, len(users), batch):
        built, soft, answers, orders = [], [], [], []
        for user in users[start : start + batch]:
            order = candidate_order(user, inputs.candidates["validation"].shape[1])
            candidates = inputs.candidates["validation"][user][order].tolist()
            prompt, answer, used = prompts.recommend(inputs.history(user, "validation").tolist(), candidates)
            built.append(prompt)
            soft.append(soft_tokens(prompt, tokens[user], items, used, candidates))
            answers.append(answer)
            orders.append(order)
            cosines = compare(items[candidates], basis) @ compare(tokens[user], basis)
            cosine_hits += int(order[int(cosines.argmax())] == 0)
        if model is not None:
            with opt_mini.autocast(device):
                scores = rank(model, built, soft, answers, device)
            hits += sum(int(order[int(score.argmax())] == 0) for order, score in zip(orders, scores))
    found = {"cosine": cosine_hits / len(users)}
    return found if model is None else {"hit1": hits / len(users), **found}


def start(inputs: Inputs, examples: Examples, known: Subspace | None, width: int, length: float, preset: Stage2, seed: int) -> Aligner:
    """Fresh projections: their outputs as opt-mini's pre-training had soft tokens, or as long as another model's token embeddings."""
    torch.manual_seed(seed)
    aligner = Aligner(inputs.training.x.shape[1], inputs.joint_item.shape[1], width)
    aligner.user_projection.fold(*spread(inputs.training.x[examples.draw(5000)]))
    aligner.item_projection.fold(*spread(inputs.joint_embeddings("a-llmrec")[: inputs.warm]))
    aligner.start_in(known.basis if known else None, preset.history_weight, preset.recency)
    if known:
        aligner.item_projection.scale.data.fill_(1.25)
    else:
        for projection in (aligner.user_projection, aligner.item_projection):
            projection.scale.data.fill_(length)
    return aligner


def aligner_file(work: Path) -> Path:
    """The aligner of a work folder: of the second Stage 2 where there was one. Raises FileNotFoundError where there is none."""
    further = work / f"{FURTHER}.safetensors"
    return further if further.exists() else require(work / f"{FIRST}.safetensors", FIRST)


def run(work: Path, preset: Preset, *, seed: int = 0, minutes: float | None = None, device: str = "cpu", log: Say = print) -> dict:
    """Reads opt/ and the files of the earlier steps, writes stage2.safetensors and stage2.json; returns the validation metrics."""
    (work / f"{FURTHER}.safetensors").unlink(missing_ok=True)  # went on from what is now replaced
    return train(work, preset, None, FIRST, seed=seed, minutes=minutes, device=device, log=log)


def go_on(work: Path, preset: Preset, *, seed: int = 0, minutes: float | None = None, device: str = "cpu", log: Say = print) -> dict:
    """A second Stage 2 from the aligner in stage2.safetensors, by `preset.further_stage2` and on other examples; writes stage2-further.safetensors."""
    taken = require(work / f"{FIRST}.safetensors", FIRST)
    numbers = preset.going_on()
    if not (numbers.stage2.steps or numbers.stage2.contrastive_steps):
        (work / f"{FURTHER}.safetensors").unlink(missing_ok=True)
        return {"steps": 0}
    return train(work, numbers, taken, FURTHER, seed=seed + 1, minutes=minutes, device=device, log=log)


def train(work: Path, preset: Preset, taken: Path | None, name: str, *, seed: int, minutes: float | None, device: str, log: Say) -> dict:
    """taken: the aligner to go on from; None: fresh projections. Writes NAME.safetensors and NAME.json."""
    numbers = preset.stage2
    inputs = load_inputs(work)
    model, builder = load_frozen(work, device)
    prompts, examples = CataloguePrompts(builder, inputs.titles, inputs.years), Examples(inputs.training, inputs.warm, seed, numbers.late_positions)
    width, length = model.config.hidden_size, model.model.decoder.embed_tokens.weight.norm(dim=1).mean().item()
    drawn = subspace(model, builder, inputs, work / "opt")

    def begin(restart: int) -> Aligner:
        return (Aligner.load(taken) if taken else start(inputs, examples, drawn, width, length, numbers, seed + restart)).to(device)

    aligner = begin(0)
    known = Subspace(*(tensor.to(device) for tensor in drawn)) if drawn else None
    basis = known.basis if known else None
    joint = inputs.joint_embeddings("a-llmrec")
    users = sample_users(len(inputs.sequences), numbers.validate_users, seed)
    reader = model if numbers.steps else None  # without the likelihood there is nothing to choose between: `calibrate` reads all users in the end

    optimizer = torch.optim.AdamW(aligner.parameters(), lr=numbers.learning_rate, betas=(0.9, 0.98), weight_decay=1e-4)
    schedule = Schedule(optimizer, warmup_steps=numbers.warmup_steps, decay_from=numbers.decay_from)
    checkpoint = Checkpoint(
        work / f"{name}.pt",
        minutes=numbers.checkpoint_minutes,
        start=hashlib.sha256(taken.read_bytes()).hexdigest()[:16] if taken else "scratch",
        device=device,
    )
    state = checkpoint.load(aligner=aligner, optimizer=optimizer) or {"step": 0, "seconds": 0.0, "history": [], "best": None}
    step, best, budget = state["step"], state["best"], Budget(numbers.steps, minutes, state["seconds"])
    losses, history = Progress(name, log), Progress(f"{name} validation", log, state["history"])
    if step:
        examples.rng = np.random.default_rng((seed, step))
        log(f"{name}: resumes at step {step}")

    def measure() -> None:
        nonlocal best
        result = history.enter(
            {"step": step, "minutes": round(budget.minutes, 2), **validate(reader, aligner, inputs, prompts, users, preset.evaluation.batch, basis, device)}
        )
        if best is None or result["hit1"] >= best["hit1"]:
            best = {**result, "state": copy.deepcopy(aligner.state_dict())}

    if not step:
        if numbers.contrastive_steps:
            by_facts = tastes.load(work, lambda histories: systems.load(work / "sasrec.safetensors").represent(histories), numbers.taste_histories, seed)
            tried = []
            for restart in range(1 if taken else numbers.contrastive_restarts):
                fresh = begin(restart)
                found = contrastive(fresh, inputs, examples, numbers, known, prompts.history_length, device, log, by_facts)
                tried.append((found, fresh.state_dict()))
            aligner.load_state_dict(max(tried, key=lambda pair: pair[0])[1])
        measure()
    while not budget.over(step):
        schedule.set(budget.share(step), step)
        aligner.drop(0.0, numbers.user_dropout)
        loss, auxiliary = likelihood(model, aligner, inputs, joint, prompts, examples, numbers, basis, device)
        genre = genre_likelihood(model, aligner, inputs, joint, prompts, examples, numbers, device) if "genre" in builder.template else torch.zeros(())
        (loss + numbers.contrastive_weight * auxiliary + numbers.genre_weight * genre.to(device)).backward()
        torch.nn.utils.clip_grad_norm_(aligner.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if known:
            aligner.confine(known.of_users(numbers.user_genre_pull > 0), known.whole)
        aligner.drop(0.0, 0.0)
        step += 1
        losses.add({"loss": loss.item(), "cosine loss": auxiliary.item(), "genre loss": genre.item()})
        if step % LOG_STEPS == 0:
            lengths = {"user length": aligner.user_projection.scale.item(), "item length": aligner.item_projection.scale.item()}
            losses.enter({"step": step, "minutes": round(budget.minutes, 1), **losses.means(), **lengths})
        if step % numbers.validate_steps == 0:
            measure()
        if checkpoint.due():
            checkpoint.save({"step": step, "seconds": budget.seconds, "history": history.entries, "best": best}, aligner=aligner, optimizer=optimizer)
    if not history.entries or history.entries[-1]["step"] != step:
        measure()
    aligner.load_state_dict(best.pop("state"))
    if known and len(known.directions):
        carry_genres(aligner.item_projection, joint.to(device), inputs.warm, known)
        best["with genres"] = validate(reader, aligner, inputs, prompts, users, preset.evaluation.batch, basis, device)
    aligner.save(work / f"{name}.safetensors")
    metrics = {"steps": step, "minutes": round(budget.minutes, 2), "validation_users": len(users), "best": best, "history": history.entries}
    progress.write(work / f"{name}.json", metrics)
    checkpoint.remove()
    return metrics


def carry(work: Path) -> Path:
    """Lets the item tokens of a finished aligner carry their films' genres, as `train` does in its end: no ranking by the soft tokens changes. Returns the
    file that was written anew. Raises ValueError where there is nothing to carry."""
    file, inputs = aligner_file(work), load_inputs(work)
    model, builder = load_frozen(work)
    known = subspace(model, builder, inputs, work / "opt")
    if known is None or not len(known.directions):
        raise ValueError(f"{work} has no genres, or a language model that was not taught to read them from soft tokens.")
    aligner = Aligner.load(file).eval()
    carry_genres(aligner.item_projection, inputs.joint_embeddings("a-llmrec"), inputs.warm, known)
    aligner.save(file)
    return file


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python3 -m training.aligner.stage2", description=carry.__doc__)
    parser.add_argument("--work", type=work_folder, required=True, help="the work folder of a run")
    with explained():
        print(f"{carry(parser.parse_args().work)} carries the genres")
