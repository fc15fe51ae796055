"""Amazon's reviews of video games (Ni et al. 2019) and of beauty products (McAuley et al. 2015), both for research use, as titles and sequences: what
title_sequences.py reads.

Fetches the 5-core of the category and its items' facts; of a review only who, what and when is kept.
"""

from __future__ import annotations

import ast
import gzip
import json
from pathlib import Path
from typing import Iterator, NamedTuple

from .files import write_text
from .publishers import download


class Category(NamedTuple):
    """Addresses of the reviews, a 5-core, and of the items' facts."""

    reviews: str
    facts: str


_2014, _2018 = "https://snap.stanford.edu/data/amazon/productGraph/categoryFiles/", "https://mcauleylab.ucsd.edu/public_datasets/data/amazon_v2/"
CATEGORIES = {
    "video-games": Category(f"{_2018}categoryFilesSmall/Video_Games_5.json.gz", f"{_2018}metaFiles2/meta_Video_Games.json.gz"),
    "beauty": Category(f"{_2014}reviews_Beauty_5.json.gz", f"{_2014}meta_Beauty.json.gz"),
}
LEAST = 5  # interactions of a user that remain once items without a title are gone


def records(archive: Path) -> Iterator[dict]:
    """A record a line: JSON, or in the facts of 2014 what Python prints."""
    with gzip.open(archive, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line) if line.startswith('{"') else ast.literal_eval(line)


def convert(reviews: Path, facts: Path, folder: Path) -> None:
    """items.tsv.xz, sequences.tsv.xz: ids are numbers in the order of first appearance; a user's items oldest first."""
    titles = {}
    for record in records(facts):
        title = " ".join((record.get("title") or "").split())
        if title and not title.startswith("<"):  # a few titles are a piece of a page
            titles[record["asin"]] = title
    met: dict[str, dict[str, tuple[int, int]]] = {}
    for place, review in enumerate(records(reviews)):
        if review["asin"] in titles:
            met.setdefault(review["reviewerID"], {})[review["asin"]] = (int(review["unixReviewTime"]), place)
    sequences = [sorted(items, key=items.__getitem__) for items in met.values() if len(items) >= LEAST]
    number = {asin: i for i, asin in enumerate(dict.fromkeys(asin for items in sequences for asin in items))}

    with write_text(folder / "items.tsv.xz") as file:
        file.write("item_id\ttitle\n")
        file.writelines(f"{i}\t{titles[asin]}\n" for asin, i in number.items())
    with write_text(folder / "sequences.tsv.xz") as file:
        file.write("user_id\tsequence\n")
        file.writelines(f"{user}\t{' '.join(str(number[asin]) for asin in sequence)}\n" for user, sequence in enumerate(sequences))


def fetch(cache: Path, name: str) -> Path:
    """The data folder cache/data with the category's folder in it. name: of CATEGORIES. Raises DownloadError."""
    folder = cache / "data" / name
    if not (folder / "sequences.tsv.xz").exists():
        reviews, facts = (download(address, cache / "raw" / address.rsplit("/", 1)[-1]) for address in CATEGORIES[name])
        convert(reviews, facts, folder)
    return cache / "data"
