from typing import NamedTuple

import numpy as np
import torch

from training.lessons.packing import pack, unpack


class Pair(NamedTuple):
    first: torch.Tensor
    rest: list


def test_what_is_packed_comes_back():
    lessons = Pair(torch.arange(6).view(2, 3), [torch.rand(4), (torch.tensor([True, False]), torch.rand(2, 2))])
    found = unpack(pack(lessons))
    assert isinstance(found, Pair)
    assert torch.equal(found.first, lessons.first) and found.first.dtype == torch.long
    assert torch.equal(found.rest[0], lessons.rest[0])
    assert torch.equal(found.rest[1][0], lessons.rest[1][0]) and torch.equal(found.rest[1][1], lessons.rest[1][1])


def test_all_tensors_are_two():
    packed = pack([torch.arange(3), torch.rand(2), torch.tensor([True])])
    assert packed.whole.tolist() == [0, 1, 2, 1] and packed.whole.dtype == np.int32 and packed.floats.shape == (2,)
