import numpy as np
import torch

from training.wander import film_map


def groups(count, each=40, width=16, seed=0):
    """Clouds around random points, far from each other."""
    draw = torch.Generator().manual_seed(seed)
    centres = torch.randn(count, width, generator=draw) * 5
    return torch.cat([centre + torch.randn(each, width, generator=draw) * 0.3 for centre in centres])


def test_what_is_alike_stands_together_and_the_same_embeddings_give_the_same_map():
    embeddings = groups(4)
    places = film_map.place(embeddings)
    assert places.dtype == np.uint16 and places.shape == (160, 2)
    assert (places == film_map.place(embeddings)).all()
    distances = np.linalg.norm(places[:, None].astype(float) - places[None], axis=-1) + np.eye(160) * 1e9
    of = np.arange(160) // 40
    assert (of[distances.argmin(1)] == of).mean() > 0.95


def test_neighbours_are_the_nearest_by_the_cosine_and_never_oneself():
    embeddings = groups(3)
    rows, distances = film_map.neighbours(embeddings, 5, chunk=50)
    unit = torch.nn.functional.normalize(embeddings, dim=1).numpy()
    similarity = unit @ unit.T
    np.fill_diagonal(similarity, -2)
    assert np.allclose(np.sort(similarity, 1)[:, ::-1][:, :5], 1 - distances, atol=1e-5)
    assert not (rows == np.arange(len(rows))[:, None]).any()


def test_few_items_and_items_that_are_all_alike_have_a_place_too():
    assert film_map.place(torch.randn(3, 8, generator=torch.Generator().manual_seed(1))).shape == (3, 2)
    assert film_map.place(torch.ones(40, 8)).shape == (40, 2)


def test_the_map_fills_the_square_in_one_scale():
    places = film_map.quantise(np.array([[0.0, 0.0], [4.0, 1.0]]))
    assert places.tolist() == [[0, 24576], [65535, 40959]]
