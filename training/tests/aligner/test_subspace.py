import torch
import torch.nn.functional as F
from torch import nn

from training.aligner.projections import Projection
from training.aligner.subspace import Subspace, carry_genres, compare, of_whole_history


def test_a_question_about_all_that_was_watched_turns_the_users_genres_towards_the_history():
    basis = torch.tensor([[1.0, 0.0, 0.0]])
    user, items = torch.tensor([7.0, 3.0, 0.0]), torch.tensor([[1.0, 0.0, 2.0], [-4.0, 0.0, 2.0]])
    assert torch.allclose(of_whole_history(user, items, basis, 0.5), torch.tensor([7.0, 4.5**0.5, 4.5**0.5]))
    assert torch.equal(of_whole_history(user, items, basis, 0.0), user)


def test_films_that_carry_nothing_beside_the_basis_leave_the_user_as_it_is():
    basis = torch.tensor([[1.0, 0.0, 0.0]])
    user = torch.tensor([7.0, 3.0, 0.0])
    assert torch.allclose(of_whole_history(user, torch.tensor([[2.0, 0.0, 0.0]]), basis, 0.5), user)


def test_rare_genres_are_carried_too_and_what_retrieval_compares_stays():
    generator = torch.Generator().manual_seed(0)
    torch.manual_seed(0)
    projection = Projection(6, 8, nn.GELU()).eval()
    basis, directions = torch.eye(8)[:3], torch.eye(8)[3:5]
    rare = torch.arange(400) % 40 == 0
    films = F.one_hot(rare.long(), 2).float()
    joint = torch.randn(400, 6, generator=generator) + rare[:, None] * torch.tensor([2.0, 0, 0, 0, 0, 0])
    known = Subspace(basis, directions, films, torch.eye(8)[:5])
    before = projection(joint)
    carry_genres(projection, joint, 300, known)
    after = projection(joint)
    assert torch.allclose(compare(before, basis), compare(after, basis), atol=1e-4)
    assert after[:, 5:].abs().max() < 1e-5  # nothing beside basis and directions
    shares = after[:, 3:5]
    assert (shares[rare].argmax(1) == 1).float().mean() > 0.7 and (shares[~rare].argmax(1) == 0).float().mean() > 0.7


def test_films_without_known_genres_change_no_coordinate_that_is_compared():
    torch.manual_seed(0)
    projection = Projection(6, 8, nn.GELU()).eval()
    basis, joint = torch.eye(8)[:3], torch.randn(20, 6)
    before = projection(joint)
    carry_genres(projection, joint, 20, Subspace(basis, torch.eye(8)[3:5], torch.zeros(20, 2), torch.eye(8)[:5]))
    assert torch.isfinite(projection(joint)).all()
    assert torch.allclose(compare(before, basis), compare(projection(joint), basis), atol=1e-4)
