"""opt-mini's byte-level BPE, trained on a share of the text and on film titles, in Hugging Face's tokenizer.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Callable, Iterable

from tokenizers import ByteLevelBPETokenizer, Tokenizer, decoders, models, pre_tokenizers, trainers

SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]  # ids 0..3, as in OPT
PAD, BOS = 1, 2  # OPT opens a sequence, and parts documents, with </s>


def train(texts: Iterable[str], vocab: int) -> Tokenizer:
    """As `learn`. Raises ValueError where the texts give fewer tokens."""
    tokenizer = learn(texts, vocab)
    if tokenizer.get_vocab_size() != vocab:
        raise ValueError(f"The text is too small for {vocab} tokens: it gave {tokenizer.get_vocab_size()}. Use more text or a smaller vocabulary.")
    return tokenizer


def learn(texts: Iterable[str], most: int) -> Tokenizer:
    """texts: any strings. Every byte is in the vocabulary, so no text is unknown. most: tokens of it."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=most, special_tokens=SPECIAL, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def save(tokenizer: Tokenizer, folder: Path) -> None:
    """Writes tokenizer.json and the configuration that makes transformers and transformers.js load it."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": "</s>",
        "eos_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "clean_up_tokenization_spaces": False,
        "model_max_length": 1024,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def load(folder: Path) -> Tokenizer:
    """Reads the tokenizer of opt-mini or of any OPT checkpoint (tokenizer.json, or vocab.json with merges.txt)."""
    path = folder / "tokenizer.json"
    if path.exists():
        return Tokenizer.from_file(str(path))
    if (folder / "vocab.json").exists() and (folder / "merges.txt").exists():
        return ByteLevelBPETokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"))._tokenizer
    raise FileNotFoundError(f"{path} is missing: run the step that trains the tokenizer, or put the checkpoint's tokenizer files beside its weights.")


def encoder(tokenizer: Tokenizer) -> Callable[[str], list[int]]:
    """text -> ids without special tokens, as the prompt's pieces and titles are tokenised."""
    return lambda text: tokenizer.encode(text, add_special_tokens=False).ids
