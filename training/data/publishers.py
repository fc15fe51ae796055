"""Fetches the data from its publishers, for people who have no --data folder: a few hundred MB, once, into a cache.

MovieLens (grouplens.org: research use, no redistribution except under the same terms), film facts from Wikipedia
(github.com/prust/wikipedia-movie-data: facts, extracts CC BY-SA), film reviews (Maas et al. 2011, Stanford: research use).
The result has the layout that movielens.py reads. The conversions are tested on small archives; the downloads themselves need a
network that the tests do not have: only their errors are tested.
"""

from __future__ import annotations

import csv
import io
import json
import tarfile
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from typing import Iterable, Iterator

from tqdm import tqdm

from .files import write_text

MOVIELENS = "https://files.grouplens.org/datasets/movielens/"
FILMS = "https://raw.githubusercontent.com/prust/wikipedia-movie-data/master/movies-{decade}s.json"
REVIEWS = "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz"
LARGE_USERS = 2_850  # the first users of ml-latest, beside the 610 of ml-latest-small
HELP = "Check the network, or give a folder that holds the data already: --data DIR."


class DownloadError(FileNotFoundError):
    """A publisher did not answer with the file; nothing half-loaded stays behind."""


def download(url: str, target: Path) -> Path:
    """`url` as a file, kept if it is there already."""
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    try:
        with urllib.request.urlopen(url, timeout=60) as answer, part.open("wb") as file:
            expected = int(answer.headers.get("Content-Length") or 0)
            with tqdm(total=expected or None, unit="B", unit_scale=True, desc=target.name) as progress:
                while piece := answer.read(1 << 20):
                    file.write(piece)
                    progress.update(len(piece))
        if expected and part.stat().st_size != expected:
            raise DownloadError(f"{url}: {part.stat().st_size} of {expected} bytes came. {HELP}")
    except (urllib.error.URLError, OSError) as error:
        part.unlink(missing_ok=True)
        raise DownloadError(f"{url} could not be fetched: {error}. {HELP}") from error
    except DownloadError:
        part.unlink(missing_ok=True)
        raise
    part.rename(target)
    return target


def read_csv(archive: Path, name: str) -> Iterator[dict[str, str]]:
    """Rows of <anything>/name in a zip."""
    with zipfile.ZipFile(archive) as files:
        member = next((m for m in files.namelist() if m.rsplit("/", 1)[-1] == name), None)
        if member is None:
            raise DownloadError(f"{archive} holds no {name}: delete it and run again.")
        with files.open(member) as file:
            yield from csv.DictReader(io.TextIOWrapper(file, encoding="utf-8"))


def convert_movielens(small: Path, large: Path, folder: Path, users: int = LARGE_USERS) -> None:
    """ratings.csv.xz, movies.csv.xz: all of `small`, then the first users of `large` who are not the same people."""
    rows = [(int(r["userId"]), r["movieId"], r["rating"], r["timestamp"]) for r in read_csv(small, "ratings.csv")]
    last = max(user for user, *_ in rows)
    seen = {(film, time) for _, film, _, time in rows}

    def others() -> Iterable[tuple]:
        mine: list[tuple] = []
        for row in read_csv(large, "ratings.csv"):  # by user
            user = int(row["userId"])
            if mine and user != mine[0][0]:
                yield from fresh(mine)
                mine = []
            if user > users:
                return
            mine.append((user, row["movieId"], row["rating"], row["timestamp"]))
        yield from fresh(mine)

    def fresh(mine: list[tuple]) -> list[tuple]:
        overlap = sum((film, time) in seen for _, film, _, time in mine)
        return [] if 2 * overlap > len(mine) else [(user + last, *rest) for user, *rest in mine]

    films = {r["movieId"]: r for archive in (small, large) for r in read_csv(archive, "movies.csv")}
    with write_text(folder / "movies.csv.xz") as file:
        table = csv.writer(file)
        table.writerow(["movieId", "title", "genres"])
        table.writerows((i, r["title"], r["genres"]) for i, r in sorted(films.items(), key=lambda pair: int(pair[0])))
    with write_text(folder / "ratings.csv.xz") as file:
        table = csv.writer(file)
        table.writerow(["uid", "movieId", "rating", "timestamp", "src"])
        table.writerows((*row, "ml-latest-small") for row in rows)
        table.writerows((*row, "ml-latest") for row in others())
    convert_tags_and_links(small, folder)


def convert_tags_and_links(small: Path, folder: Path) -> None:
    """tags.csv.xz, links.csv.xz of ml-latest-small: tags name sub-genres, links are ids of other catalogues."""
    for name, columns in (("tags", ("userId", "movieId", "tag", "timestamp")), ("links", ("movieId", "imdbId", "tmdbId"))):
        with write_text(folder / f"{name}.csv.xz") as file:
            table = csv.writer(file)
            table.writerow(columns)
            table.writerows([row[column] for column in columns] for row in read_csv(small, f"{name}.csv"))


def convert_films(files: Iterable[Path], target: Path) -> None:
    """wikipedia-films.jsonl.xz: a film a line with title, year, cast, genres and extract."""
    names = ("title", "year", "cast", "genres", "extract")
    films = [film for file in files for film in json.loads(file.read_text(encoding="utf-8"))]
    with write_text(target) as out:
        out.writelines(json.dumps({n: film.get(n) for n in names}, ensure_ascii=False) + "\n" for film in films)


def convert_reviews(archive: Path, target: Path) -> None:
    """reviews.txt.xz: a review a paragraph."""
    with write_text(target) as out, tarfile.open(archive) as members:
        for member in members:
            if member.name.endswith(".txt") and ("/pos/" in member.name or "/neg/" in member.name) and (file := members.extractfile(member)):
                out.write(" ".join(file.read().decode("utf-8").split()) + "\n\n")


def fetch(cache: Path) -> Path:
    """The data folder cache/data, fetched and converted where files are missing. Raises DownloadError."""
    raw, data = cache / "raw", cache / "data"
    if not all((data / f"movielens/{name}.csv.xz").exists() for name in ("ratings", "tags", "links")):
        small, large = (download(f"{MOVIELENS}{name}.zip", raw / f"{name}.zip") for name in ("ml-latest-small", "ml-latest"))
        convert_movielens(small, large, data / "movielens")
    if not (data / "films/wikipedia-films.jsonl.xz").exists():
        decades = range(1900, 2030, 10)
        convert_films([download(FILMS.format(decade=d), raw / f"movies-{d}s.json") for d in decades], data / "films/wikipedia-films.jsonl.xz")
    if not (data / "text/reviews.txt.xz").exists():
        convert_reviews(download(REVIEWS, raw / "aclImdb_v1.tar.gz"), data / "text/reviews.txt.xz")
    return data
