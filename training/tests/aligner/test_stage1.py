import dataclasses
import json

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

pytest.importorskip("sentence_transformers")

from training import presets
from training.aligner import stage1
from training.aligner.examples import Examples, load_positions
from training.aligner.joint_space import Stage1, losses


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    """A fixture world up to SASRec."""
    from training.data import catalogue, toy
    from training.recommender import train_sasrec

    folder = tmp_path_factory.mktemp("stage1")
    preset = presets.find("fixture")
    preset = dataclasses.replace(preset, sasrec=dataclasses.replace(preset.sasrec, epochs=3))
    catalogue.run(folder, toy.write(folder / "data"), preset, seed=0)
    train_sasrec.run(folder, preset, seed=0)
    return folder


def test_the_start_keeps_items_apart():
    torch.manual_seed(0)
    items, texts = torch.randn(300, 50) * 0.01 + 3, torch.nn.functional.normalize(torch.randn(300, 384) + 2, dim=1)
    model = Stage1(50, 384, 128)
    model.start(items, texts)
    for joint in (model.joint_item(items), model.joint_text(texts)):
        assert 0.2 < joint.std(0).mean() < 0.4 and abs(joint.mean() - 0.5) < 0.02


def test_texts_get_the_spread_of_their_items():
    torch.manual_seed(0)
    items, texts = torch.randn(300, 50) + 1, torch.nn.functional.normalize(torch.randn(300, 384) + 2, dim=1)
    model = Stage1(50, 384, 128)
    order = model.text_encoder(texts)[:, 3].argsort()
    model.match_spread(items, texts)
    item, text = model.item_encoder(items), model.text_encoder(texts)
    assert torch.allclose(item.mean(0), text.mean(0), atol=1e-4) and torch.allclose(item.std(0), text.std(0), atol=1e-4)
    assert (text[:, 3].argsort() == order).all()


def test_the_loss_is_the_papers():
    torch.manual_seed(0)
    model = Stage1(6, 10, 8)
    users, positive, negative, texts = torch.randn(4, 6), torch.randn(4, 6), torch.randn(4, 6), torch.randn(8, 10)
    total, parts = losses(model, users, positive, negative, texts, alpha=0.5, beta=0.25)
    e = torch.sigmoid(model.item_encoder(torch.cat([positive, negative])))
    q = torch.sigmoid(model.text_encoder(texts))
    decoded = model.item_decoder(e)
    logits = (torch.cat([users, users]) * decoded).sum(-1)
    labels = torch.tensor([1.0] * 4 + [0.0] * 4)
    expected = {
        "match": torch.nn.functional.mse_loss(e, q),
        "item": 0.5 * torch.nn.functional.mse_loss(decoded, torch.cat([positive, negative])),
        "text": 0.25 * torch.nn.functional.mse_loss(model.text_decoder(q), texts),
        "recommendation": 2 * torch.nn.functional.binary_cross_entropy_with_logits(logits, labels),
    }
    for name, value in expected.items():
        assert parts[name] == pytest.approx(value.item(), rel=1e-5), name
    assert total.item() == pytest.approx(sum(parts.values()), rel=1e-5)


def test_a_run_writes_its_files_and_fine_tunes_sbert(work):
    result = stage1.run(work, presets.find("fixture"), seed=0)
    tensors = load_file(str(work / "stage1.safetensors"))
    assert tensors["item_encoder.weight"].shape == (128, 50) and tensors["text_encoder.weight"].shape == (128, 384)
    assert tensors["item_decoder.weight"].shape == (50, 128) and tensors["text_decoder.weight"].shape == (384, 128)
    films = json.loads((work / "catalogue.json").read_text(encoding="utf-8"))
    embeddings = np.load(work / "sbert-embeddings.npy")
    assert embeddings.shape == (len(films["ids"]), 384) and embeddings.dtype == np.float32
    assert np.allclose(np.linalg.norm(embeddings, axis=1), 1, atol=1e-5)
    assert result["deviation"] > 0.1 and not (work / "stage1.pt").exists()

    # The saved SBERT is the one whose embeddings ship: fine-tuned, not the one that training began with.
    from sentence_transformers import SentenceTransformer

    texts = json.loads((work / "texts.json").read_text(encoding="utf-8"))
    saved = SentenceTransformer(str(work / "sbert"), device="cpu").encode(texts[:8], normalize_embeddings=True)
    assert np.abs(saved - embeddings[:8]).max() < 0.02  # the embeddings were computed in bfloat16
    before, after = (load_file(str(work / name / "model.safetensors")) for name in ("sbert-base", "sbert"))
    assert any(not torch.equal(value, after[name]) for name, value in before.items())


def test_an_interrupted_run_goes_on_from_its_checkpoint(work, tmp_path):
    from training.text import sbert

    size = dataclasses.replace(presets.find("fixture").stage1, steps=3, batch=4, checkpoint_minutes=0.0)
    texts = json.loads((work / "texts.json").read_text(encoding="utf-8"))
    embedding = load_file(str(work / "sasrec.safetensors"))["item_embedding"][1:]
    examples, checkpoint = Examples(load_positions(work), len(embedding), 0), tmp_path / "stage1.pt"

    def train(steps):
        model, text_model = Stage1(50, sbert.WIDTH, 128), sbert.miniature(texts, tmp_path / "sbert")
        stage1.fine_tune(model, text_model, texts, embedding, examples, dataclasses.replace(size, steps=steps), checkpoint, None, "cpu")
        return model

    first = train(3)
    stored = torch.load(checkpoint)
    assert stored["step"] == 3 and torch.equal(stored["model"]["item_encoder.weight"], first.item_encoder.weight)
    second = train(4)
    assert torch.load(checkpoint)["step"] == 4
    assert (second.item_encoder.weight - first.item_encoder.weight).abs().max() < 0.01  # one step on, not a new start
