import numpy as np
import torch

from training.aligner.inputs import load_inputs
from training.tests.small_world import write_earlier_steps


def test_cold_items_take_the_text_encoder_and_sparse_ones_both(tmp_path):
    inputs = load_inputs(write_earlier_steps(tmp_path))
    joint = inputs.joint_embeddings("a-llmrec")
    sparse = torch.from_numpy(inputs.popularity[: inputs.warm] <= inputs.sparse_limit)
    assert 0.35 <= sparse.float().mean() < 0.6
    assert torch.equal(joint[: inputs.warm][~sparse], inputs.joint_item[~sparse]) and torch.equal(joint[inputs.warm :], inputs.joint_text[inputs.warm :])
    assert torch.equal(joint[: inputs.warm][sparse], (inputs.joint_item[sparse] + inputs.joint_text[: inputs.warm][sparse]) / 2)
    assert torch.equal(inputs.joint_embeddings("a-llmrec-sbert"), inputs.joint_text)
    assert joint.min() > 0 and joint.max() < 1


def test_histories_leave_out_what_is_predicted(tmp_path):
    inputs = load_inputs(write_earlier_steps(tmp_path))
    sequence = inputs.sequences[0]
    assert np.array_equal(inputs.history(0, "test"), sequence[:-1]) and np.array_equal(inputs.history(0, "validation"), sequence[:-2])
    assert all(p < len(inputs.sequences[u]) - 2 for u, p in zip(inputs.training.user, inputs.training.position))
