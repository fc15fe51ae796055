import numpy as np
import torch
from safetensors.torch import load_file, save_file

from training.aligner.projections import Aligner, Projection, latest, spread


def test_projections_are_the_papers_networks_with_a_length():
    aligner = Aligner(50, 128, 64)
    names = {name: tuple(t.shape) for name, t in aligner.state_dict().items()}
    assert names["user_projection.0.weight"] == (64, 50) and names["item_projection.0.weight"] == (64, 128)
    assert names["user_projection.1.weight"] == (64,) and names["user_projection.3.weight"] == (64, 64)
    out = aligner.user_projection(torch.randn(5, 50))
    assert torch.allclose(out.norm(dim=-1), aligner.user_projection.scale.expand(5), atol=1e-5)


def test_an_aligner_survives_its_file(tmp_path):
    aligner = Aligner(8, 16, 32)
    aligner.save(tmp_path / "stage2.safetensors")
    again = Aligner.load(tmp_path / "stage2.safetensors")
    x = torch.randn(3, 16)
    assert torch.equal(aligner.item_projection(x), again.item_projection(x))


def test_an_aligner_from_before_has_the_users_token_of_f_u_alone(tmp_path):
    aligner = Aligner(8, 16, 32)
    aligner.save(tmp_path / "stage2.safetensors")
    tensors = load_file(str(tmp_path / "stage2.safetensors"))
    save_file({name: tensor for name, tensor in tensors.items() if "projection" in name and "history" not in name}, str(tmp_path / "older.safetensors"))
    again, x = Aligner.load(tmp_path / "older.safetensors"), torch.randn(2, 8)
    assert torch.allclose(again.user_tokens(x, torch.randn(3, 32), latest([[0, 2], [1]], 2)), aligner.user_projection(x), atol=1e-6)


def test_the_users_token_is_turned_to_the_latest_films_most():
    aligner, items = Aligner(8, 16, 4), torch.diag(torch.tensor([2.0, 3.0, 1.0, 1.0]))
    aligner.start_in(None, history=2.0, recency=0.5)
    x = torch.randn(1, 8)
    own = aligner.user_projection(x)[0]
    token = aligner.user_tokens(x, items, latest([[3, 0, 1]], 3))[0]
    added = 2 * torch.tensor([2.0, 4.0, 0.0, 1.0]) / 7  # directions count, not lengths
    assert torch.allclose(token, torch.nn.functional.normalize(own + added, dim=0), atol=1e-6)
    assert torch.allclose(aligner.user_tokens(x, items, latest([[]], 3))[0], own, atol=1e-6)


def test_users_are_left_to_their_histories():
    aligner, x, items, histories = Aligner(8, 16, 32), torch.randn(200, 8), torch.randn(3, 32), np.tile([0, 2], (200, 1))
    aligner.start_in(None, history=1.9, recency=0.8)
    whole = aligner.user_tokens(x, items, histories)
    aligner.drop(0.0, 0.7)
    torch.manual_seed(0)
    token = aligner.user_tokens(x, items, histories)
    kept = torch.isclose(token, whole, atol=1e-6).all(1)
    alone = token[~kept]
    assert 0.2 < kept.float().mean() < 0.4 and torch.allclose(alone, alone[:1].expand_as(alone), atol=1e-6)
    aligner.drop(0.0, 0.0)
    assert torch.equal(aligner.user_tokens(x, items, histories), whole)


def test_histories_are_cut_to_the_latest_rows():
    assert latest([[4, 5, 6], [], [7]], 2).tolist() == [[5, 6], [-1, -1], [-1, 7]]


def test_standardising_is_folded_into_the_weights_and_taken_back():
    torch.manual_seed(0)
    projection, sample = Projection(6, 32, torch.nn.GELU()), torch.randn(500, 6) * 0.01 + 0.5
    mean, deviation = spread(sample)
    before = projection[0]((sample - mean) / deviation)
    projection.fold(mean, deviation)
    assert torch.allclose(projection[0](sample), before, atol=1e-3)
    projection.unfold(mean, deviation)
    assert torch.allclose(projection[0]((sample - mean) / deviation), before, atol=1e-3)


def test_the_projection_starts_and_is_kept_in_a_subspace():
    torch.manual_seed(0)
    basis = torch.linalg.qr(torch.randn(32, 8))[0].T  # [8, 32]
    projection = Projection(6, 32, torch.nn.GELU())
    outside = lambda x: (x - x @ basis.T @ basis).norm()
    projection.start_in(basis)
    assert outside(projection(torch.randn(10, 6))) < 1e-4
    projection[3].weight.data.add_(0.1)
    assert outside(projection(torch.randn(10, 6))) > 0.01
    projection.confine(basis)
    assert outside(projection(torch.randn(10, 6))) < 1e-4


def test_confined_users_carry_no_genres_and_items_may():
    torch.manual_seed(0)
    spans = torch.linalg.qr(torch.randn(32, 12))[0].T
    basis, aligner = spans[:8], Aligner(6, 16, 32)
    torch.nn.init.normal_(aligner.history_projection.weight)
    aligner.confine(basis, spans)
    items = aligner.item_projection(torch.rand(5, 16))
    users = aligner.user_tokens(torch.randn(2, 6), items, latest([[0, 2], [1]], 2))
    outside = lambda x, span: (x - x @ span.T @ span).norm()
    assert outside(users, basis) < 1e-5 and outside(items, spans) < 1e-5 and outside(items, basis) > 0.01
