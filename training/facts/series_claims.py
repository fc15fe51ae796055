"""What a film's paragraph and its title say of the series that it belongs to."""

from __future__ import annotations

import re
from typing import NamedTuple

from .extracts import sentences
from .film_titles import key

ORDINALS = {
    word: at + 1
    for at, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ]
    )
}
NUMBERS = {
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "i": 1,
}
ORDINAL = r"(?P<place>" + "|".join(ORDINALS) + r"|\d{1,2}(?:st|nd|rd|th))"
SERIES = r"(?:film series|series of films|film franchise|movie series|media franchise|film trilogy|franchise|series|trilogy|tetralogy|quadrilogy|pentalogy|saga|film saga|films)"
INSTALMENT = re.compile(
    rf"\b{ORDINAL}(?:(?:,? (?:and|or) (?:final|last|latest|most recent|only))|(?:[ -](?!film|movie|instal|entry|chapter|part|sequel)[a-z][a-z-]+)){{0,3}} (?P<what>film|movie|instal?lment|entry|chapter|part|sequel|feature)"
    rf"(?: overall| and final)? (?:in|of|from|to|for|within) (?P<name>[^.;()]{{2,70}}?)['’\"”]? {SERIES}\b(?P<same> of the same name)?"
)
UNIVERSE = re.compile(
    rf"\b{ORDINAL}(?: [a-z-]+)? (?P<what>film|movie|instal?lment|entry) (?:overall )?(?:in|of|from) the (?P<name>(?:Marvel Cinematic|DC Extended|Conjuring|View Askewniverse|MonsterVerse)(?: Universe)?)"
)
OPENING = re.compile(
    rf"\bfirst (?:film|instal?lment|entry|movie) (?:in|of) (?:the|a|its) (?:(?:eponymous|self-titled) )?(?:{SERIES})(?: of the same name)?[.,]"
)
SEQUEL = re.compile(
    r"\b(?P<what>sequel|follow-?up|continuation|prequel|spin-?off|midquel)s? (?:to|of|from) (?:both )?(?P<after>(?:the |his |her |their |its )?(?:[A-Z0-9][^;]{1,140}|(?:\d{4}|first|original|hit|popular|earlier|successful)[^;]{1,140}))"
)
# Text of another film than the article's: "was followed by ..., the third film in ...", "a remake of the first film in ...".
OF_ANOTHER = re.compile(
    r"\b(?:followed by|spawned|led to)\b.*$|\b(?:followed|remake of|remade|parody of|spiritual|unofficial|unrelated|not a|inspired by|rebooted|announced|planned|prior to|unlike|before the|after the|since the|released in|was released|cancelled)\b[^,]{0,80}$",
    re.IGNORECASE,
)
# A sentence that begins so goes on about the article's own film.
ABOUT = re.compile(
    r"(?:It|This|The (?:film|movie|picture|sequel|story|"
    + "|".join(ORDINALS)
    + r")|A (?:direct )?(?:sequel|prequel|follow-up|spin-off|reboot)|Produced|Directed|Written|Distributed|Based|Released|Starring|As the)\b"
)
# "The first animated film in the series" counts films of a kind, not all.
OF_A_KIND = re.compile(
    r"\b(?:animated|live-action|direct-to-video|theatrical|standalone|stand-alone|television|made-for-\w+|spin-off|feature-length|american|color|colour|sound|official|post-\w+)\b",
    re.IGNORECASE,
)
# Numbered as a joke, or after a play.
NO_SEQUELS = {key("Hamlet 2"), key("Super 8")}
NO_FRANCHISE = re.compile(
    r"(?i)^(?:television|tv|book|novel|comic|film|video|anime|manga|web|original|same|new|planned|proposed|projected|long-running|popular|this|that|a|his|her|their|its|motion picture|documentary|animated|feature|horror|western)$|merrie melodies|looney tunes|silly symphon|disney animated|animated features? canon|short subject|shorts$"
)
NUMBERED = re.compile(
    r"^(?P<base>.+?)(?:[\s,:-]+(?P<part>Part|Chapter|Vol\.?|Volume|Episode|Pt\.?))?[\s:]+(?P<number>\d{1,2}|[IVX]{1,4}|One|Two|Three|Four|Five|Six)(?=$|:|\s[-–(]|,)"
)


class Film(NamedTuple):
    title: str
    others: tuple[str, ...]
    year: int
    extract: str


class Claim(NamedTuple):
    name: str
    place: int  # 0: not stated
    weight: int  # 3 by hand, 2 stated, 1 by its number, 0 as the sequel of another


def place_of(word: str) -> int:
    return ORDINALS.get(word) or int(re.sub(r"\D", "", word))


def clean_name(raw: str) -> str:
    """'the original "Rocky"' -> 'Rocky'; '' where no name is left."""
    name = re.sub(r"^.*?(?=[A-Z0-9\"“‘'\[])", "", raw, count=1).strip(" \"“”‘’'")
    name = re.sub(r"^(?:(?:[A-Z][\w.]+ ){1,2}[A-Z]\w+|Sony|Universal|Warner Bros\.?|Disney|Marvel|Pixar|DreamWorks|Hammer|Toho)['’]s? (?=[\"“A-Z])", "", name)
    name = re.sub(r"^(?:original|rebooted|first|second)\s|\s+reboot$|[\s\"“”]+$", "", name).strip(" \"“”‘’'")
    if (
        not name
        or not (name[0].isupper() or name[0].isdigit() or name[0] == "[")
        or NO_FRANCHISE.search(name)
        or len(name.split()) > 8
        or re.search(r"\b(?:starring|directed|featuring|and the \w+th|film|movie|which|that|is|was)\b", name)
    ):
        return ""
    return name


def statements(film: Film) -> list[tuple[str, int]]:
    """(name, place) of 'the third instalment in the X series' and the like."""
    found: dict[str, tuple[str, int]] = {}
    if not film.extract:
        return []
    for at, sentence in enumerate(sentences(re.sub(r"\s+", " ", film.extract))):
        if at and not ABOUT.match(sentence) and not sentence.startswith(film.title):
            continue
        for match in [*INSTALMENT.finditer(sentence), *UNIVERSE.finditer(sentence)]:
            before = sentence[: match.start()]
            if OF_ANOTHER.search(before) or re.search(r"\b(?:based on|adapt\w+|novel|book|after|along with|alongside|reprising|from) (?:\w+ ){0,5}$", before):
                continue
            name = clean_name(match.group("name"))
            counted = not OF_A_KIND.search(match.group(0)[: match.start("name") - match.start()])
            place = place_of(match.group("place")) + (match.group("what") == "sequel") if counted else 0
            if name and place <= 60:
                found.setdefault(key(name), (name, place))
        if (opens := OPENING.search(sentence)) and not OF_ANOTHER.search(sentence[: opens.start()]):
            found.setdefault(key(film.title), (film.title, 1))
    return list(found.values())


def numbered(title: str) -> tuple[str, int] | None:
    """('Rocky', 2) of 'Rocky II'; ('Dune', 2) of 'Dune: Part Two'. A bare word counts after Part, Chapter or Volume only."""
    match = NUMBERED.match(title)
    if not match:
        return None
    word = match.group("number")
    number = int(word) if word.isdigit() else NUMBERS.get(word.lower(), 0)
    if not match.group("part") and ((not word.isdigit() and not word.isupper()) or word == "I"):
        return None
    base = match.group("base").rstrip(" ,:-")
    return (base, number) if 1 <= number <= 13 and len(base) > 1 and key(base) else None
