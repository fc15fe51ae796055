"""The exported sentence encoder against the PyTorch model on a small random BERT that transformers saves."""

import json

import numpy as np
import onnxruntime
import pytest
import torch
import torch.nn.functional as F
from transformers import BertConfig, BertModel

from training.export import sbert_onnx
from training.export.sbert_onnx import SbertQuantisation

TOKENS = 16


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sbert")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=120, hidden_size=64, num_hidden_layers=2, num_attention_heads=4, intermediate_size=96, max_position_embeddings=32, initializer_range=0.1
    )
    BertModel(config).save_pretrained(str(folder))
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text(json.dumps({"pooling_mode_mean_tokens": True}))
    (folder / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": TOKENS}))
    return folder


def batch():
    """Two texts, the second shorter and padded."""
    ids = np.random.default_rng(0).integers(5, 120, (2, 12))
    mask = np.ones((2, 12), np.int64)
    ids[1, 7:], mask[1, 7:] = 0, 0
    return {"input_ids": ids.astype(np.int64), "attention_mask": mask}


def pooled(model, feeds):
    with torch.no_grad():
        hidden = model(**{name: torch.from_numpy(value) for name, value in feeds.items()}).last_hidden_state
    mask = torch.from_numpy(feeds["attention_mask"])[..., None].float()
    return F.normalize((hidden * mask).sum(1) / mask.sum(1), dim=-1).numpy()


@pytest.mark.parametrize("settings", [SbertQuantisation(0, 0), SbertQuantisation(8, 4), SbertQuantisation(4, 8)], ids=str)
def test_agrees_with_pytorch_on_the_same_weights(folder, settings):
    model, feeds = sbert_onnx.load(folder), batch()
    proto = sbert_onnx.build(model, TOKENS, settings)
    got = onnxruntime.InferenceSession(proto.SerializeToString()).run(None, feeds)[0]
    assert np.abs(got - pooled(sbert_onnx.with_dequantised(model, settings), feeds)).max() < 1e-5
    assert np.allclose(np.linalg.norm(got, axis=1), 1, atol=1e-5)


def test_the_shipped_bits_keep_the_direction(folder):
    model, feeds = sbert_onnx.load(folder), batch()
    kept = pooled(sbert_onnx.with_dequantised(model), feeds)
    assert (kept * pooled(model, feeds)).sum(1).min() > 0.99


def test_padding_changes_nothing(folder):
    session = onnxruntime.InferenceSession(sbert_onnx.build(sbert_onnx.load(folder), TOKENS).SerializeToString())
    feeds = batch()
    alone = session.run(None, {name: value[1:, :7] for name, value in feeds.items()})[0]
    assert np.abs(session.run(None, feeds)[0][1] - alone[0]).max() < 1e-5


def test_the_longest_text_is_what_stage_1_trained_with(folder, tmp_path):
    assert sbert_onnx.max_tokens(folder) == TOKENS
    (tmp_path / "max-tokens.json").write_text("64")
    assert sbert_onnx.max_tokens(tmp_path) == 64


def test_another_pooling_is_refused(tmp_path):
    (tmp_path / "1_Pooling").mkdir()
    (tmp_path / "1_Pooling" / "config.json").write_text(json.dumps({"pooling_mode": "cls"}))
    with pytest.raises(ValueError, match="mean"):
        sbert_onnx.load(tmp_path)


def test_a_restored_encoder_keeps_the_graph_that_shipped(folder):
    built = sbert_onnx.graph_of(folder)
    assert onnxruntime.InferenceSession(built).get_inputs()
    (folder / sbert_onnx.EXPORTED).write_bytes(b"as it shipped")
    assert sbert_onnx.graph_of(folder) == b"as it shipped"
    words = lambda model: model.embeddings.word_embeddings.weight
    assert torch.equal(words(sbert_onnx.shipped(folder)), words(sbert_onnx.load(folder)))
    (folder / sbert_onnx.EXPORTED).unlink()
