import numpy as np
import torch

from training.aligner.projections import Aligner
from training.evaluation import cross_domain


def test_a_user_of_another_domain_stands_where_the_history_points():
    torch.manual_seed(0)
    aligner = Aligner(4, 6, 8).eval()
    basis = torch.linalg.qr(torch.randn(8, 3))[0].T
    with torch.no_grad():
        aligner.user_projection.scale.fill_(2.5)
        items = aligner.item_projection(torch.rand(5, 6))
    for known in (basis, None):
        tokens = cross_domain.user_tokens(aligner, items, [np.array([3]), np.array([0, 1])], known)
        assert torch.allclose(tokens.norm(dim=1), torch.full((2,), 2.5), atol=1e-5)
        compared = items if known is None else items @ known.T @ known
        assert torch.nn.functional.cosine_similarity(tokens[:1], compared)[3] > 0.9999
