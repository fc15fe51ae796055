import numpy as np
import pytest
import torch

pytest.importorskip("sentence_transformers")

from training.language_model import opt_mini
from training.text import sbert

TEXTS = ["The Matrix (1999). Action, Sci-Fi.", "Amélie (2001). Comedy.", "سينما (1990).", "👩‍👩‍👧"] * 5


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    torch.manual_seed(0)
    return sbert.miniature(TEXTS, tmp_path_factory.mktemp("sbert"))


def test_embeddings_have_length_one_and_gradients(model):
    found = sbert.embed(model.train(), TEXTS[:3])
    assert found.shape == (3, sbert.WIDTH) and torch.allclose(found.norm(dim=1), torch.ones(3), atol=1e-5)
    found.sum().backward()
    assert any(p.grad is not None and p.grad.abs().sum() > 0 for p in model.parameters())


def test_all_texts_keep_their_order(model):
    found = sbert.embed_all(model, TEXTS, "cpu", opt_mini.autocast, batch=3)
    alone = np.concatenate([sbert.embed_all(model, [text], "cpu", opt_mini.autocast) for text in TEXTS[:4]])
    assert np.allclose(found[:4], alone, atol=0.02) and np.allclose(found[4:8], found[:4], atol=0.02)


def test_a_long_text_is_cut(model):
    long = "matrix " * 5000
    assert np.isfinite(sbert.embed_all(model, [long], "cpu", opt_mini.autocast)).all()


def test_a_model_that_is_not_there_is_an_error_with_a_next_step(tmp_path):
    with pytest.raises(FileNotFoundError, match="install the package"):
        sbert.load(str(tmp_path / "nowhere"))


def test_saved_weights_replace_the_graph_of_earlier_ones(model, tmp_path):
    (tmp_path / sbert.EXPORTED).write_bytes(b"of earlier weights")
    sbert.save(model, tmp_path)
    assert not (tmp_path / sbert.EXPORTED).exists() and (tmp_path / "modules.json").exists()
