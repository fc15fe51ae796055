"""The exported graph against transformers' OPTForCausalLM on small random checkpoints that transformers itself saves."""

import numpy as np
import onnxruntime
import pytest
import torch
from transformers import OPTConfig, OPTForCausalLM

from training.export import opt_onnx
from training.export.opt_onnx import FLOAT, Quantisation

VOCABULARY, LENGTH = 257, 40
LAYOUTS = {
    "as opt-125m: pre-LN": {"num_attention_heads": 2},
    "as opt-350m: post-LN, narrow embedding": {"num_attention_heads": 2, "do_layer_norm_before": False, "word_embed_proj_dim": 32},
    "head size 64": {"num_attention_heads": 1},
}
READINGS = {"prefill": [LENGTH], "decode": [30] + [1] * 10, "prefill in pieces": [20, 12, 5, 3]}  # positions of each pass


@pytest.fixture(scope="module", params=LAYOUTS, ids=str)
def model(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("opt")
    torch.manual_seed(0)
    config = OPTConfig(
        vocab_size=VOCABULARY,
        num_hidden_layers=2,
        ffn_dim=256,
        max_position_embeddings=128,
        init_std=0.15,
        **{"hidden_size": 64, "word_embed_proj_dim": 64, **LAYOUTS[request.param]},
    )
    made = OPTForCausalLM(config)
    for parameter in made.parameters():
        if parameter.ndim == 1:  # norms and biases, which start as ones and zeros
            parameter.data.add_(0.1 * torch.randn_like(parameter))
    made.save_pretrained(str(folder))
    return opt_onnx.load(folder)


def read(session, model, ids, chunks):
    """Logits of every position, [s, V], read in passes of so many positions, in plain causal order."""
    tables, config = opt_onnx.embeddings(model), model.config
    embedded = (tables["token_embedding"][ids] + tables["position_embedding"][2 : 2 + len(ids)]).astype(np.float32)
    past = {
        f"past_key_values.{i}.{kind}": np.zeros((1, 0, config.hidden_size), np.float32) for i in range(config.num_hidden_layers) for kind in ("key", "value")
    }
    names = [output.name for output in session.get_outputs()]
    begin, logits = 0, []
    for count in chunks:
        end = begin + count
        later = np.arange(end)[None, :] > np.arange(begin, end)[:, None]
        bias = np.where(later, -1e9, 0).astype(np.float32)[None, None]
        feeds = {"inputs_embeds": embedded[None, begin:end], "attention_bias": bias, "logit_positions": np.arange(count)}
        outputs = dict(zip(names, session.run(None, {**past, **feeds})))
        past = {name: np.concatenate([kept, outputs[name.replace("past_key_values", "present")]], axis=1) for name, kept in past.items()}
        logits.append(outputs["logits"][0])
        begin = end
    return np.concatenate(logits)


def session_of(proto):
    return onnxruntime.InferenceSession(proto.SerializeToString(), providers=["CPUExecutionProvider"])


def expected(model, ids):
    with torch.no_grad():
        return model(torch.tensor(ids)[None]).logits[0].numpy()


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize(
    "settings, tolerance",
    [
        (FLOAT, 1e-4),  # the same arithmetic in another order
        (Quantisation(accuracy_level=0), 1e-4),  # f32 activations: exactly the dequantised weights
        (Quantisation.suited(64), 1e-4),
        (Quantisation(accuracy_level=0, zero_points=False, head_bits=4), 1e-4),
        (Quantisation(accuracy_level=4), 0.15),  # activations rounded to int8 on this CPU; logits are up to 5
    ],
    ids=lambda value: value.describe() if isinstance(value, Quantisation) else str(value),
)
def test_agrees_with_transformers(model, settings, tolerance, reading):
    ids = np.random.default_rng(0).integers(0, VOCABULARY, LENGTH)
    quantised = opt_onnx.quantise_model(model, settings) if settings.bits else {}
    got = read(session_of(opt_onnx.build(model, settings, quantised)), model, ids, READINGS[reading])
    wanted = expected(opt_onnx.with_dequantised(model, quantised), ids)
    assert np.abs(got - wanted).max() < tolerance


def test_the_checkpoint_itself_is_the_reference(model):
    """Without quantisation the twin is the model as loaded: nothing of the parity comes from our own copy."""
    ids = np.random.default_rng(1).integers(0, VOCABULARY, LENGTH)
    got = read(session_of(opt_onnx.build(model, FLOAT)), model, ids, [LENGTH])
    assert np.abs(got - expected(model, ids)).max() < 1e-4


def test_refuses_other_architectures(tmp_path):
    from transformers import GPT2Config

    GPT2Config(n_layer=1).save_pretrained(str(tmp_path))
    with pytest.raises(ValueError, match="gpt2"):
        opt_onnx.load(tmp_path)
