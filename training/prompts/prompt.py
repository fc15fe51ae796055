"""The prompt of A-LLMRec (paper, section 4.4 and figure 3) as token ids with holes for soft tokens.

training/prompt.json is the only definition: filled with the domain's words it travels in the bundle's manifest, and the
TypeScript engine builds the same ids from it. Every text piece and every title is tokenised by itself and the ids are concatenated, so that a piece's
ids never depend on its neighbours.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Mapping, NamedTuple, Sequence

import torch

from ..data.domains import MOVIES, Domain, of_work
from .blocks import CONSTANT, QUESTION, USER, Layout, layout

TEMPLATE_FILE = Path(__file__).parents[1] / "prompt.json"
SENTENCES = ("taste", "reason")  # prompts whose films carry their facts, and whose answers are sentences
OF_FACTS = ("genre", *SENTENCES, "describedItem", "factWords", "unknownFacts", "maxFactTokens")  # of the template; without facts there is none of it

Encode = Callable[[str], Sequence[int]]


class Slot(NamedTuple):
    """Where a soft token stands: `ids[position]` is only a placeholder there."""

    position: int
    kind: str  # "user", "history" or "candidate"
    index: int  # type: ignore[assignment]  # hides tuple.index; in the history or in the candidates, 0 for the user


@dataclass(frozen=True)
class Prompt:
    """blocks and positions, one for each id: see blocks.Layout."""

    ids: list[int]
    slots: list[Slot]
    blocks: list[int]
    positions: list[int]

    def append(self, ids: Sequence[int], block: int = QUESTION, position: int | None = None) -> None:
        """Ids behind the prompt: of an answer, or of a further question, whose position is then given."""
        first = self.positions[-1] + 1 if position is None else position
        self.ids.extend(ids)
        self.blocks.extend([block] * len(ids))
        self.positions.extend(range(first, first + len(ids)))


def without(prompt: Prompt, block: int) -> tuple[Prompt, list[int]]:
    """The prompt without a film, and which of its slots stay. All films of a list stand at the same positions, so that nothing else changes."""
    stays = [i for i, own in enumerate(prompt.blocks) if own != block]
    place = {before: after for after, before in enumerate(stays)}
    kept = [i for i, slot in enumerate(prompt.slots) if slot.position in place]
    slots = [prompt.slots[i]._replace(position=place[prompt.slots[i].position]) for i in kept]
    ids, blocks, positions = ([values[i] for i in stays] for values in (prompt.ids, prompt.blocks, prompt.positions))
    return Prompt(ids, slots, blocks, positions), kept


def text_prompt(ids: Sequence[int]) -> Prompt:
    """A prompt without films, in plain causal order."""
    return Prompt(list(ids), [], [QUESTION] * len(ids), list(range(len(ids))))


def pad(rows: Sequence[Sequence[int]], fill: int, multiple: int = 32) -> torch.Tensor:
    """Lists of ids -> [b, s], padded on the right. oneDNN compiles and keeps a kernel for every new shape: so s has few values."""
    longest = max(map(len, rows))
    padded = torch.full((len(rows), -(-longest // multiple) * multiple), fill)
    for b, row in enumerate(rows):
        padded[b, : len(row)] = torch.tensor(row)
    return padded


def batch_of(prompts: Sequence[Prompt], fill: int) -> tuple[torch.Tensor, Layout]:
    """Ids [b, s] and layout of a batch, padded on the right."""
    ids = pad([prompt.ids for prompt in prompts], fill)
    return ids, layout([prompt.blocks for prompt in prompts], [prompt.positions for prompt in prompts], ids.shape[1])


def load_template(path: Path = TEMPLATE_FILE, words: Mapping[str, str] = MOVIES.words) -> dict:
    """The template with the words of a domain (item, items, consumed, consume) in the place of {item} and so on."""
    text = Path(path).read_text(encoding="utf-8")
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", word)
    template = json.loads(text)
    missing = {"recommend", "item", "separator", "recommendEnd", "genreEnd", "maxHistory", "maxTitleTokens"} - set(template)
    if missing:
        raise ValueError(f"{path} is no prompt template: it lacks {sorted(missing)}. Compare it with docs/ARCHITECTURE.md.")
    return template


def of_domain(domain: Domain) -> dict:
    """The product's template in a domain's words; without facts there is no genre to name and nothing to say of a taste."""
    template = load_template(words=domain.words)
    if not domain.facts:
        for name in OF_FACTS:
            del template[name]
    return {**template, "deviation": domain.deviation or template["deviation"]}


def template_of(work: Path) -> dict:
    """The work folder's own template, which a variant has, or that of its catalogue's domain."""
    own = Path(work) / TEMPLATE_FILE.name
    if own.exists():
        return load_template(own)
    return of_domain(of_work(work))


def disambiguate(titles: Sequence[str], years: Sequence[int]) -> list[str]:
    """Films of one prompt that share a title get " (year)" each; a year of 0 is unknown and adds nothing."""
    seen: dict[str, int] = {}
    for title in titles:
        seen[title] = seen.get(title, 0) + 1
    return [f"{title} ({year})" if seen[title] > 1 and year else title for title, year in zip(titles, years)]


class PromptBuilder:
    """Builds prompts for one tokenizer.

    encode: text -> ids without special tokens. bos: id of the special token that opens the prompt. placeholder: id that
    fills the holes of soft tokens (its embedding is overwritten, so any valid id does).
    """

    def __init__(self, encode: Encode, *, bos: int = 2, placeholder: int = 1, template: dict | None = None):
        self.template = load_template() if template is None else template
        self.bos = bos
        self.placeholder = placeholder
        self.encode = encode
        self._pieces: dict[str, list[int]] = {}

    def piece(self, text: str) -> list[int]:
        if text not in self._pieces:
            self._pieces[text] = list(self.encode(text))
        return self._pieces[text]

    @property
    def films_are_blocks(self) -> bool:
        return bool(self.template.get("structure") == "blocks")

    def film(self, kind: str) -> list[dict]:
        """What a film's block is made of in a prompt of a kind."""
        form: list[dict] = self.template["describedItem" if kind in SENTENCES else "item"]
        return form

    def block_width(self, kind: str = "recommend") -> int:
        """Positions that a film's block may take: what stands behind a list begins after so many, whatever the titles."""

        def width(part: dict) -> int:
            if "soft" in part:
                return 1
            if "text" in part:
                return len(self.piece(part["text"]))
            return int(self.template["maxTitleTokens" if "title" in part else "maxFactTokens"])

        return sum(map(width, self.film(kind)))

    def title(self, text: str) -> list[int]:
        """Ids of a title, cut to maxTitleTokens."""
        return list(self.encode(text))[: self.template["maxTitleTokens"]]

    def answer(self, title: Sequence[int]) -> list[int]:
        """Ids that the language model has to produce for a recommended title."""
        return [*title, *self.piece(self.template["recommendEnd"])]

    def build(
        self,
        kind: str,
        history: Sequence[Sequence[int]],
        candidates: Sequence[Sequence[int]] = (),
        *,
        soft: bool = True,
        facts: tuple[Sequence[Sequence[int]], Sequence[Sequence[int]]] = ((), ()),
    ) -> Prompt:
        """kind: "recommend", "genre", "taste" or "reason"; history, candidates: title ids, the history oldest first; a reason's candidate is the film it is asked of.

        Only the last maxHistory films of the history are used, and their slots' indices count from the first one used.
        facts: ids of the clauses of the history's and the candidates' films, for the kinds that have them.
        soft=False leaves the soft tokens out: the prompt of LLM-Only.
        Where the template's structure is "blocks", films are blocks (blocks.py); else the prompt is read in plain causal order.
        """
        segments = self.template[kind]
        last_list = max(i for i, segment in enumerate(segments) if "list" in segment)
        prompt = Prompt([], [], [], [])
        block, position = QUESTION, 0

        def put(more: Sequence[int]) -> None:
            nonlocal position
            prompt.append(more, block, position)
            position += len(more)

        def put_soft(slot_kind: str, index: int) -> None:
            if soft:
                prompt.slots.append(Slot(len(prompt.ids), slot_kind, index))
                put([self.placeholder])

        def put_list(slot_kind: str, titles: Sequence[Sequence[int]], clauses: Sequence[Sequence[int]]) -> None:
            nonlocal block, position
            first = position
            for index, title in enumerate(titles):
                if self.films_are_blocks:
                    block, position = max([USER, *prompt.blocks]) + 1, first
                elif index:
                    put(self.piece(self.template["separator"]))
                for part in self.film(kind):
                    if "soft" in part:
                        put_soft(slot_kind, index)
                    elif "title" in part:
                        put(title)
                    elif "facts" in part:
                        put(clauses[index])
                    else:
                        put(self.piece(part["text"]))
            if self.films_are_blocks:
                position = first + self.block_width(kind)

        for place, segment in enumerate(segments):
            if self.films_are_blocks:
                block = QUESTION if place > last_list else USER if "soft" in segment else CONSTANT
            if "special" in segment:
                put([self.bos])
            elif "soft" in segment:
                put_soft("user", 0)
            elif "text" in segment:
                put(self.piece(segment["text"]))
            elif segment["list"] == "history":
                put_list("history", history[-self.template["maxHistory"] :], facts[0][-self.template["maxHistory"] :])
            else:
                put_list("candidate", candidates, facts[1])
        return prompt
