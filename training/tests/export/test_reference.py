"""What the parity numbers are made of, in catalogues with cold items and without."""

import numpy as np
import pytest

from training.export.reference import CANDIDATES, make_requests, shown_rows


@pytest.mark.parametrize("warm", [60, 100], ids=["some are cold", "everything was rated"])
def test_requests_and_texts_are_of_the_catalogue_and_each_candidate_comes_once(warm):
    catalogue = {"ids": list(range(100)), "titles": [f"Film {i % 99}" for i in range(100)], "years": list(range(1900, 2000)), "warm": warm}
    requests = make_requests(catalogue, np.random.default_rng(0), 10)
    assert {request["system"] for request in requests} == {"a-llmrec", "a-llmrec-sbert", "llm-only"}
    for request in requests:
        rows = [*request["history"], *request["candidates"]]
        assert request["history"] and set(rows) <= set(catalogue["ids"])
        assert CANDIDATES - 3 <= len(set(request["candidates"])) == len(request["candidates"])
    assert any(row >= warm for request in requests for row in request["history"]) == (warm < 100)
    assert {0, 99} <= set(requests[-1]["candidates"])  # who share a title
    assert all(0 <= row < 100 for row in shown_rows(100, warm))
