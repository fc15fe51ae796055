"""A data folder and the earlier steps' files in miniature, made of random numbers, for tests of the later steps."""

import dataclasses
import json
import lzma

import numpy as np
import torch
from safetensors.torch import save_file

from training import presets

WORDS = [
    "the",
    "red",
    "house",
    "of",
    "silent",
    "rivers",
    "night",
    "stranger",
    "beyond",
    "last",
    "summer",
    "ghost",
    "machine",
    "paper",
    "moon",
    "king",
    "river",
    "stone",
    "winter",
]
GENRES = ["Drama", "Comedy", "Crime", "Action", "Sci-Fi"]
FILMS = GAMES = 60


def small_preset(**pretraining):
    preset = presets.find("fixture")
    return dataclasses.replace(preset, pretraining=dataclasses.replace(preset.pretraining, **pretraining))


def encode(text: str) -> list[int]:
    """One id a character, so that ids can be read back."""
    return [100 + ord(c) for c in text]


def title(i: int) -> str:
    rng = np.random.default_rng(i)
    return " ".join(rng.choice(WORDS, rng.integers(1, 4))).title() + f" {i}"


def write_data(folder):
    rng = np.random.default_rng(0)
    for name in ("movielens", "films", "text"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    with lzma.open(folder / "movielens/movies.csv.xz", "wt") as file:
        file.write("movieId,title,genres\n")
        for i in range(FILMS):
            file.write(f'{i + 1},"{title(i)} ({1950 + i})",{"|".join(rng.choice(GENRES, 2, replace=False))}\n')
    with lzma.open(folder / "movielens/ratings.csv.xz", "wt") as file:
        file.write("uid,movieId,rating,timestamp,src\n1,1,4,1000000000,a\n1,2,3,1000000001,a\n")
    with lzma.open(folder / "films/wikipedia-films.jsonl.xz", "wt") as file:
        for i in range(0, FILMS, 2):
            film = {"title": title(i), "year": 1950 + i, "cast": ["Ann Lee", "Bo Ray"], "genres": ["Drama"], "extract": f"{title(i)} is a film about a house."}
            file.write(json.dumps(film) + "\n")
    for name in ("reviews", "dialogues"):
        with lzma.open(folder / f"text/{name}.txt.xz", "wt") as file:
            for _ in range(300):
                file.write(
                    " ".join("".join(rng.choice(list("abcdefghijklmnopqrstuvwxyz"), rng.integers(2, 9))) + " " + rng.choice(WORDS) for _ in range(30))
                    + ".<br />\n\n"
                )
    return folder


def write_games(folder, users=80):
    rng = np.random.default_rng(0)
    folder.mkdir(parents=True)
    titles = ["Pok&eacute;mon Moon", "Dungeons &amp;amp; Dragons", *(f"Game {i} - PC" for i in range(2, GAMES))]
    with lzma.open(folder / "items.tsv.xz", "wt", encoding="utf-8") as file:
        file.write("item_id\ttitle\n" + "".join(f"{i}\t{title}\n" for i, title in enumerate(titles)))
        file.write(f"{GAMES}\tRarely Played\n{GAMES + 1}\trarely played\n{GAMES + 2}\tGAME 5 - PC\n")
    with lzma.open(folder / "sequences.tsv.xz", "wt", encoding="utf-8") as file:
        file.write("user_id\tsequence\n")
        for user in range(users):
            file.write(f"{user}\t{' '.join(map(str, rng.permutation(GAMES)[:12]))}\n")
        file.write(f"{users}\t{GAMES} 0 1 2\n")
    return folder


def write_earlier_steps(work, users=24, warm=50, d=8, joint=16):
    rng = np.random.default_rng(1)
    work.mkdir(parents=True, exist_ok=True)
    catalogue = {
        "titles": [title(i) for i in range(FILMS)], "years": [1950 + i for i in range(FILMS)],
        "genreNames": GENRES, "genres": [[i % 5, (i + 2) % 5] for i in range(FILMS)],
        "popularity": rng.integers(0, 50, FILMS).tolist(), "warm": warm,
    }  # fmt: skip
    (work / "catalogue.json").write_text(json.dumps(catalogue))
    sequences = [rng.permutation(warm)[: rng.integers(5, 16)] for _ in range(users)]
    offsets = np.cumsum([0, *map(len, sequences)])
    np.savez(work / "interactions.npz", items=np.concatenate(sequences).astype(np.int32), offsets=offsets, users=np.arange(users, dtype=np.int32))
    held = {}
    for split, back in (("validation", -2), ("test", -1)):
        rows = []
        for sequence in sequences:
            unmet = rng.permutation(np.setdiff1d(np.arange(warm), sequence))[:19]
            rows.append([sequence[back], *unmet])
        held[split] = np.array(rows, dtype=np.int32)
    np.savez(work / "candidates.npz", **held)
    pairs = [(u, p) for u, sequence in enumerate(sequences) for p in range(1, len(sequence) - 2)]
    normal = lambda *shape: rng.normal(size=shape).astype(np.float32)
    np.savez(
        work / "user-representations.npz",
        user=np.array([u for u, _ in pairs]), start=np.zeros(len(pairs), dtype=int), position=np.array([p for _, p in pairs]), x=normal(len(pairs), d),
        validation=normal(users, d), test=normal(users, d),
    )  # fmt: skip
    save_file({"item_embedding": torch.from_numpy(normal(warm + 1, d))}, str(work / "sasrec.safetensors"))
    networks = {
        "item_encoder.weight": normal(joint, d),
        "item_encoder.bias": normal(joint),
        "text_encoder.weight": normal(joint, 12),
        "text_encoder.bias": normal(joint),
    }
    save_file({name: torch.from_numpy(value) for name, value in networks.items()}, str(work / "stage1.safetensors"))
    np.save(work / "sbert-embeddings.npy", normal(FILMS, 12))
    return work
