import json

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


def test_pairs_of_domains_stand_in_one_table_and_replace_themselves(tmp_path):
    rng = np.random.default_rng(0)
    arrays = {"orders": np.stack([rng.permutation(20) for _ in range(40)]), "a-llmrec-sbert-places": rng.integers(1, 21, (40, 20))}
    arrays |= {"a-llmrec-sbert": rng.random((40, 20)), "sbert": rng.random((40, 20))}
    for group in ("movies to games", "games to products", "movies to games"):
        cross_domain.keep(tmp_path, cross_domain.table_rows(arrays, group, 0), f"from {group}", 0)
    table = json.loads((tmp_path / "cross-domain.json").read_text())
    rows = table["rows"]
    assert table["command"] == "from games to products; then from movies to games"
    assert [row["group"] for row in rows] == ["games to products"] * 2 + ["movies to games"] * 2
    assert rows[0]["value"] == round(float((arrays["a-llmrec-sbert-places"][:, 0] == 1).mean()), 4)
    assert "difference" in rows[0] and "difference" not in rows[1]
