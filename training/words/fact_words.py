"""A film's facts as words: what stands behind its title in the prompts that ask for sentences, and how a sentence says the same.

The engine writes the same clause from facts.json (src/engine/words/factWords.ts); prompt.json holds the words of genres and countries for both.
"""

from __future__ import annotations

from typing import Mapping, NamedTuple, Sequence

from ..facts.facts import Facts
from ..prompts.prompt import Encode

SERIES, DIRECTOR, SUBGENRE, COUNTRY, DECADE, GENRE = "series", "director", "subgenre", "country", "decade", "genre"
MOST = {SERIES: 1, DIRECTOR: 1, SUBGENRE: 2, COUNTRY: 2, DECADE: 1, GENRE: 3}  # words of a kind, the order of the clause
COUNTABLE = ("comedy", "documentary", "drama", "film", "melodrama", "mockumentary", "movie", "musical", "mystery", "parody", "romance", "satire", "thriller", "western", "biopic", "whodunit")  # fmt: skip


class Word(NamedTuple):
    kind: str
    name: str

    @property
    def text(self) -> str:
        """As it stands in the clause."""
        return f"by {self.name}" if self.kind == DIRECTOR else f"{self.name} series" if self.kind == SERIES else self.name


class Vocabulary(NamedTuple):
    """Words of prompt.json: MovieLens' genres and facts.json's countries as they stand in a sentence. What it does not hold is left out."""

    genres: Mapping[str, str]
    countries: Mapping[str, str]

    @staticmethod
    def of(template: Mapping) -> Vocabulary:
        return Vocabulary(template["factWords"]["genres"], template["factWords"]["countries"])

    def words(self, film: Facts) -> list[Word]:
        """All of a film, in the order of the clause."""
        names: dict[str, Sequence[str]] = {
            SERIES: [name for name, _ in film.franchises],
            DIRECTOR: film.directors,
            SUBGENRE: film.subgenres,
            COUNTRY: [self.countries[name] for name in film.countries if name in self.countries],
            DECADE: [f"{film.year // 10 * 10}s"] if film.year else [],
            GENRE: [self.genres[name] for name in film.genres if name in self.genres],
        }
        return [Word(kind, name) for kind, most in MOST.items() for name in names[kind][:most]]


class Clause(NamedTuple):
    """What of a film's facts the prompt has room for."""

    ids: list[int]
    words: tuple[Word, ...]


def clause(words: Sequence[Word], encode: Encode, limit: int, unknown: str) -> Clause:
    """The words that fit into `limit` tokens, each in its turn; `unknown` for a film of which nothing is known."""
    kept: list[Word] = []
    ids: list[int] = list(encode(unknown))
    for word in words:
        longer = list(encode(", ".join(each.text for each in (*kept, word))))
        if len(longer) <= limit:
            kept, ids = [*kept, word], longer
    return Clause(ids, tuple(kept))


def film_of(name: str, many: bool) -> str:
    """What films of a genre or a sub-genre are called: 'neo-noir films', 'a screwball comedy', 'westerns'."""
    if name == "children's films":
        return name if many else "children's film"
    last = name.split()[-1].split("-")[-1]
    if last not in COUNTABLE:
        return f"{name} film{'s' if many else ''}"
    return name if not many else f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
