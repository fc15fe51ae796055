"""TALLRec (Bao et al., 2023): the language model is tuned by LoRA to say whether a user will like an item, yes or no, from titles alone.

Each candidate is asked of by itself; candidates are ranked by the logit of yes less that of no. What stands before the candidate is read once for all of a
history's: they follow it side by side, each at the same positions and unseen by the others, which changes no logit. In their paper the language model is LLaMA-7B, the
history has likes and dislikes, and few examples are taken; here it is the run's own, a history has what was met, the items of a yes are the next one and those
right behind it, and the items of a no are uniform ones that training does not know the user to have met.
"""

from __future__ import annotations

import dataclasses
import importlib.util
import itertools
import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any, Sequence

import numpy as np
import torch
import torch.nn.functional as F
from transformers import OPTForCausalLM

from ..data import interactions, protocol
from ..data.files import read_json, require
from ..language_model import opt_mini
from ..language_model.opt_folder import load_frozen
from ..loop import progress
from ..loop.budget import Budget
from ..loop.checkpoint import Checkpoint
from ..loop.progress import Progress, Say
from ..loop.schedule import Schedule
from ..prompts import blocks
from ..prompts.prompt import pad
from ..recommender.systems import folder, keep_trials
from ..recommender.systems import trials as trials_in
from .settings import TallRecTraining
from .tallrec_prompts import Asked, Asking

if TYPE_CHECKING:
    from peft import PeftModel

LABEL = "TALLRec"
NAME = "tallrec"
TARGETS = ["q_proj", "v_proj"]
OTHERS = ["k_proj", "out_proj", "fc1", "fc2"]  # the rest of OPT's matrices
GRID = (
    ({"learning_rate": 3e-4}, {"learning_rate": 1e-3}, {"learning_rate": 3e-3}),
    ({"rank": 8, "alpha": 16}, {"everywhere": False}),
    ({"steps": 2000},),
)
SEARCH_STEPS = 200
SCORED = 16384  # tokens at once, padding included
CHECKPOINT_MINUTES = 3.0


