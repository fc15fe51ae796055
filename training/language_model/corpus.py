"""What opt-mini reads: English text, and statements and questions about films made of facts. No user interactions.

The result is one stream of token ids (documents end with </s>), cached in the work folder as corpus.npy. The genre questions are
drawn during training from the films' facts.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Iterator, Sequence

import numpy as np
from tokenizers import Tokenizer

from ..data.files import open_text
from ..data.movielens import Film, load_films
from ..loop.progress import Say
from ..settings import Preset
from . import tokenizer as bpe
from .film_facts import choice, statement

CHUNK = 2000  # characters of a document; longer ones are read from their beginning


def clean(text: str) -> str:
    text = re.sub(r"<br\s*/?>", " ", text)
    text = re.sub(r"\(\s*[;,]?\s*\)|\"\"", "", text)
    return re.sub(r"[ \t]{2,}", " ", text).strip()


def documents(data: Path, name: str, characters: int) -> Iterator[str]:
    """Documents of text/<name>.txt.xz up to a number of characters, evenly spread over the file."""
    with open_text(data / "text" / f"{name}.txt.xz") as file:
        paragraphs = file.read().split("\n\n")
    if name == "encyclopedia":  # a title stands alone before its article
        paragraphs = [p for p in paragraphs if len(p) > 200]
    total = sum(min(len(p), CHUNK) for p in paragraphs)
    step = max(1.0, total / max(1, characters))
    taken, position = 0, 0.0
    while position < len(paragraphs) and taken < characters:
        text = clean(paragraphs[int(position)][:CHUNK])
        position += step
        if len(text) > 20:
            taken += len(text)
            yield text


def sizes(data: Path, preset: Preset) -> dict[str, int]:
    """Characters to take from each text that the folder has; what the publishers offer for download lacks some (publishers.py)."""
    return {name: characters for name, characters in preset.corpus.characters.items() if (data / "text" / f"{name}.txt.xz").exists()}


def stream(data: Path, preset: Preset, films: Sequence[Film], seed: int) -> Iterator[str]:
    rng = random.Random(seed)
    mix = [text for name, characters in sizes(data, preset).items() for text in documents(data, name, characters)]
    extracts = [f'"{film.title}" ({film.year}). {clean(film.extract)}' for film in films if film.extract]
    mix += rng.sample(extracts, min(preset.corpus.extracts, len(extracts)))
    known = [film for film in films if film.genres]
    for _ in range(preset.corpus.fact_passes):
        rng.shuffle(known)
        facts = [statement(film, rng) for film in known if film.cast or rng.random() < 0.4]
        facts += [str(choice(known, rng)) for _ in range(len(facts) // 4)] if len(known) > 3 else []
        rng.shuffle(facts)
        mix += [" ".join(facts[i : i + 8]) for i in range(0, len(facts), 8)]
    rng.shuffle(mix)
    yield from mix


def tokenizer_texts(data: Path, preset: Preset, films: Sequence[Film]) -> Iterator[str]:
    taken = sizes(data, preset)
    share = preset.corpus.tokenizer_characters / max(1, sum(taken.values()))
    for name, characters in taken.items():
        yield from documents(data, name, int(characters * min(1.0, share)))
    for _ in range(preset.corpus.title_weight):
        for film in films:
            yield film.title
            yield f' "{film.title}"'


def prepare(work: Path, data: Path, preset: Preset, seed: int, log: Say = print) -> tuple[Tokenizer, np.ndarray, list[Film]]:
    """(tokenizer, token stream uint16 [n], films); the first two are cached in the work folder."""
    of_movielens, others = load_films(data)
    films = of_movielens + others
    folder = work / "tokenizer"
    if not (folder / "tokenizer.json").exists():
        bpe.save(bpe.train(tokenizer_texts(data, preset, films), preset.language_model.vocab), folder)
        log(f"tokenizer: {preset.language_model.vocab} tokens")
    tokenizer = bpe.load(folder)
    cache = work / "corpus.npy"
    if not cache.exists():
        ids: list[np.ndarray] = []
        batch: list[str] = []

        def flush() -> None:
            for encoding in tokenizer.encode_batch(batch, add_special_tokens=False):
                ids.append(np.asarray([*encoding.ids, bpe.BOS], dtype=np.uint16))
            batch.clear()

        for text in stream(data, preset, films, seed):
            batch.append(text)
            if len(batch) == 1000:
                flush()
        flush()
        np.save(cache, np.concatenate(ids))
    tokens = np.load(cache, mmap_mode="r")
    log(f"corpus: {len(tokens):,} tokens")
    return tokenizer, tokens, films
