import dataclasses

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from training import opt_mini, presets
from training.aligner import Aligner, Projection, latest, load_inputs, spread
from training.prompt import PromptBuilder
from training.prompter import Prompter, soft_tokens
from training.ranking import rank
from training.stage2 import likelihood, start
from training.tests.small_world import write_earlier_steps
from training.warm_up import Examples, compare, contrastive, either, subspace


def encode(text):
    return [100 + ord(c) for c in text]


def test_projections_are_the_papers_networks_with_a_length():
    aligner = Aligner(50, 128, 64)
    names = {name: tuple(t.shape) for name, t in aligner.state_dict().items()}
    assert names["user_projection.0.weight"] == (64, 50) and names["item_projection.0.weight"] == (64, 128)
    assert names["user_projection.1.weight"] == (64,) and names["user_projection.3.weight"] == (64, 64)
    out = aligner.user_projection(torch.randn(5, 50))
    assert torch.allclose(out.norm(dim=-1), aligner.user_projection.scale.expand(5), atol=1e-5)


def test_a_batch_reads_one_encoder():
    item, text, rng = torch.zeros(4, 3), torch.ones(4, 3), np.random.default_rng(0)
    drawn = [float(either(item, text, 0.3, rng).mean()) for _ in range(1000)]
    assert set(drawn) == {0.0, 1.0} and 0.25 < np.mean(drawn) < 0.35
    assert either(item, text, 0.0, rng) is item


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


def test_cold_items_take_the_text_encoder_and_sparse_ones_both(tmp_path):
    inputs = load_inputs(write_earlier_steps(tmp_path))
    joint = inputs.joint("a-llmrec")
    sparse = torch.from_numpy(inputs.popularity[: inputs.warm] <= inputs.sparse_limit)
    assert 0.35 <= sparse.float().mean() < 0.6
    assert torch.equal(joint[: inputs.warm][~sparse], inputs.joint_item[~sparse]) and torch.equal(joint[inputs.warm :], inputs.joint_text[inputs.warm :])
    assert torch.equal(joint[: inputs.warm][sparse], (inputs.joint_item[sparse] + inputs.joint_text[: inputs.warm][sparse]) / 2)
    assert torch.equal(inputs.joint("a-llmrec-sbert"), inputs.joint_text)
    assert joint.min() > 0 and joint.max() < 1


def test_histories_leave_out_what_is_predicted(tmp_path):
    inputs = load_inputs(write_earlier_steps(tmp_path))
    sequence = inputs.sequences[0]
    assert np.array_equal(inputs.history(0, "test"), sequence[:-1]) and np.array_equal(inputs.history(0, "validation"), sequence[:-2])
    assert all(p < len(inputs.sequences[u]) - 2 for u, p in zip(inputs.train_user, inputs.train_position))


def test_negatives_are_different_and_unmet(tmp_path):
    inputs = load_inputs(write_earlier_steps(tmp_path))
    negatives = Examples(inputs, 0).unmet(3, 19)
    assert len(set(negatives)) == 19 and not set(negatives) & set(inputs.sequences[3].tolist())


def test_soft_tokens_stand_beside_their_titles(tmp_path):
    inputs = load_inputs(write_earlier_steps(tmp_path))
    prompter = Prompter(PromptBuilder(encode), inputs)
    history, candidates = [4, 7, 9], [11, 12, 13]
    prompt, answers, used = prompter.recommend(history, candidates)
    items, user = torch.arange(60.0)[:, None].expand(60, 4), torch.full((4,), -1.0)
    vectors = soft_tokens(prompt, user, items, used, candidates)
    assert vectors[:, 0].tolist() == [-1, 4, 7, 9, 11, 12, 13, -1]
    assert answers[1] == [*encode(inputs.titles[12])[:16], *encode('"')]


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


