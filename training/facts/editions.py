"""Which items of a shop are editions of one thing: platforms, collector's editions and bundles of a game; sizes and packs of a product.

Precision before recall: only words known to name an edition go; a number, a subtitle and a colour stay, so "FIFA 13" is not "FIFA 14",
"Halo 3: ODST" not "Halo 3", and a controller is never a game.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Sequence

from .film_titles import ROMAN, plain

PLATFORM = (
    r"(?:microsoft |sony |nintendo |sega )?(?:xbox ?360|xbox ?one(?: x| s)?|xbox|play ?station ?(?:portable|vita|vr|[1-5])?|ps ?(?:[1-5]|p|x|vita)|psp|gamecube|game ?cube|game ?boy(?: advance| color)?|gba|nintendo (?:switch|64|ds|3ds|2ds|wii u|wii|nes|super nes)|"
    r"wii ?u|wii|3ds|2ds|new 3ds|dsi?|n64|nes|snes|super nes|super nintendo|genesis|sega (?:saturn|dreamcast|genesis|cd|game gear)|dreamcast|saturn|game gear|switch|pc(?: ?(?:cd|dvd)(?:-?rom)?)?|mac|macintosh|linux|windows(?: (?:\d+|xp|vista|select))*|not machine specific|online|vita)"
)
PLATFORMS = rf"{PLATFORM}(?:\s*(?:/|&|,|and|or|\s)\s*{PLATFORM})*"
KIND = (
    r"(?:limited |ultimate |premium |super |digital |standard |special )?(?:collector'?s?'?|kollector'?s|limited|deluxe|digital|standard|gold|silver|ultimate|special|definitive|complete|komplete|premium|legendary|hardened|prestige|platinum(?: hits)?|"
    r"day (?:one|zero|1|0)|launch|bonus|enhanced|(?:\d+(?:st|nd|rd|th) )?anniversary|signature|steel ?book|augmented|legacy|imperial|holiday|juggernog|game of the year|goty|the complete|director'?s cut|extended|greatest hits|exclusive|game)"
)
EDITION = rf"(?:the )?(?:{KIND} )+edition"
WRAPPING = (
    r"(?:online game code|digital(?: download)? code|digital game download code only/no disc included|download(?: code)?|instant access|mac download|jewel ?case|game only|standard game|greatest hits|platinum hits|platinum|playstation hits|player'?s choice|nintendo selects|"
    r"discontinued(?: by manufacturer)?|obsolete|old (?:version|model)|certified refurbished|refurbished|(?:uk|us|eu|japan|japanese|europe|european|import) (?:import|version)|import|uk|netherlands|bulk packaging|amazon exclusive|dvd-?rom|cd-?rom|dvd|"
    r"physical disc|select|game|video ?game|complete|with steelbook|steelbook|bundle|(?:wireless |guitar |wireless guitar |game only |special edition |move )*bundle|limited|special|deluxe|collector'?s|ultimate|free demo|stand alone|colors may vary|covers may vary|\d{4} release|only)"
)
ASIDE = re.compile(rf"^(?:{PLATFORMS}|{EDITION}|{WRAPPING})(?:[\s,/&+-]+(?:{PLATFORMS}|{EDITION}|{WRAPPING}))*$")
TAIL = re.compile(
    rf"(?:\s*[-–:,]\s*|\s+(?=(?:{EDITION}|remastered|jewel case|with steelbook)$)|\s+for (?=(?:{PLATFORMS})$))(?:{PLATFORMS}|{EDITION}|{WRAPPING}|remastered)(?:[\s,/&+-]+(?:{PLATFORMS}|{EDITION}|{WRAPPING}))*$"
)
# "Mario Kart Wii", "Super Mario 64" and "Nintendogs PC" need the name; no game is called after these.
BARE = re.compile(r"\s+(?:microsoft |sony )?(?:xbox ?360|xbox ?one|xbox|play ?station ?[1-4]|ps[2-4]|psp|game ?cube)$")
BUNDLE = re.compile(r"\s+(?:(?:wireless|guitar|band-in-a-box|move|special edition|game only|super) )*bundle$")
HARDWARE = re.compile(
    r"\b(?:controllers?|gamepad|joysticks?|headsets?|headphones?|console|system|hardware|cables?|cords?|cases?|covers?|chargers?|charging|adapters?|adaptors?|batter(?:y|ies)|skins?|decals?|stickers?|grips?|stands?|docks?|cradle|memory card|hard drive|"
    r"screen protectors?|stylus|styli|mouse|mice|mousepad|keyboards?|keypad|remotes?|nunchuk|steering wheel|racing wheel|microphone|mic|camera|sensor|speakers?|amiibo|figures?|bag|backpack|strap|fan|cooler|card reader|power supply|faceplate|thumb ?sticks?|kontrolfreek|"
    r"\d+ ?[gt]b|gift card|prepaid|membership|subscription|points|replacement|accessory|accessories|kit|tester|converter|receiver|antenna|mat|poster|keychain|plush|t-shirt|guide)\b"
)
SIZE = re.compile(
    r"[\s,(\[–-]*\b(?:(?:pack of|set of|case of|count of)\s*\d+|\d+[\s-]*(?:packs?|count|ct|pk)\b|(?:net wt\.?\s*)?\d+(?:\.\d+)?[\s-]*(?:fl\.?[\s-]*)?(?:ounces?|oz|ml|milliliters?|grams?|gm?|kg|lbs?|pounds?|l|liters?|inch(?:es)?|fluid ounces?)\b\.?)(?:\s*bottles?|\s*tubes?|\s*jars?)?[\s)\]]*"
)


def words_of(text: str) -> str:
    """Letters and digits in their order, roman numerals after the first word as digits, 'and' for '&', without articles."""
    tokens = re.findall(r"[^\W_]+", re.sub(r"['’`]", "", re.sub(r"[&+]", " and ", text)))
    kept = [str(ROMAN[token]) if at and token in ROMAN else token for at, token in enumerate(tokens)]
    return " ".join(token for token in kept if token not in ("the", "a", "an"))


def game_key(title: str) -> str:
    """The same for every edition of a game.

    >>> game_key("FIFA 14 - PlayStation 4") == game_key("FIFA 14 (Ultimate Edition) - Xbox One")
    True
    """
    text = re.sub(r"\s+", " ", plain(html.unescape(title)).replace("’", "'").replace("™", "").replace("®", "")).strip()
    text = re.sub(r"\((?:tm|r|c)\)", "", text)
    if HARDWARE.search(text):
        return words_of(text)
    text = re.sub(r"\s*[(\[]([^()\[\]]*)[)\]]", lambda match: "" if ASIDE.match(match.group(1).strip(" .")) else match.group(0), text)
    before = ""
    while before != text:
        before = text
        text = BUNDLE.sub("", BARE.sub("", TAIL.sub("", text))).strip(" -–:,")
        text = re.sub(rf"\s*[-–:,]?\s*{EDITION}\b", "", text).strip(" -–:,") if re.search(rf"\S.*?\b{EDITION}\b", text) else text
    return words_of(text) or words_of(plain(title))


def product_key(title: str) -> str:
    """The same for every size and pack of a product; a shade or a scent is another product."""
    text = re.sub(r"\s+", " ", plain(html.unescape(title))).strip()
    return words_of(SIZE.sub(" ", text)) or words_of(text)


def key_of(domain: str, title: str) -> str:
    """domain: a name of domains.py; films have no editions of their own in the catalogue."""
    return {"video-games": game_key, "beauty": product_key}.get(domain, words_of_title)(title)


def words_of_title(title: str) -> str:
    return words_of(plain(title))


def column(domain: str, titles: Sequence[str]) -> list[int]:
    """For each row of a catalogue the first row that is an edition of the same item, itself where there is none before."""
    first: dict[str, int] = {}
    return [first.setdefault(key_of(domain, title), row) for row, title in enumerate(titles)]


def groups(domain: str, titles: Sequence[str]) -> list[list[int]]:
    """Rows of the editions of one item, for each item that has several."""
    rows: dict[int, list[int]] = defaultdict(list)
    for row, leader in enumerate(column(domain, titles)):
        rows[leader].append(row)
    return [listed for listed in rows.values() if len(listed) > 1]
