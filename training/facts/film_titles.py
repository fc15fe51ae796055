"""Titles as MovieLens writes them, and the forms in which one film's title is found again elsewhere."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# "Matrix, The": of every language that MovieLens moves articles in.
ARTICLES = [
    "The",
    "A",
    "An",
    "Les",
    "La",
    "Le",
    "L'",
    "Un",
    "Une",
    "El",
    "Los",
    "Las",
    "Una",
    "Il",
    "Lo",
    "I",
    "Gli",
    "Un'",
    "Das",
    "Der",
    "Die",
    "Dem",
    "Ein",
    "Eine",
    "O",
    "Os",
    "As",
    "Um",
    "Uma",
    "Det",
    "Den",
    "De",
    "Et",
    "En",
    "Ett",
    "Een",
    "Het",
    "Az",
]
LATIN = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ð": "d", "þ": "th"}
)
ROMAN = {"ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "xi": 11, "xii": 12, "xiii": 13}
WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "i": 1, "x": 10}
# A bracket that goes on with the title: "(And the Fantabulous Emancipation ...)", "(Part 2)"; every other one at the end is another title.
GOES_ON = re.compile(r"^(?:and\b|…?\s*or\b|or,|part\b|vol\b|volume\b|chapter\b|episode\b|an\.\.\.|\W*\d+\W*$)", re.IGNORECASE)
OPEN_END = re.compile(r"(?:[:\-–]|\b[Oo]r)$")


class Title(NamedTuple):
    title: str  # article in front, without year and other titles
    year: int  # 0: not stated
    others: tuple[str, ...]  # original and a.k.a. titles, in MovieLens' order


def article_in_front(title: str) -> str:
    """'Matrix, The' -> 'The Matrix'; 'Avventura, L'' -> "L'Avventura"."""
    bare, comma, article = title.rpartition(", ")
    if not comma or article not in ARTICLES:
        return title
    return f"{article}{'' if article.endswith(chr(39)) else ' '}{bare}"


def last_bracket(text: str) -> tuple[str, str] | None:
    """('Babies', 'Bébé(s)') of 'Babies (Bébé(s))'; None where the text does not end with a bracket."""
    if not text.endswith(")"):
        return None
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[at], 0)
        if depth == 0:
            return (text[:at].rstrip(), text[at + 1 : -1].strip()) if at and text[at - 1] == " " else None
    return None


def split(raw: str) -> Title:
    """'Seven Samurai (Shichinin no samurai) (1954)' -> ('Seven Samurai', 1954, ('Shichinin no samurai',)).

    A bracket that belongs to the title stays: '(500) Days of Summer', 'Birdman: Or (The Unexpected Virtue of Ignorance)'.
    """
    text = re.sub(r"\s+", " ", raw).strip()
    match = re.search(r"\s*\((\d{4})(?:[^\d()][^()]*)?\)\s*(?:\((?!\d{4}\))[^()]*\))?$", text)
    year = int(match.group(1)) if match else 0
    bare = text[: match.start()].strip() if match else text
    others: list[str] = []
    while bracket := last_bracket(bare):
        before, inside = bracket
        if not before or not inside or OPEN_END.search(before) or GOES_ON.match(inside):
            break
        others.insert(0, article_in_front(re.sub(r"^a\.?k\.?a\.?:?\s+", "", inside, flags=re.IGNORECASE)))
        bare = before
    title = article_in_front(bare) or text
    return Title(title, year, tuple(dict.fromkeys(other for other in others if other != title)))


def plain(text: str) -> str:
    """Lower case without diacritics; '½' and '³' become digits."""
    spread = unicodedata.normalize("NFKD", text.translate(LATIN))
    return "".join(letter for letter in spread if not unicodedata.combining(letter)).replace("⁄", "/").lower()


@lru_cache(maxsize=1 << 18)
def key(title: str) -> str:
    """The same for every way to write one title: '&', articles at either end, diacritics, spaces, punctuation, roman numerals.

    >>> key("Fast and the Furious 2, The") == key("The Fast & the Furious II")
    True
    """
    text = re.sub(r"(?<=\w )(?:v\.?|[Vv]ersus|VS\.?)(?= \w)", "vs", article_in_front(title))
    text = re.sub(r"[&+]", " and ", plain(text))
    tokens = re.findall(r"[^\W_]+", re.sub(r"['’‘ʻʼ`´.]", "", text))
    if len(tokens) > 1 and tokens[0] in ("the", "a", "an"):
        tokens = tokens[1:]
    out: list[str] = []
    for at, token in enumerate(tokens):
        after_part = bool(out) and out[-1] in ("part", "vol", "volume", "chapter", "episode")
        number = ROMAN.get(token) if at else None
        if after_part:
            number = number or WORDS.get(token)
        if number is None and token.isdigit():
            number = int(token) if after_part or len(token) < 3 else None
        if number is not None:
            if after_part and out[-1] == "part":
                out.pop()  # "Part II" is written "2" as often
            out.append(str(number))
        else:
            out.append("vol" if token == "volume" else token)
    return "".join(out)


def loose_keys(title: str) -> set[str]:
    """Keys of a title without what some sources leave out: a subtitle, an owner's name, the episode of a saga, 'Part I'."""
    parts = re.split(r":\s+|\s+[-–]\s+", title)
    forms = {parts[0], ": ".join(parts[:-1]) if len(parts) > 2 else "", re.sub(r"^(?:[A-Z][\w.]+ ){1,2}[A-Z]\w+['’]s? ", "", title)}
    forms.add(re.sub(r"^[A-Z]\w+ [A-Z]\w+['’]s? |^Dr\. Seuss['’] ", "", title))
    forms.add(parts[-1] if len(parts) > 1 and len(parts[-1].split()) > 1 else "")
    forms.add(re.sub(r"\s*[-:,]?\s*\b(?:Part|Vol\.?|Chapter) (?:I|1|One)$", "", title))
    return {found for form in forms if form and form != title and len(found := key(form)) >= 5} - {key(title)}