def test_the_likelihood_is_the_rankings(tmp_path):
    inputs = load_inputs(write_earlier_steps(tmp_path))
    model, basis = opt_mini.create(presets.LanguageModel(512, 64, 2, 32, 1024), 0)
    aligner = Aligner(inputs.train_x.shape[1], inputs.joint_item.shape[1], 64)
    prompter, joint = Prompter(PromptBuilder(encode), inputs), inputs.joint("a-llmrec")
    numbers = dataclasses.replace(presets.FIXTURE.stage2, batch=1, text_share=0.0, likelihood_temperature=1.0, candidates=6)
    with torch.no_grad():
        loss, _ = likelihood(model, aligner, inputs, joint, prompter, Examples(inputs, 3), numbers, basis, "cpu")
        again = Examples(inputs, 3)  # draws the same
        example = int(again.draw(1)[0])
        candidates = again.unmet(inputs.train_user[example], 5)
        place = int(again.rng.integers(0, 6))
        candidates.insert(place, int(again.targets[example]))
        prompt, answers, used = prompter.recommend(inputs.train_history(example).tolist(), candidates)
        items = aligner.item_projection(joint)
        token = aligner.user_tokens(inputs.train_x[example][None], items, latest([used], prompter.read))[0]
        scores = rank(model, [prompt], [soft_tokens(prompt, token, items, used, candidates)], [answers])[0]
    assert loss.item() == pytest.approx(-scores[place].item(), abs=1e-4)


def test_an_equal_popularity_adjusts_nothing_and_another_does(tmp_path):
    inputs = load_inputs(write_earlier_steps(tmp_path))
    model, basis = opt_mini.create(presets.LanguageModel(512, 64, 2, 32, 1024), 0)
    aligner = Aligner(inputs.train_x.shape[1], inputs.joint_item.shape[1], 64)
    prompter, numbers = Prompter(PromptBuilder(encode), inputs), dataclasses.replace(presets.FIXTURE.stage2, batch=2, text_share=0.0)

    def losses(popularity, adjustment):
        inputs.popularity = popularity
        adjusted = dataclasses.replace(numbers, logit_adjustment=adjustment)
        with torch.no_grad():
            return torch.stack(likelihood(model, aligner, inputs, inputs.joint_item, prompter, Examples(inputs, 3), adjusted, basis, "cpu"))

    given = inputs.popularity
    plain = losses(given, 0.0)
    assert torch.allclose(losses(np.full_like(given, 7), 0.3), plain, atol=1e-4)
    assert not torch.allclose(losses(given, 0.3), plain, atol=1e-2)


def test_the_warm_up_with_logit_adjustment_favours_popular_items_less(tmp_path):
    inputs = load_inputs(write_earlier_steps(tmp_path))
    rng = np.random.default_rng(0)
    wanted = rng.choice(inputs.warm, len(inputs.train_user), p=np.arange(1, inputs.warm + 1) / np.arange(1, inputs.warm + 1).sum())
    inputs.popularity[: inputs.warm] = np.bincount(wanted, minlength=inputs.warm)

    def favour(adjustment):
        numbers = dataclasses.replace(presets.FIXTURE.stage2, contrastive_steps=150, text_share=0.0, contrastive_dropout=0.0, logit_adjustment=adjustment)
        examples = Examples(inputs, 0)
        examples.targets = wanted
        aligner = start(inputs, examples, None, 32, 1.0, numbers, 0)
        contrastive(aligner, inputs, examples, numbers, None, 10, "cpu", lambda line: None)
        with torch.no_grad():
            items = compare(aligner.item_projection(inputs.joint("a-llmrec")), None)[: inputs.warm]
            tokens = compare(aligner.user_tokens(inputs.users["validation"], items, latest([inputs.history(u, "validation") for u in range(len(inputs.sequences))], 10)), None)
        return np.corrcoef((tokens @ items.T).mean(0).numpy(), np.log1p(inputs.popularity[: inputs.warm]))[0, 1]

    assert favour(1.0) < favour(0.0)


def test_without_genre_facts_items_keep_their_length_and_the_users_subspace(tmp_path):
    inputs = load_inputs(write_earlier_steps(tmp_path))
    inputs.genres = [()] * len(inputs.titles)
    model, basis = opt_mini.create(presets.LanguageModel(512, 64, 2, 32, 1024), 0)
    save_file({"basis": basis.contiguous()}, str(tmp_path / "basis.safetensors"))
    known = subspace(model, PromptBuilder(encode), inputs, tmp_path / "basis.safetensors", "cpu")
    numbers, examples = dataclasses.replace(presets.FIXTURE.stage2, contrastive_steps=60), Examples(inputs, 0)
    aligner = start(inputs, examples, known, 64, 1.0, numbers, 0)
    length = aligner.item_projection.scale.item()
    contrastive(aligner, inputs, examples, numbers, known, 10, "cpu", lambda line: None)
    items = aligner.item_projection(inputs.joint("a-llmrec"))
    assert aligner.item_projection.scale.item() == pytest.approx(length, rel=0.05)
    assert (items - items @ basis.T @ basis).norm() < 1e-4


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
