import numpy as np
import pytest
import torch

from training.recommender.recommender import pad
from training.recommender.sasrec import SasRec


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(0)
    return SasRec(30, width=8, blocks=2, length=6, dropout=0.3).eval()


def test_padding_and_the_past_beyond_the_length_change_nothing(model):
    full = model.represent([np.arange(20)])
    last = model.represent([np.arange(14, 20)])
    assert torch.allclose(full, last)
    items = torch.from_numpy(np.stack([pad(np.array([3, 4]), 6)]))
    garbage = model(items)
    with torch.no_grad():
        kept = model.item_embedding[0].clone()
        model.item_embedding[0] = 5.0
        changed = model(items)
        model.item_embedding[0] = kept
    assert torch.allclose(garbage[:, -2:], changed[:, -2:], atol=1e-6)


def test_no_position_sees_the_future(model):
    a, b = torch.tensor([[1, 2, 3, 4, 5, 6]]), torch.tensor([[1, 2, 3, 4, 7, 8]])
    assert torch.allclose(model(a)[:, :4], model(b)[:, :4], atol=1e-6)
