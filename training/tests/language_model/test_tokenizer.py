import pytest
from transformers import AutoTokenizer

from training.language_model import tokenizer as bpe

TEXT = ["The Matrix is a film.", "A night at the opera, and a day.", "Äpfel und Öl 映画 🎬"]


def test_every_text_survives_and_the_special_ids_are_opts(tmp_path):
    tokenizer = bpe.train(TEXT, 290)
    bpe.save(tokenizer, tmp_path)
    again = bpe.load(tmp_path)
    for text in [*TEXT, 'unseen "quotes" \u200f emoji 🦖 </script>', " leading space "]:
        assert again.decode(bpe.encoder(again)(text)) == text
    assert [again.token_to_id(token) for token in bpe.SPECIAL] == [0, 1, 2, 3]


def test_transformers_loads_the_folder(tmp_path):
    tokenizer = bpe.train(TEXT, 290)
    bpe.save(tokenizer, tmp_path)
    loaded = AutoTokenizer.from_pretrained(str(tmp_path))
    assert loaded("The Matrix", add_special_tokens=False)["input_ids"] == bpe.encoder(tokenizer)("The Matrix")
    assert (loaded.bos_token_id, loaded.eos_token_id, loaded.pad_token_id) == (2, 2, 1)


def test_too_little_text_is_an_error():
    with pytest.raises(ValueError, match="too small"):
        bpe.train(["a b"], 5000)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"tokenizer\.json"):
        bpe.load(tmp_path)


def test_an_opt_checkpoints_vocab_and_merges_are_enough(tmp_path):
    tokenizer = bpe.train(TEXT, 290)
    tokenizer.model.save(str(tmp_path))
    assert bpe.encoder(bpe.load(tmp_path))("The Matrix") == bpe.encoder(tokenizer)("The Matrix")
