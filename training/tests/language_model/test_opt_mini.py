import pytest
import torch
from transformers import OPTConfig, OPTForCausalLM

from training.language_model import opt_mini
from training.prompts.curriculum import Difficulty
from training.prompts.prompt import PromptBuilder
from training.prompts.synthetic import RetrievalTask, World
from training.settings import LanguageModel, Pretraining

SIZE = LanguageModel(vocab=1024, hidden=256, layers=2, head_size=64, context=256)


def test_hidden_states_and_logits_are_transformers_own():
    model = opt_mini.create(SIZE, 0)[0].eval()
    ids = torch.randint(4, 1024, (2, 9))
    with torch.no_grad():
        ours = opt_mini.logits(model, opt_mini.hidden_states(model, opt_mini.embed(model, ids)))
        assert torch.allclose(ours, model(ids).logits, atol=1e-4)  # the same sums in another order


def test_padding_on_the_right_changes_nothing_before_it():
    model = opt_mini.create(SIZE, 0)[0].eval()
    ids = torch.randint(4, 1024, (1, 9))
    padded = torch.cat([ids, torch.full((1, 5), 1)], dim=1)
    with torch.no_grad():
        short, long = (opt_mini.hidden_states(model, opt_mini.embed(model, x)) for x in (ids, padded))
    assert torch.allclose(short, long[:, :9], atol=1e-4)


def test_the_circuit_continues_a_listed_title_before_any_training():
    """A token of an answer is followed by what followed it in the list, far above chance (1/1024)."""
    model, basis = opt_mini.create(SIZE, 0)
    model.eval()
    builder = PromptBuilder(lambda text: [10 + ord(c) % 90 for c in text][:6])
    titles = torch.randint(100, 1024, (200, 4), generator=torch.Generator().manual_seed(0)).tolist()
    task = RetrievalTask([World(builder, titles)], Pretraining(), len(basis), 0)
    batch = task.batch(8, Difficulty(4, 6, 2, 4))
    with torch.no_grad():
        embeddings = opt_mini.splice(opt_mini.embed(model, batch.prompts[0]), *batch.soft_at, batch.soft @ basis)
        logits = opt_mini.logits(model, opt_mini.hidden_states(model, embeddings)[batch.answer_at])
    logits.scatter_(1, batch.prompts[0][batch.answer_at][:, None], -1e9)  # tied embeddings first say the token itself
    assert (logits.argmax(1) == batch.answer_ids).float().mean() > 0.15


def test_splice_puts_vectors_where_they_belong():
    embeddings, soft = torch.zeros(2, 3, 4), torch.arange(8.0).view(2, 4)
    out = opt_mini.splice(embeddings, torch.tensor([0, 1]), torch.tensor([2, 0]), soft)
    assert torch.equal(out[0, 2], soft[0]) and torch.equal(out[1, 0], soft[1]) and out.abs().sum() == soft.sum()


@pytest.mark.parametrize("narrow", [32, 64])
def test_a_checkpoint_with_an_input_projection_gets_it_folded(tmp_path, narrow):
    """As facebook/opt-350m has; then soft tokens have the model's width."""
    torch.manual_seed(0)
    config = OPTConfig(
        vocab_size=100,
        hidden_size=64,
        word_embed_proj_dim=narrow,
        ffn_dim=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=32,
        do_layer_norm_before=narrow == 64,
    )
    original = OPTForCausalLM(config).eval()
    original.save_pretrained(str(tmp_path))
    model = opt_mini.load(tmp_path).eval()
    ids = torch.randint(4, 100, (1, 7))
    with torch.no_grad():
        embeddings = opt_mini.embed(model, ids)
        ours = opt_mini.logits(model, opt_mini.hidden_states(model, embeddings))
        assert embeddings.shape[-1] == 64
        assert torch.allclose(ours, original(ids).logits, atol=1e-4)
