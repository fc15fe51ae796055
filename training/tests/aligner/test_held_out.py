"""No test item, and no validation item, is known to a stage: with others in their places everything that is learnt from stays as it is."""

import dataclasses

import numpy as np
import torch

from training import presets
from training.aligner.examples import Examples, Positions
from training.data import interactions
from training.recommender.sasrec import SasRec
from training.recommender.train_recommender import windows
from training.recommender.user_representations import user_representations

ITEMS = 40


def learnt_from(histories):
    """What SASRec, Stage 1 and Stage 2 are given, by name."""
    torch.manual_seed(0)
    model = SasRec(ITEMS, width=8, blocks=1, length=6).eval()
    size = dataclasses.replace(presets.FIXTURE.sasrec, cut_share=0.5)
    found = user_representations(model, histories, size, seed=0)
    examples = Examples(Positions(histories, found["user"], found["start"], found["position"], torch.from_numpy(found["x"])), ITEMS, 0)
    chosen = examples.draw(50)
    return {
        "SASRec's pieces": windows(interactions.training_parts(histories), 6, np.random.default_rng(0)),
        "popularity": interactions.training_popularity(histories, ITEMS),
        "x_u": found["x"],
        "x_u of validation": found["validation"],
        "positions": np.stack([found["user"], found["start"], found["position"]]),
        "targets": examples.targets,
        "histories": examples.histories(chosen, 10),
        "negatives": examples.negative(chosen),
        "what is no negative": examples.known,
    }


def test_no_stage_knows_the_held_out_items():
    rng = np.random.default_rng(0)
    histories = [rng.permutation(ITEMS)[: rng.integers(5, 20)] for _ in range(12)]
    others = [np.concatenate([history[:-2], rng.permutation(np.setdiff1d(np.arange(ITEMS), history))[:2]]) for history in histories]
    first, second = learnt_from(histories), learnt_from(others)
    for name, value in first.items():
        assert np.array_equal(value, second[name]), name
