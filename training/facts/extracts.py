"""What the first paragraph of a film's article says of it, as facts: never a sentence of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from .countries import countries_of, languages_of
from .subgenres import of_description

ABBREVIATION = re.compile(r"(?:\b(?:Jr|Sr|Dr|Mr|Mrs|Ms|St|Bros|Inc|Co|Corp|Ltd|vs|Lt|Col|Gen|Capt|Sgt|Prof|No|Vol|Rev|Gov|Sen|U\.S|D\.C|[A-Z])|\.\.)\.$")
# The description of what a film is ends where its makers, story or source begin.
STOP = re.compile(
    r"(?<=\s)(?:co-?written|co-?directed|co-?produced(?! by)?|directed|written|produced|starring|based|that|which|who|about|from|released|distributed|made(?![\s-]for)|with|where|featuring|adapted|created|"
    r"set|loosely|serving|inspired|filmed|shot|depicting|telling|chronicling|following|recorded|animated by|by|in|on|of|to|and (?:the|a|an|is|was|it|stars?|starring)|is|was|for)\b(?!-)|[;:(]"
)
WORK = r"(?:films?(?: noir)?|movies?|serial|documentary|short|special|cartoon|mini-?series|feature|picture|western|comedy|drama|thriller|musical|noir|adaptation|anthology|mockumentary)"
YEAR = re.compile(r"(?<!\d)(18[89]\d|19\d\d|20[0-3]\d)(?!\d)")
NAME_WORD = r"(?:(?:[A-ZÀ-ÖØ-ÞŁŚŽŠČĐĀŌŪİÅ][\w'’.\-]*|d['’][A-ZÉ]\w+|[A-Z]\.)|(?:de|da|di|del|della|dos|du|la|le|van|von|der|den|el|al|bin|ibn|y)(?=\s(?:[A-ZÀ-ÞŁŚŽŠČ]|la\s|los\s|der\s|den\s)))"
NAME = rf"{NAME_WORD}(?:\s{NAME_WORD}){{0,5}}"
NAME_LIST = rf"{NAME}(?:(?:,\s(?:and\s)?|,?\sand\s|\s&\s){NAME})*"
MAKING = r"(?:co-?|(?:story|story-boarded|re)?)?(?:written|produced|edited|scripted|photographed|shot|scored|animated|filmed|narrated|created|executive produced|starring|conceived|composed)"
DIRECTED = re.compile(
    rf"\b(?:[Cc]o-)?[Dd]irected(?:(?:,| and| &|, and)\s(?:{MAKING}|starring))*(?:(?:,| and|, and)\s(?:{MAKING}))?,?\sby,?\s(?:(?:and )?starring\s)?(?:(?:the )?(?:film-?makers?|directors?|brothers|siblings|newcomer|first-time director|American|British|veteran)\s)*({NAME_LIST})"
)
# What stands between the start of a sentence and "directed by" when it is of another work.
OF_ANOTHER = re.compile(
    r"\b(?:remake|remade|reboot|sequel|prequel|adaptation|version|based|spin-off|same name|same title|followed|inspired|previously|earlier|later|also|play|novel|episode|originally|second unit|segments?)\b"
)
BROTHERS = {
    "the Coen brothers": ("Joel Coen", "Ethan Coen"), "the Wachowskis": ("Lana Wachowski", "Lilly Wachowski"), "the Farrelly brothers": ("Peter Farrelly", "Bobby Farrelly"),
    "the Russo brothers": ("Anthony Russo", "Joe Russo"), "the Hughes brothers": ("Albert Hughes", "Allen Hughes"), "the Spierig brothers": ("Michael Spierig", "Peter Spierig"),
    "the Duplass brothers": ("Jay Duplass", "Mark Duplass"), "the Safdie brothers": ("Josh Safdie", "Benny Safdie"),
}  # fmt: skip
BROTHERS_DIRECTED = re.compile(r"[Dd]irected by (" + "|".join(re.escape(name) for name in BROTHERS) + ")", re.IGNORECASE)
NO_NAME = re.compile(
    r"^(?:The|A|An|Academy|Award|American|British|It|He|She|In|Warner|Paramount|Universal|Columbia|RKO|MGM|Metro|Disney|Netflix|HBO|[A-Z]\.?)$"
)
KINDS = {
    "documentary": r"\bdocumentary\b(?![\s-]style)|rockumentary|docuseries",
    "short": r"\bshorts?\b(?! (?:stor|novel))|\b(?:one|two|three)-reel|featurette",
    "television film": r"(?:television|\btv)[\s-](?:\w+[\s-])?(?:film|movie|special)|made[\s-]for[\s-](?:television|tv|cable)|television (?:\w+ ){0,3}film",
    "miniseries": r"mini-?series|(?:two|three|four|six|eight)-part",
    "television series": r"(?:television|tv|web)[\s-](?:\w+[\s-])?series",
    "direct-to-video": r"direct[\s-]to[\s-](?:video|dvd)|straight[\s-]to[\s-]video",
    "serial": r"\bserial\b(?! killer)",
    "stand-up special": r"stand[\s-]?up (?:comedy )?(?:special|film|concert|performance)|comedy special",
}  # fmt: skip
ADULT = re.compile(r"(?<!non-)\b(?:pornographic|hard-?core(?: adult| sex)?)\b|\badult film\b")


class Parsed(NamedTuple):
    year: int  # 0: not stated
    countries: tuple[str, ...]
    languages: tuple[str, ...]
    subgenres: frozenset[str]
    directors: tuple[str, ...]
    kinds: tuple[str, ...]
    adult: bool
    others: tuple[str, ...]  # titles it is also known by


NOTHING = Parsed(0, (), (), frozenset(), (), (), False, ())


def sentences(text: str) -> list[str]:
    """Splits at full stops that end a sentence; not at those of 'Bob Jr.', 'J. J. Abrams' or 'Warner Bros.'."""
    found, start = [], 0
    for match in re.finditer(r"[.!?][\"”’')]*\s+(?=[\"“‘'(]?[A-Z0-9À-Þ])", text):
        piece = text[start : match.end()].strip()
        if not ABBREVIATION.search(piece.rstrip("\"”’')")):
            found.append(piece)
            start = match.end()
    return [*found, text[start:].strip()] if text[start:].strip() else found


def description(first: str, title: str) -> str:
    """'1941 American film noir' of 'X is a 1941 American film noir directed by ...'; '' where the sentence does not say what it is."""
    start = len(title) if first.lower().startswith(title.lower()) else 0
    match = re.search(r"\b(?:is|was)\s+(?:an?|the|one of)\s+", first[start:])
    if not match:
        return ""
    rest = first[start + match.end() :]
    stop = STOP.search(rest)
    rest = (rest[: stop.start()] if stop else rest).strip(" .,")
    last = max((found.end() for found in re.finditer(rf"(?i)(?<![\w-]){WORK}\b", rest)), default=0)
    if last:
        return rest[:last]
    return rest.split(",")[0] if len(rest) < 120 else ""


def split_names(listed: str) -> tuple[str, ...]:
    """'Joel and Ethan Coen' -> both in full; a trailing sentence and notes are left out."""
    parts = [
        part.strip(" .,'’") + ("." if re.search(r"\b(?:Jr|Sr)\.$", part.strip(" ,")) else "") for part in re.split(r",\s(?:and\s)?|,?\sand\s|\s&\s", listed)
    ]
    names: list[str] = []
    for at, part in enumerate(parts):
        if re.match(r"(?:Jr|Sr)\.?$|I{2,3}$", part):
            if names:
                names[-1] += f" {part.rstrip('.')}" + ("." if part[0] in "JS" else "")
            continue
        if " " not in part and at + 1 < len(parts) and " " in parts[at + 1] and len(parts) - at == 2:
            part = f"{part} {parts[at + 1].split(' ')[-1]}"
        if NO_NAME.match(part) or (" " not in part and len(parts) > 1):
            continue
        names.append(re.sub(r"['’]s$", "", part))
    return tuple(dict.fromkeys(names))


def directors_of(spoken: list[str]) -> tuple[str, ...]:
    """Names after the first 'directed by' that is about this film."""
    for at, sentence in enumerate(spoken[:4]):
        match = DIRECTED.search(sentence)
        brothers = BROTHERS_DIRECTED.search(sentence)
        if brothers and (not match or brothers.start() <= match.start()):
            if not OF_ANOTHER.search(sentence[: brothers.start()]):
                return next(names for name, names in BROTHERS.items() if name.lower() == brothers.group(1).lower())
            continue
        if match and not OF_ANOTHER.search(sentence[: match.start()]) and not (at and re.search(r"\(\d{4}\)|\b(?:his|her|their) ", sentence[: match.start()])):
            text = " ".join(spoken[: at + 1])
            return tuple(in_full(name, text) for name in split_names(match.group(1))[:6])
    return ()


def in_full(name: str, text: str) -> str:
    """'Roger Corman' for 'Corman' where the text has named him before."""
    if " " in name:
        return name
    match = re.search(rf"((?:[A-ZÀ-Þ][\w'’.\-]+ ){{1,2}}){re.escape(name)}\b", text)
    return match.group(0) if match and match.group(1).split()[0] not in ("The", "By", "Produced", "Directed", "Written") else name


def other_titles(first: str, title: str) -> tuple[str, ...]:
    """Titles after 'also known as' or 'released as' in the first sentence."""
    found = []
    for match in re.finditer(
        r"(?:also known as|alternatively titled|also titled|also released as|a\.k\.a\.|re-?released as|known in [A-Z][\w ]+ as|released in [A-Z][\w ]+ as)\s+(?:simply\s)?[\"“']?([^\s,;()\"”]+(?:\s[^\s,;()\"”]+){0,7}?)[\"”]?(?=[,;()]|\s(?:is|was|or|and|in|on|outside)\b)",
        first,
    ):
        name = match.group(1).strip(" '’.")
        if name[:1].isupper() and name.lower() != title.lower() and not re.match(r"(?:The )?[A-Z]{1,2}$", name):
            found.append(name)
    return tuple(dict.fromkeys(found))


def parse(extract: str | None, title: str) -> Parsed:
    """Facts of the first paragraph. Precision before recall: what is not said in one of the known ways stays empty."""
    spoken = sentences(re.sub(r"\s+", " ", extract or ""))
    if not spoken:
        return NOTHING
    what = description(spoken[0], title)
    if not what:
        return NOTHING._replace(directors=directors_of(spoken) if re.search(r"\b(?:film|movie)\b", spoken[0]) else ())
    years = YEAR.findall(what)
    countries = countries_of(what)
    for sentence in spoken[:3]:
        if (made := re.search(r"\bco-?production (?:between|of|among|from|by) ([^.;]*)", sentence)) or (
            made := re.search(r"\b(?:an?|the) ((?:[A-Z][\w ]*[-–])+[A-Z]\w+) co-?production", sentence)
        ):
            countries = countries or countries_of(made.group(1))
    low = what.lower()
    return Parsed(
        int(years[0]) if years else 0,
        countries,
        languages_of(what),
        frozenset(of_description(what)),
        directors_of(spoken),
        tuple(name for name, pattern in KINDS.items() if re.search(pattern, low)),
        bool(ADULT.search(low)),
        other_titles(spoken[0], title),
    )