class Choices:
    """Draws training examples: a place of a user's training part with what stands there and behind it (`each` items at most), and as many items that stand nowhere in it."""

    def __init__(self, histories: list[np.ndarray], warm: int, seed: int, each: int):
        self.each = each
        self.training = interactions.training_parts(histories)
        self.places = [(user, at) for user, history in enumerate(self.training) for at in range(1, len(history))]
        self.known, self.warm, self.rng = interactions.training_items(histories, warm), warm, np.random.default_rng(seed)

    def draw(self, count: int) -> list[tuple[np.ndarray, list[int], list[int]]]:
        """(history, items that followed it, as many that are not in the user's training part), for `count` prompts or, at the ends of histories, fewer."""
        found = []
        for place in self.rng.integers(0, len(self.places), count // (2 * self.each)):
            user, at = self.places[place]
            followed = self.training[user][at : at + self.each].tolist()
            others: list[int] = []
            while len(others) < len(followed):
                other = int(self.rng.integers(0, self.warm))
                if not self.known[user, other]:
                    others.append(other)
            found.append((self.training[user][:at], followed, others))
        return found


def answer_logits(model: OPTForCausalLM, asking: Sequence[Asking], device: str) -> torch.Tensor:
    """Of the token behind each prompt, history by history. [prompts, vocabulary]"""
    tokens = [[*start, *(token for end in ends for token in end)] for start, ends in asking]
    marks = [one.blocks() for one in asking]
    ids = pad(tokens, model.config.pad_token_id).to(device, non_blocking=True)
    layout = blocks.layout([block for block, _ in marks], [position for _, position in marks], ids.shape[1]).to(device)
    rows = torch.tensor([row for row, one in enumerate(asking) for _ in one.ends])
    last = torch.tensor([len(start) - 1 + at for start, ends in asking for at in itertools.accumulate(map(len, ends))])
    with opt_mini.autocast(device):
        hidden = opt_mini.hidden_states(model, opt_mini.embed(model, ids), layout)
        return opt_mini.logits(model, hidden[rows.to(device), last.to(device)])


@torch.no_grad()
def candidate_scores(
    model: OPTForCausalLM, asked: Asked, histories: Sequence[np.ndarray], candidates: np.ndarray, device: str, *, once: bool = True
) -> np.ndarray:
    """Logit of yes less that of no. candidates: rows [users, c] -> [users, c]. once: each history is read once for all its candidates, which is quicker only."""
    asking = [asked.parts(history.tolist(), rows.tolist()) for history, rows in zip(histories, candidates)]
    if not once:
        asking = [Asking(start, [end]) for start, ends in asking for end in ends]
    per = candidates.shape[1] if once else 1
    order, found = np.argsort([-one.tokens for one in asking], kind="stable"), np.zeros((len(asking), per), dtype=np.float32)
    at = 0
    while at < len(order):  # the longest first: it is as wide as all of its batch
        chosen = order[at : at + max(1, SCORED // asking[order[at]].tokens)]
        logits = answer_logits(model, [asking[i] for i in chosen], device)
        found[chosen] = (logits[:, asked.yes] - logits[:, asked.no]).float().cpu().numpy().reshape(-1, per)
        at += len(chosen)
    return found.reshape(candidates.shape)


def check_peft() -> None:
    """No other system needs it. Raises ValueError where it is not installed."""
    if importlib.util.find_spec("peft") is None:
        raise ValueError("TALLRec needs PEFT, which is not installed: pip install -r training/requirements-tallrec.txt")


def fit(
    work: Path, size: TallRecTraining, seed: int, device: str = "cpu", log: Say = print, checkpoint_path: Path | None = None
) -> tuple[PeftModel, list[dict]]:
    """Trained from the run's language model, with validation's metrics over training. checkpoint_path: where an interrupted training goes on from."""
    check_peft()
    from peft import LoraConfig, get_peft_model
    from peft.utils import get_peft_model_state_dict, set_peft_model_state_dict

    model, builder = load_frozen(work, device)
    asked, histories = Asked(work, builder), interactions.load_sequences(work)
    candidates = np.load(require(work / "candidates.npz", "catalogue"))["validation"]
    users = protocol.sample_users(len(histories), size.validate_users, seed)
    known = [histories[user][: -protocol.HELD_OUT["validation"]] for user in users]
    torch.manual_seed(seed)
    tuned = get_peft_model(
        model, LoraConfig(r=size.rank, lora_alpha=size.alpha, lora_dropout=size.dropout, target_modules=[*TARGETS, *(OTHERS if size.everywhere else ())])
    )
    choices = Choices(histories, read_json(work / "catalogue.json", "catalogue")["warm"], seed, size.each)
    optimizer = torch.optim.AdamW([p for p in tuned.parameters() if p.requires_grad], lr=size.learning_rate, weight_decay=0.0)
    checkpoint = Checkpoint(checkpoint_path, minutes=CHECKPOINT_MINUTES, start=json.dumps(dataclasses.asdict(size)), device=device)
    state = checkpoint.load(optimizer=optimizer) or {}
    if state:
        set_peft_model_state_dict(tuned, state["adapter"])
        choices.rng.bit_generator.state = state["choices"]
        torch.set_rng_state(state["torch"].cpu())  # of the dropout
    schedule, budget = Schedule(optimizer, warmup_steps=size.warmup_steps), Budget(size.steps, elapsed=state.get("seconds", 0.0))
    measured = Progress(LABEL, log, state.get("log"))
    best, kept, losses = state.get("best", -1.0), state.get("kept", get_peft_model_state_dict(tuned)), state.get("losses", [])
    for step in range(state.get("step", 0), size.steps):
        if checkpoint.due():
            drawn_so_far = {"choices": choices.rng.bit_generator.state, "torch": torch.get_rng_state()}
            sofar = {"adapter": get_peft_model_state_dict(tuned), "best": best, "kept": kept, "losses": losses, "log": measured.entries}
            checkpoint.save({"step": step, "seconds": budget.seconds, **sofar, **drawn_so_far}, optimizer=optimizer)
        tuned.train()
        schedule.set(budget.share(step), step)
        drawn = choices.draw(size.batch)
        right = torch.tensor([answer for _, *items in drawn for answer, rows in zip((0, 1), items) for _ in rows])
        asking = [asked.parts(history.tolist(), [*followed, *others]) for history, followed, others in drawn]
        loss = F.cross_entropy(answer_logits(model, asking, device)[:, [asked.yes, asked.no]], right.to(device))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
        if (step + 1) % size.validate_steps and step + 1 < size.steps:
            continue
        tuned.eval()
        ranks = protocol.strict_ranks(candidate_scores(model, asked, known, candidates[users], device))
        entry = {"step": step + 1, "minutes": budget.minutes, "loss": torch.stack(losses).mean().item(), **protocol.hit_and_gain(ranks)}
        found, losses = measured.enter(entry), []
        if found["hit1"] > best:
            best, kept = found["hit1"], {name: value.detach().clone() for name, value in get_peft_model_state_dict(tuned).items()}
        since = step + 1 - max(measured.entries, key=lambda one: one["hit1"])["step"]
        if since >= size.patience * size.validate_steps:
            break
    set_peft_model_state_dict(tuned, kept)
    return tuned.eval(), measured.entries


def settings(work: Path) -> TallRecTraining:
    """What the search found best in this work folder, or the defaults."""
    return next((dataclasses.replace(TallRecTraining(), **trial["changes"]) for trial in trials_in(work, NAME) if trial.get("kept")), TallRecTraining())


def search(work: Path, *, device: str = "cpu", log: Say = print) -> list[dict]:
    """Every trial: changes, validation, and whether it was kept; written into the work folder too, so that it goes on where it was interrupted."""
    trials = trials_in(work, NAME)

    def tried(changes: dict[str, Any]) -> None:
        if any(trial["changes"] == changes for trial in trials):
            return
        size = dataclasses.replace(TallRecTraining(), **{"steps": SEARCH_STEPS, "validate_steps": SEARCH_STEPS, **changes})
        entries = fit(work, size, 0, device, log)[1]
        best = max(entries, key=lambda entry: entry["hit1"])
        trials.append({"system": NAME, "changes": changes, "minutes": entries[-1]["minutes"], "hit1": best["hit1"], "ndcg10": best["ndcg10"]})
        log(f"search {json.dumps(trials[-1])}")
        keep_trials(work, NAME, trials)

    kept: dict[str, Any] = {}
    for line in GRID:
        for change in line:
            tried({**kept, **change})
        kept = max(trials, key=lambda trial: trial["hit1"])["changes"]
    for trial in trials:
        trial["kept"] = trial["changes"] == kept
    keep_trials(work, NAME, trials)
    return trials


def trained(work: Path, seed: int, *, size: TallRecTraining | None = None, device: str = "cpu", log: Say = print) -> tuple[PeftModel, dict]:
    """From the work folder where it is there with these settings; trained and kept there otherwise."""
    size = size or settings(work)
    place = folder(work) / f"{NAME}-{seed}"
    record, numbers = place.with_suffix(".json"), dataclasses.asdict(size)
    if place.exists() and record.exists():
        found = json.loads(record.read_text(encoding="utf-8"))
        if found["settings"] == numbers:
            check_peft()
            from peft import PeftModel

            return PeftModel.from_pretrained(load_frozen(work, device).model, str(place)).eval(), found
    logging.getLogger("peft").setLevel(logging.ERROR)
    checkpoint = place.with_suffix(".pt")
    tuned, log_entries = fit(work, size, seed, device, log, checkpoint)
    best = max(log_entries, key=lambda entry: entry["hit1"])
    found = {"system": NAME, "seed": seed, "settings": numbers, "minutes": log_entries[-1]["minutes"], "validation": best, "log": log_entries}
    tuned.save_pretrained(str(place))
    progress.write(record, found)
    checkpoint.unlink(missing_ok=True)
    return tuned, found


def scores(work: Path, seed: int, histories: Sequence[np.ndarray], candidates: np.ndarray, *, device: str = "cpu") -> np.ndarray:
    """Of these users' candidates. candidates: rows [users, c] -> [users, c]"""
    tuned, _ = trained(work, seed, device=device)
    return candidate_scores(tuned.get_base_model(), Asked(work, load_frozen(work).builder), histories, candidates, device)
