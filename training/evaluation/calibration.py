"""One temperature for the candidates' probabilities, chosen on validation: p_i becomes proportional to p_i^(1/T), and no ranking changes.

The language model was pre-trained to retrieve sharply, so it is surer of its first choice than it is right. T is where the held-out
film of the validation users is most likely (temperature scaling: Guo et al., 2017, section 4.2).
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from ..loop import progress

SYSTEM = "a-llmrec"
LARGEST = 100.0


def softened(scores: np.ndarray, temperature: float) -> np.ndarray:
    """scores: log-probabilities [users, candidates] -> log-probabilities [users, candidates] at the temperature."""
    scaled = scores / temperature
    largest = scaled.max(1, keepdims=True)
    return scaled - largest - np.log(np.exp(scaled - largest).sum(1, keepdims=True))


def negative_log_likelihood(scores: np.ndarray, temperature: float) -> float:
    """Mean over users, in nats, of the target, which is column 0."""
    return float(-softened(scores, temperature)[:, 0].mean())


def best_temperature(scores: np.ndarray) -> float:
    """The T in [1 / LARGEST, LARGEST] with the least negative log-likelihood, which is convex in 1 / T: a ternary search."""
    low, high = 1 / LARGEST, LARGEST  # of 1 / T
    while high - low > 1e-6:
        left, right = low + (high - low) / 3, high - (high - low) / 3
        if negative_log_likelihood(scores, 1 / left) <= negative_log_likelihood(scores, 1 / right):
            high = right
        else:
            low = left
    return 2 / (low + high)


def reliability(scores: np.ndarray, temperature: float, bins: int = 10) -> tuple[float, list[dict]]:
    """Expected calibration error of the first choice, and its reliability diagram: equally wide bins of confidence.

    Each bin: users, confidence (mean probability of the first choice) and accuracy (share of them that are the target). Among equal
    scores the target is not counted as the first choice.
    """
    confidence = np.exp(softened(scores, temperature)).max(1)
    hit = scores[:, 0] > scores[:, 1:].max(1)
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    diagram, error = [], 0.0
    for b in range(bins):
        inside = place == b
        if not inside.any():
            continue
        mean, accuracy = float(confidence[inside].mean()), float(hit[inside].mean())
        error += inside.mean() * abs(mean - accuracy)
        diagram.append({"users": int(inside.sum()), "confidence": round(mean, 4), "accuracy": round(accuracy, 4)})
    return float(error), diagram


def run(work: Path) -> dict:
    """Reads scores-validation.npz (see leave_one_out.py), writes calibration.json and returns what is in it."""
    path = Path(work) / "scores-validation.npz"
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: rank the validation users first (python3 -m training.evaluation rank --split validation).")
    scores = np.load(path)
    if SYSTEM not in scores:
        raise ValueError(f'{path} has no scores of "{SYSTEM}": rank the validation users with that system.')
    values = scores[SYSTEM].astype(float)
    if not len(values) or not np.isfinite(values).all():
        raise ValueError(f"{path}: the scores of {SYSTEM} are not all finite log-probabilities, or there are none.")
    temperature = round(best_temperature(values), 4)
    before, diagram_before = reliability(values, 1)
    after, diagram = reliability(values, temperature)
    found = {
        "temperature": temperature,
        "split": "validation",
        "users": len(values),
        "ece": round(after, 4),
        "eceBefore": round(before, 4),
        "nll": round(negative_log_likelihood(values, temperature), 4),
        "nllBefore": round(negative_log_likelihood(values, 1), 4),
        "diagram": diagram,
        "diagramBefore": diagram_before,
    }
    progress.write(Path(work) / "calibration.json", found)
    return found


def of_manifest(work: Path) -> dict:
    """The manifest's part: {"calibration": ...}, or nothing when no temperature was chosen in this work folder."""
    path = Path(work) / "calibration.json"
    if not path.exists():
        return {}
    found = json.loads(path.read_text(encoding="utf-8"))
    return {"calibration": {name: found[name] for name in ("temperature", "split", "users", "ece")}}
