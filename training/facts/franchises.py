"""The series that a film belongs to, and its place in it: by hand for the best known, from texts, and from numbered titles."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from .extracts import sentences
from .film_titles import key, split
from .series_claims import (
    NO_SEQUELS,
    OF_ANOTHER,
    SEQUEL,
    Claim,
    Film,
    numbered,
    statements,
)

KNOWN = Path(__file__).with_name("known-franchises.tsv")
MOST = 2  # franchises kept of a film: its own series, and the universe around it


class Titles:
    """Films by every title that they have."""

    def __init__(self, films: Sequence[Film]) -> None:
        self.films = films
        self.rows: dict[str, list[int]] = defaultdict(list)
        for row, film in enumerate(films):
            for form in dict.fromkeys(key(name) for name in (film.title, *film.others)):
                self.rows[form].append(row)

    def find(self, title: str, year: int, *, slack: int = 1) -> int | None:
        near = [row for row in self.rows.get(key(title), ()) if self.films[row].year and abs(self.films[row].year - year) <= slack]
        return min(near, key=lambda row: (abs(self.films[row].year - year), self.films[row].title != title, row)) if near else None

    def earlier(self, text: str, before: int, *, same_time: bool = False) -> int | None:
        """The film that a text begins with: '1981 film Halloween (1978) ...'. The longest title that is one of an earlier film."""
        stated = re.match(
            r"(?:the |his |her |their |its |both )?(?:[A-Z][\w.]+ [A-Z]\w+['’]s )?(?:(\d{4})(?:['’]s)? )?(?:[a-z-]+ )*?(?:(?:film|movie|films|comedy|hit|original|first|Disney|Pixar|American),? )*",
            text,
        )
        rest = text[stated.end() :] if stated else text
        if stated and re.search(r"\b(?:television|tv|series|novel|novella|book|play|comic|game|miniseries|story|show)\b", stated.group(0)):
            return None
        words = rest.split(" ")[:11]
        for count in range(len(words), 0, -1):
            title = " ".join(words[:count])
            said = re.search(r"\((\d{4})\)", " ".join(words[count - 1 : count + 1]))
            year = int(said.group(1)) if said else int(stated.group(1)) if stated and stated.group(1) else 0
            bare = re.sub(r"\s*\(\d{4}\).*$", "", title).strip(" ,.'\"“”")
            if not bare or not (bare[0].isupper() or bare[0].isdigit()):
                continue
            if year:
                row = self.find(bare, year)
                if row is not None and (self.films[row].year <= before or same_time):
                    return row
                continue
            if re.match(r"\W{0,3}\s*(?:television|TV|series|novel|play|book)", " ".join(words[count:])):
                return None
            past = [row for row in self.rows.get(key(bare), ()) if 0 < self.films[row].year <= before and before - self.films[row].year <= 30]
            ended = title[-1] in ",." or count == len(words) or words[count][0] in "(["
            if past and (ended or len(bare.split()) > 1):
                return max(past, key=lambda row: self.films[row].year)
        return None


def by_hand(titles: Titles) -> dict[int, list[Claim]]:
    """Claims of the franchises written down; a title with * belongs to one without a number."""
    found: dict[int, list[Claim]] = defaultdict(list)
    for name, listed in csv.reader(KNOWN.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        place = 0
        for entry in listed.split("; "):
            place += not entry.startswith("*")
            title = split(entry.lstrip("*"))
            row = titles.find(title.title, title.year)
            if row is not None:
                found[row].append(Claim(name, 0 if entry.startswith("*") else place, 3))
    return found


def by_number(titles: Titles) -> dict[int, Claim]:
    """Claims of 'X', 'X 2', 'X 3: ...': a number counts where the one before it is there, and 'X' is the last film of that name before 'X 2'."""
    series: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    names: dict[str, str] = {}
    for row, film in enumerate(titles.films):
        for title in (film.title, *film.others):
            if film.year and key(title) not in NO_SEQUELS and (part := numbered(title)):
                series[key(part[0])][part[1]].append(row)
                names.setdefault(key(part[0]), part[0])
                break
    found: dict[int, Claim] = {}
    for form, places in series.items():
        second = places.get(2, [])
        if not second:
            continue
        start = min(titles.films[row].year for row in second)
        firsts = places.get(1) or [row for row in titles.rows.get(form, ()) if 0 < titles.films[row].year <= start and start - titles.films[row].year <= 25]
        if not firsts:
            continue
        first = max(firsts, key=lambda row: titles.films[row].year)
        found[first] = Claim(names[form], 1, 1)
        last = titles.films[first].year
        for place in range(2, 14):
            rows = [row for row in places.get(place, ()) if row not in found and 0 <= titles.films[row].year - last <= 20]
            if not rows:
                break
            row = min(rows, key=lambda row: titles.films[row].year)
            found[row] = Claim(names[form], place, 1)
            last = titles.films[row].year
    return found


def franchises(films: Sequence[Film]) -> list[tuple[tuple[str, int], ...]]:
    """For each film its franchises, (name, place) with place 0 where none is known; the one that its title begins with goes first.

    A franchise has two films at least. What is written by hand goes before what a text states, that before a number in the title,
    that before 'the sequel to'; two films never share a place.
    """
    titles = Titles(films)
    claims = by_hand(titles)
    hand = {key(claim.name): claim.name for listed in claims.values() for claim in listed}
    complete = set(hand)

    def add(row: int, claim: Claim) -> None:
        form = key(claim.name)
        name = hand.get(form, claim.name)
        if all(key(other.name) != form for other in claims[row]):
            # A franchise written down has its places already: a text may count otherwise.
            claims[row].append(Claim(name, 0 if form in complete else claim.place, claim.weight))

    for row, film in enumerate(films):
        for name, place in statements(film):
            add(row, Claim(name, place, 2))
    for row, claim in by_number(titles).items():
        # "Creed II" is stated as one of Creed; a series by hand says more than its number.
        series = [other for other in claims[row] if "Universe" not in other.name]
        if key(claim.name) not in hand and all(other.weight < 3 and key(claim.name) not in key(other.name) for other in series):
            add(row, claim)
    for row in sorted(range(len(films)), key=lambda row: films[row].year):
        film = films[row]
        for sentence in sentences(re.sub(r"\s+", " ", film.extract))[:4]:
            match = SEQUEL.search(sentence)
            if not match or OF_ANOTHER.search(sentence[: match.start()]):
                continue
            prior = titles.earlier(match.group("after"), film.year, same_time="prequel" in match.group("what"))
            if prior is None or prior == row or key(film.title) in NO_SEQUELS:
                continue
            if not claims[prior]:
                head = re.split(r":\s", films[prior].title)[0]
                whole = titles.earlier(head, films[prior].year) if head != films[prior].title and len(head.split()) > 1 else None
                if whole is None or whole == prior:
                    claims[prior].append(Claim(films[prior].title, 1, 0))
                else:  # "Shrek: X" is the first of no series
                    add(whole, Claim(films[whole].title, 1, 0))
                    claims[prior].append(Claim(films[whole].title, 0, 0))
            narrow = claims[prior][0]
            numbers = match.group("what") in ("sequel", "follow-up", "followup", "continuation")
            if not claims[row] or all(key(a.name) != key(b.name) for a in claims[row] for b in claims[prior]):
                add(row, Claim(narrow.name, narrow.place + 1 if numbers and narrow.place else 0, 0))
            break
    members: dict[str, list[tuple[int, Claim]]] = defaultdict(list)
    for row, listed in claims.items():
        for claim in listed:
            members[key(claim.name)].append((row, claim))
    # The film that gave a series its name is its first, though its own article may not say so.
    for form, group in list(members.items()):
        years = [films[row].year for row, _ in group]
        if form in hand or len(group) < 2 or any(claim.place == 1 for _, claim in group):
            continue
        opening = [
            row
            for row in titles.rows.get(form, ())
            if 0 < films[row].year <= min(years) and min(years) - films[row].year <= 15 and all(row != other for other, _ in group)
        ]
        if opening:
            row = max(opening, key=lambda row: films[row].year)
            claims[row].append(Claim(group[0][1].name, 1, 1))
            members[form].append((row, claims[row][-1]))
    # Subtitled films of a franchise that is there already: "Halloween: Resurrection".
    for row, film in enumerate(films):
        head = re.split(r":\s|\s[-–]\s", film.title)[0]
        form = key(head)
        group = members.get(form, [])
        if (
            head != film.title
            and film.extract
            and film.year
            and len(group) >= 2
            and all(other != row for other, _ in group)
            and (len(head.split()) > 1 or len(group) >= 3)
        ):
            years = sorted(films[other].year for other, _ in group)
            if years[0] < film.year <= years[-1] + 15:
                claim = Claim(group[0][1].name, 0, 0)
                claims[row].append(claim)
                members[form].append((row, claim))
    spelling = {
        form: hand.get(form) or next((films[row].title for row, _ in group if key(films[row].title) == form), group[0][1].name)
        for form, group in members.items()
    }
    taken: dict[tuple[str, int], tuple[int, int]] = {}
    for form, group in members.items():
        for row, claim in group:
            if claim.place:
                taken[form, claim.place] = min(taken.get((form, claim.place), (-claim.weight, row)), (-claim.weight, row))
    out: list[tuple[tuple[str, int], ...]] = []
    for row, film in enumerate(films):
        kept = [claim for claim in claims.get(row, ()) if len({other for other, _ in members[key(claim.name)]}) >= 2]
        kept.sort(key=lambda claim: (not key(film.title).startswith(key(claim.name)), -claim.weight, -len(members[key(claim.name)])))
        out.append(
            tuple((spelling[key(claim.name)], claim.place if claim.place and taken[key(claim.name), claim.place][1] == row else 0) for claim in kept[:MOST])
        )
    return out
