"""Stage 2 (paper, section 4.3): trains F_U and F_I by the frozen language model's likelihood of the target title.

Deviations from the paper, named wherever results are shown: soft tokens have a learned length; the projections start from a
contrastive warm-up (softmax of kappa cos(user token, item tokens) over uniform unmet items, the very distribution that opt-mini
was pre-trained to read out), which also stays beside the likelihood with a small weight; in it and by the likelihood of genre
answers, item tokens also learn to carry their films' genres (facts); soft tokens stay in the subspace that opt-mini was
pre-trained to compare, items' also along the genres' directions; many histories are cut to a cold user's; the learning rate is larger; popular films
can be made to weigh less (logit adjustment).
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch.nn.utils.rnn import pad_sequence

from . import domains, opt_mini, presets
from . import tokenizer as bpe
from .aligner import Aligner, Inputs, latest, load_inputs, read, spread
from .corpus import genre_answer
from .presets import Preset
from .pretrain import BASIS_FILE
from .prompt import PromptBuilder, layout_of, template_of
from .prompter import Prompter, soft_tokens
from .ranking import branchings, candidate_order, rank
from .warm_up import Examples, Subspace, compare, contrastive, either, subspace


@torch.no_grad()
def validate(model, aligner: Aligner, inputs: Inputs, prompter: Prompter, users: np.ndarray, system: str, batch: int, basis: torch.Tensor | None, device: str) -> dict:
    """Hit@1 on validation, ranked by the language model and, beside it, by the cosine of the soft tokens alone."""
    items = aligner.item_projection(inputs.joint(system).to(device))
    histories = latest([inputs.history(user, "validation") for user in range(len(inputs.sequences))], prompter.read)
    tokens = aligner.user_tokens(inputs.users["validation"].to(device), items, histories)
    hits = cosine_hits = 0
    for start in range(0, len(users), batch):
        prompts, soft, answers, orders = [], [], [], []
        for user in users[start : start + batch]:
            order = candidate_order(user, inputs.candidates["validation"].shape[1])
            candidates = inputs.candidates["validation"][user][order].tolist()
            prompt, answer, used = prompter.recommend(inputs.history(user, "validation").tolist(), candidates)
            prompts.append(prompt)
            soft.append(soft_tokens(prompt, tokens[user], items, used, candidates))
            answers.append(answer)
            orders.append(order)
            cosines = compare(items[candidates], basis) @ compare(tokens[user], basis)
            cosine_hits += int(order[int(cosines.argmax())] == 0)
        with opt_mini.autocast(device):
            scores = rank(model, prompts, soft, answers, device)
        hits += sum(int(order[int(score.argmax())] == 0) for order, score in zip(orders, scores))
    return {"hit1": hits / len(users), "cosine": cosine_hits / len(users)}


def mean_of_logs(logs: torch.Tensor) -> torch.Tensor:
    """The logarithm of the mean. logs [n] -> []"""
    return torch.logsumexp(logs, 0) - math.log(len(logs))


def likelihood(model, aligner: Aligner, inputs: Inputs, joint: torch.Tensor, prompter: Prompter, examples: Examples, preset, basis: torch.Tensor | None, device: str):
    """(negative log-likelihood of the target titles among the candidates', contrastive loss over the same candidates), both with logit adjustment:
    a child of the trie gets the mean of the films below it.

    Like the ranking, it renormalises over the trie of the candidates' titles: logits that `likelihood_temperature` divides would leave
    most of the probability to the rest of the vocabulary.
    """
    rng = examples.rng
    chosen = examples.draw(preset.batch)
    sequences, slots, choices, priors, listed_priors, lists, histories, places = [], [], [], [], [], [], [], []
    for b, example in enumerate(chosen):
        candidates = examples.unmet(inputs.train_user[example], preset.candidates - 1)
        place = int(rng.integers(0, preset.candidates))
        candidates.insert(place, int(examples.targets[example]))
        prompt, answers, used = prompter.recommend(inputs.train_history(example).tolist(), candidates)
        prior = preset.logit_adjustment * examples.popularity[candidates]
        for node in branchings(answers):
            if place in (known := dict(node.chosen)):
                choices.append((b, len(prompt.ids) + len(node.path) - 1, node.children, known[place]))
                priors.append(torch.stack([mean_of_logs(prior[[c for c, at in node.chosen if at == child]]) for child in range(len(node.children))]))
        listed_priors.append(prior)
        slots.append(prompt.slots)
        prompt.append(answers[place])
        sequences.append(prompt)
        lists.append(candidates)
        histories.append(used)
        places.append(place)
    ids = opt_mini.pad([prompt.ids for prompt in sequences], prompter.builder.placeholder)
    seen = layout_of(sequences, ids.shape[1]).to(device)

    rows = sorted({row for part in (*lists, *histories) for row in part})
    place_of = {row: i for i, row in enumerate(rows)}
    items = aligner.item_projection(either(joint, inputs.joint_text, preset.text_share, rng)[torch.tensor(rows)].to(device))  # [different films, h]
    placed = lambda films: [place_of[row] for row in films]
    users = aligner.user_tokens(inputs.train_x[chosen].to(device), items, latest([placed(films) for films in histories], prompter.read))  # [b, h]
    table = torch.cat([users, items])
    where = []
    for b, prompt_slots in enumerate(slots):
        for slot in prompt_slots:
            index = b if slot.kind == "user" else len(users) + place_of[(histories if slot.kind == "history" else lists)[b][slot.index]]
            where.append((b, slot.position, index))
    slot_rows, slot_positions, indices = torch.tensor(where).T.to(device)
    choice_rows, choice_positions, children, right = zip(*choices)
    choice_at = torch.tensor([choice_rows, choice_positions], device=device)
    with opt_mini.autocast(device):
        embeddings = opt_mini.splice(opt_mini.embed(model, ids.to(device)), slot_rows, slot_positions, table[indices])
        hidden = opt_mini.hidden_states(model, embeddings, seen)
        logits = opt_mini.logits(model, hidden[choice_at[0], choice_at[1]])
    allowed = pad_sequence([torch.tensor(ids_below) for ids_below in children], batch_first=True, padding_value=-1).to(device)
    logits = logits.gather(1, allowed.clamp(min=0)).masked_fill(allowed < 0, -1e9) / preset.likelihood_temperature
    logits = logits + pad_sequence(priors, batch_first=True).to(device)
    loss = F.cross_entropy(logits, torch.tensor(right, device=device), reduction="sum") / len(chosen)
    listed = compare(items[torch.tensor([placed(candidates) for candidates in lists])], basis)
    cosines = (listed @ compare(users, basis)[:, :, None])[:, :, 0]
    return loss, F.cross_entropy(preset.concentration * cosines + torch.stack(listed_priors).to(device), torch.tensor(places, device=device))


def genre_likelihood(model, aligner: Aligner, inputs: Inputs, joint: torch.Tensor, prompter: Prompter, examples: Examples, preset, device: str) -> torch.Tensor:
    """Negative log-likelihood of the most frequent genres (facts) of films that a user watched, per token, in the genre prompt."""
    builder, rng = prompter.builder, examples.rng
    ending = builder.piece(builder.template["genreEnd"])
    chosen = examples.draw(preset.genre_batch)
    sequences, rows, places, vectors, answer_at = [], [], [], [], []
    for example in chosen:
        length = int(rng.integers(1, builder.template["maxHistory"] + 1))
        history = [row for row in inputs.train_history(example)[-length:].tolist() if inputs.genres[row]]
        if not history:
            continue
        prompt = builder.build("genre", prompter.titles(history))
        items = aligner.item_projection(joint[torch.tensor(history)].to(device))
        user = aligner.user_tokens(inputs.train_x[example][None].to(device), items, latest([range(len(history))], prompter.read))[0]
        vectors += [user if slot.kind == "user" else items[slot.index] for slot in prompt.slots]
        rows += [len(sequences)] * len(prompt.slots)
        places += [slot.position for slot in prompt.slots]
        answer = [*builder.piece(genre_answer([inputs.genres[row] for row in history])), *ending]
        answer_at += [(len(sequences), len(prompt.ids) + k - 1, token) for k, token in enumerate(answer)]
        prompt.append(answer)
        sequences.append(prompt)
    ids = opt_mini.pad([prompt.ids for prompt in sequences], builder.placeholder)
    seen = layout_of(sequences, ids.shape[1]).to(device)
    answer_rows, answer_positions, answer_ids = torch.tensor(answer_at).T.to(device)
    with opt_mini.autocast(device):
        embeddings = opt_mini.splice(
            opt_mini.embed(model, ids.to(device)), torch.tensor(rows, device=device), torch.tensor(places, device=device), torch.stack(vectors)
        )
        hidden = opt_mini.hidden_states(model, embeddings, seen)
        logits = opt_mini.logits(model, hidden[answer_rows, answer_positions])
    return F.cross_entropy(logits, answer_ids)


def rate(share: float, step: int, preset) -> float:
    value = preset.learning_rate * min(1.0, (step + 1) / preset.warmup_steps)
    if share > preset.decay_from:
        value *= 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, (share - preset.decay_from) / (1 - preset.decay_from))))
    return value


def start(inputs: Inputs, examples: Examples, known: Subspace | None, width: int, length: float, preset, seed: int) -> Aligner:
    """Fresh projections: their outputs as opt-mini's pre-training had soft tokens, or as long as another model's token embeddings."""
    torch.manual_seed(seed)
    aligner = Aligner(inputs.train_x.shape[1], inputs.joint_item.shape[1], width)
    aligner.user_projection.fold(*spread(inputs.train_x[examples.draw(5000)]))
    aligner.item_projection.fold(*spread(inputs.joint("a-llmrec")[: inputs.warm]))
    aligner.start_in(known.basis if known else None, preset.history_weight, preset.recency)
    if known:
        aligner.item_projection.scale.data.fill_(1.25)
    else:
        for projection in (aligner.user_projection, aligner.item_projection):
            projection.scale.data.fill_(length)
    return aligner


def run(work: Path, data: Path, preset: Preset, *, seed: int = 0, time_limit_minutes: float | None = None, device: str = "cpu", log=print, taken: Aligner | None = None) -> dict:
    """Reads opt/ and the files of the earlier steps, writes stage2.safetensors and stage2.json; returns the validation metrics. taken: starts from this aligner."""
    numbers = preset.stage2
    opt_mini.keep_big_blocks()
    inputs = load_inputs(work)
    model = opt_mini.load(work / "opt").to(device).eval().requires_grad_(False)
    tokenizer = bpe.load(work / "opt")
    builder = PromptBuilder(bpe.encoder(tokenizer), bos=model.config.bos_token_id, placeholder=model.config.pad_token_id, template=template_of(work))
    prompter, examples = Prompter(builder, inputs), Examples(inputs, seed)
    width = model.config.hidden_size
    drawn = subspace(model, builder, inputs, work / "opt" / BASIS_FILE, "cpu")
    length = model.model.decoder.embed_tokens.weight.norm(dim=1).mean().item()
    begin = lambda restart: (copy.deepcopy(taken) if taken else start(inputs, examples, drawn, width, length, numbers, seed + restart)).to(device)
    aligner = begin(0)
    known = Subspace(*(tensor.to(device) for tensor in drawn)) if drawn else None
    basis = known.basis if known else None
    joint = inputs.joint("a-llmrec")
    users = np.random.default_rng(seed).permutation(len(inputs.sequences))[: numbers.validate_users]

    checkpoint, step, elapsed, history, best = work / "stage2.pt", 0, 0.0, [], None
    optimizer = torch.optim.AdamW(aligner.parameters(), lr=numbers.learning_rate, betas=(0.9, 0.98), weight_decay=1e-4)
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        aligner.load_state_dict(state["aligner"])
        optimizer.load_state_dict(state["optimizer"])
        step, elapsed, history, best = state["step"], state["seconds"], state["history"], state["best"]
        examples.rng = np.random.default_rng((seed, step))
        log(f"stage2: resumes at step {step}")
    begun, saved, losses = time.time() - elapsed, time.time(), []
    limit = time_limit_minutes * 60 if time_limit_minutes else None

    def measure() -> None:
        nonlocal best
        result = validate(model, aligner, inputs, prompter, users, "a-llmrec", preset.evaluation.batch, basis, device)
        result = {"step": step, "minutes": round((time.time() - begun) / 60, 2), **{k: round(v, 4) for k, v in result.items()}}
        history.append(result)
        log(f"stage2 validation {result}")
        if best is None or result["hit1"] >= best["hit1"]:
            best = {**result, "state": copy.deepcopy(aligner.state_dict())}

    if not step:
        if numbers.contrastive_steps:
            tried = []
            for restart in range(numbers.contrastive_restarts):
                fresh = begin(restart)
                tried.append((contrastive(fresh, inputs, examples, numbers, known, prompter.read, device, log), fresh.state_dict()))
            aligner.load_state_dict(max(tried, key=lambda pair: pair[0])[1])
        measure()
    while True:
        share = max(step / numbers.steps, (time.time() - begun) / limit if limit else 0.0)
        if share >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = rate(share, step, numbers)
        aligner.drop(0.0, numbers.user_dropout)
        loss, auxiliary = likelihood(model, aligner, inputs, joint, prompter, examples, numbers, basis, device)
        genre = genre_likelihood(model, aligner, inputs, joint, prompter, examples, numbers, device) if "genre" in builder.template else torch.zeros(())
        (loss + numbers.contrastive_weight * auxiliary + numbers.genre_weight * genre.to(device)).backward()
        torch.nn.utils.clip_grad_norm_(aligner.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if known:  # what users' tokens carry outside of it only disturbs the read-out
            aligner.confine(known.basis, known.whole)
        aligner.drop(0.0, 0.0)
        step += 1
        losses.append((loss.item(), auxiliary.item(), genre.item()))
        if step % 50 == 0:
            mean = np.mean(losses[-50:], axis=0)
            scales = aligner.user_projection.scale.item(), aligner.item_projection.scale.item()
            log(f"stage2 {share:6.1%} step {step} {(time.time() - begun) / 60:.1f} min loss {mean[0]:.4f} cosine loss {mean[1]:.4f} genre loss {mean[2]:.4f} lengths {scales[0]:.2f} {scales[1]:.2f}")
        if step % numbers.validate_steps == 0:
            measure()
        if time.time() - saved > numbers.checkpoint_minutes * 60:
            saved = time.time()
            state = {"aligner": aligner.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "seconds": saved - begun, "history": history, "best": best}
            part = checkpoint.with_suffix(".part")
            torch.save(state, part)
            part.replace(checkpoint)
    if not history or history[-1]["step"] != step:
        measure()
    aligner.load_state_dict(best.pop("state"))
    aligner.save(work / "stage2.safetensors")
    metrics = {"steps": step, "minutes": round((time.time() - begun) / 60, 2), "validation_users": len(users), "best": best, "history": history}
    (work / "stage2.json").write_text(json.dumps(metrics, indent=1) + "\n", encoding="utf-8")
    return metrics


def main() -> None:
    parser = argparse.ArgumentParser(prog="python3 -m training.stage2", description="Takes the aligner of a finished run on, by presets.FURTHER: minutes instead of an hour.")
    parser.add_argument("--work", type=Path, required=True, help="the run's work folder")
    parser.add_argument("--preset", choices=sorted(presets.PRESETS), default="tiny")
    parser.add_argument("--seed", type=int, default=1, help="another than the run's, for other examples (default 1)")
    parser.add_argument("--device", default="cpu")
    given = parser.parse_args()
    aligner = Aligner.load(read(given.work / "stage2.safetensors", "stage2"))
    preset = presets.of_domain(presets.find(given.preset), domains.of_work(given.work).settings)
    run(given.work, Path(), presets.of_domain(preset, {"stage2": presets.FURTHER}), seed=given.seed, device=given.device, taken=aligner)
    (given.work / "stage2.pt").unlink(missing_ok=True)


if __name__ == "__main__":
    main()
