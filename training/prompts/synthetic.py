"""Soft-token retrieval: the product's exact prompt with random titles and random vectors.

A large language model matches soft tokens with titles emergently; a small one is taught the skill without any answer: each film
of the prompt gets a random vector, the user token is a random query, and the title to produce is drawn from
softmax(kappa cos(query, candidates)). No interaction data is used, and the vectors mean nothing outside their prompt. Their
statistics are those of a trained aligner's: films already watched resemble the query more than any candidate does, queries lie off
the films' centre, a film's soft token carries its genres (facts), and histories are of better known films than candidates.
"""

from __future__ import annotations

from typing import NamedTuple, Sequence

import numpy as np
import torch
import torch.nn.functional as F

from ..data.movielens import GENRES
from ..settings import Pretraining
from .blocks import QUESTION, Layout
from .curriculum import Difficulty
from .prompt import PromptBuilder, batch_of
from .trie import branchings


class RetrievalBatch(NamedTuple):
    """b prompts padded on the right to s positions; n soft tokens; q choices among c candidates; a further answer tokens."""

    prompts: tuple[torch.Tensor, Layout]  # ids [b, s], and what attends to what
    soft_at: tuple[torch.Tensor, torch.Tensor]  # rows [n], positions [n]
    soft: torch.Tensor  # [n, k] in the basis of soft tokens
    genres: torch.Tensor  # [n, genres] what they carry beside it, along the genres' directions
    query_at: tuple[torch.Tensor, torch.Tensor]  # rows [q], positions [q] where titles part: the first token, and those after a beginning that several share
    next_ids: torch.Tensor  # [q, c] the token of each candidate there
    teacher: torch.Tensor  # [q, c] probabilities of the candidates; 0 for those with another beginning
    leading: torch.Tensor  # [q] bool: of the prompt's own query, not an extra one
    depth: torch.Tensor  # [q] tokens of the title before it
    answer_at: tuple[torch.Tensor, torch.Tensor]  # rows [a], positions [a] whose next token is answer_ids
    answer_ids: torch.Tensor  # [a]


def unit(x: torch.Tensor) -> torch.Tensor:
    return F.normalize(x, dim=-1)


def choices(answers: Sequence[Sequence[int]]) -> dict[tuple[int, ...], tuple[np.ndarray, np.ndarray]]:
    """Path -> (token of each answer behind it [c], whether the answer begins with it [c]), of the root and wherever answers part."""
    found: dict[tuple[int, ...], tuple[np.ndarray, np.ndarray]] = {(): (np.array([answer[0] for answer in answers]), np.ones(len(answers), dtype=bool))}
    for node in branchings(answers):
        following, within = np.zeros(len(answers), dtype=np.int64), np.zeros(len(answers), dtype=bool)
        for candidate, child in node.chosen:
            following[candidate], within[candidate] = node.children[child], True
        found[node.path] = following, within
    return found


class World(NamedTuple):
    """A domain's prompt and the titles that may be drawn into it."""

    builder: PromptBuilder
    titles: Sequence[Sequence[int]]  # ids, none empty
    genres: torch.Tensor | None = None  # [titles, genres] shares of length 1 (facts)
    known: np.ndarray | None = None  # indices of the titles of well known films


def by_beginning(titles: Sequence[Sequence[int]], longest: int = 5) -> dict[tuple[int, ...], np.ndarray]:
    """Indices of the titles that begin with the same tokens, one to `longest`: two titles at least."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for index, title in enumerate(titles):
        for length in range(1, min(longest, len(title)) + 1):
            groups.setdefault(tuple(title[:length]), []).append(index)
    return {beginning: np.array(members) for beginning, members in groups.items() if len(members) > 1}


class RetrievalTask:
    """worlds: the first is drawn as often as all others together; dimensions: k of the basis in whose span soft tokens lie. One head
    can compare so many exactly; vectors from all h drown in what it cannot see."""

    def __init__(self, worlds: Sequence[World], preset: Pretraining, dimensions: int, seed: int):
        self.worlds = list(worlds)
        self.preset = preset
        self.dimensions = dimensions
        self.alike = [by_beginning(world.titles) for world in self.worlds]
        self.longest = self.worlds[0].builder.template["maxTitleTokens"]
        self.begin(seed)

    def begin(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.generator = torch.Generator().manual_seed(seed)

    def _normal(self, *shape: int) -> torch.Tensor:
        return torch.randn(*shape, generator=self.generator)

    def _uniform(self, *shape: int) -> torch.Tensor:
        return torch.rand(*shape, generator=self.generator)

    def _vectors(self, b: int, c: int, n: int, q: int, concentration: float) -> tuple[torch.Tensor, ...]:
        """Unit candidates [b, c, k], history [b, n, k], queries [b, q, k], and teacher [b, q, c].

        A prompt's vectors have a rank of a quarter to all of the k dimensions, a falling spectrum and a shared component, as projections of
        learned embeddings do; queries may lie on its other side. Films of the history are drawn towards the prompt's own query.
        """
        h, rng = self.dimensions, self.rng
        rank = max(2, h * int(rng.integers(1, 5)) // 4)
        basis = self._normal(rank, h) / h**0.5 * torch.arange(1, rank + 1)[:, None] ** -rng.uniform(0, 0.5)
        shared = torch.tensor(rng.choice([0.0, 0.3, 0.6], (b, 1, 1)), dtype=torch.float32)
        centre = unit(self._normal(b, 1, h))

        def draw(k: int) -> torch.Tensor:
            along = shared.sqrt() * (1 + 0.5 * self._normal(b, k, 1)) * centre
            return unit(along + (1 - shared).sqrt() * unit(self._normal(b, k, rank) @ basis))

        candidates, history = draw(c), draw(n)

        def pick() -> torch.Tensor:
            return candidates.gather(1, torch.randint(0, c, (b, q, 1), generator=self.generator).expand(-1, -1, h))

        first, second = pick(), pick()
        hard = (self._uniform(b, q, 1) < self.preset.hard_share).float()
        strength = hard * (0.85 + 0.15 * self._uniform(b, q, 1)) + (1 - hard) * 0.9 * self._uniform(b, q, 1)
        blend = strength * first + (1 - hard) * strength * self._uniform(b, q, 1) * second
        queries = unit(blend + (1 - strength**2).clamp(min=0).sqrt() * draw(q))
        opposed = torch.tensor(rng.choice([0.0, 0.5, 1.0], (b, 1, 1)), dtype=torch.float32)
        queries = unit(queries - opposed * centre)
        near = (self._uniform(b, 1, 1) < 0.5).float() * (0.3 + 0.9 * self._uniform(b, 1, 1))  # the extra queries to the own
        queries = torch.cat([queries[:, :1], unit(queries[:, 1:] + near * queries[:, :1])], dim=1)
        if n:
            weight = (self._uniform(b, 1, 1) < 0.8).float() * 1.3 * self._uniform(b, 1, 1) * (0.4 + 0.6 * self._uniform(b, n, 1))
            history = unit(history + weight * queries[:, :1])
        if rng.random() < self.preset.near_share:
            candidates = unit(candidates + (0.3 + 1.2 * self._uniform(b, 1, 1)) * self._uniform(b, c, 1) ** 0.5 * queries[:, :1])
        teacher = torch.softmax(concentration * queries @ candidates.transpose(1, 2), dim=-1)
        return candidates, history, queries, teacher

    def _draw(self, world: int, history: int, candidates: int) -> list[int]:
        """Indices of the titles of the history, then of the candidates; in a share of the prompts up to half of the candidates begin alike ("The",
        "Harry Potter and the")."""
        rng, (_, titles, _, known) = self.rng, self.worlds[world]
        drawn = rng.integers(0, len(titles), history + candidates)
        if known is not None and rng.random() < 0.6:
            chance = np.repeat([0.6, 0.15], [history, candidates])
            drawn = np.where(rng.random(len(drawn)) < chance, rng.choice(known, len(drawn)), drawn)
        if rng.random() < self.preset.alike_share:
            title, groups = titles[drawn[-1]], self.alike[world]
            deepest = next((length for length in range(5, 0, -1) if tuple(title[:length]) in groups), 0)
            alike = groups[tuple(title[: int(rng.integers(1, deepest + 1))])] if deepest else drawn[-1:]
            count = int(rng.integers(1, max(2, candidates // 2 + 1)))
            drawn[history + rng.permutation(candidates)[:count]] = rng.choice(alike, count)
        return drawn.tolist()

    def _carried(self, films: torch.Tensor | None, count: int, history: int) -> torch.Tensor:
        """[count, genres] of a prompt's soft tokens, films first, of which `history` were watched: in half of the prompts the films' own, in a quarter random ones
        of all, in a quarter none. In half of the first the queries carry genres of films too, the prompt's own those of the history.
        films [films, genres] shares, or None where nothing is known of them."""
        chance = self.rng.random()
        carried = torch.zeros(count, len(GENRES))
        if films is not None and chance < 0.5:
            carried[: len(films)] = (0.3 + 0.6 * self._uniform(1)) * films
            if chance < 0.25:
                parts = self._uniform(count - len(films), len(films)) ** 3
                if history:
                    parts[0, history:] = 0
                carried[len(films) :] = (0.3 + 0.6 * self._uniform(1)) * unit(parts @ films)
        elif chance < 0.75:
            carried = 0.7 * (self._uniform(count, len(GENRES)) < 0.12).float() * self._uniform(count, 1)
        return carried

    def batch(self, size: int, difficulty: Difficulty) -> RetrievalBatch:
        rng = self.rng
        world = 0 if len(self.worlds) == 1 or rng.random() < 0.5 else int(rng.integers(1, len(self.worlds)))
        builder = self.worlds[world].builder
        c = difficulty.candidates
        n = int(rng.integers(0, difficulty.history + 1))
        if rng.random() < 0.15:  # now and then fewer candidates than the curriculum allows
            c = int(rng.integers(2, c + 1))
        elif c >= self.preset.candidates and rng.random() < self.preset.many_share:
            c = int(rng.integers(c, self.preset.many_candidates + 1))
            size = max(1, size * self.preset.candidates // c)
        q = 1 + difficulty.extra
        candidates, history, queries, teacher = self._vectors(size, c, n, q, difficulty.concentration)
        lengths = torch.exp(0.25 * self._normal(size, 1, 1))
        candidates, history, queries = candidates * lengths, history * lengths, queries * torch.exp(0.25 * self._normal(size, 1, 1))
        # One target a query, drawn from the teacher: later tokens of the title follow it.
        targets = torch.multinomial(teacher.flatten(0, 1), 1, generator=self.generator).view(size, q).tolist()

        opening = builder.piece(builder.template["recommend"][-1]["text"])
        facts = self.worlds[world].genres
        prompts, soft_rows, soft_positions, soft, genres = [], [], [], [], []
        query_rows, query_positions, next_ids, taught, leading, depths = [], [], [], [], [], []
        answer_rows, answer_positions, answer_ids = [], [], []
        for b in range(size):
            drawn = self._draw(world, n, c)
            carried = self._carried(None if facts is None else facts[drawn], n + c + q, n)
            titles = [self.worlds[world].titles[index][: difficulty.title_tokens] for index in drawn]
            films, listed = titles[:n], titles[n:]
            answers = [builder.answer(title) for title in listed]
            parting = choices(answers)
            prompt = builder.build("recommend", films, listed)
            ids, asked = prompt.ids, prompt.positions[-1] - len(opening)  # where the query stands
            for slot in prompt.slots:
                soft_rows.append(b)
                soft_positions.append(slot.position)
                vectors, first = {"history": (history, 0), "candidate": (candidates, n), "user": (queries, n + c)}[slot.kind]
                soft.append(vectors[b, slot.index])
                genres.append(carried[first + slot.index])
            for j in range(q):
                block = QUESTION - j if builder.films_are_blocks else QUESTION
                if j:  # [query soft token] "title" once more, behind the answer: many lessons for one prompt
                    soft_rows.append(b)
                    soft_positions.append(len(ids))
                    soft.append(queries[b, j])
                    genres.append(carried[n + c + j])
                    prompt.append([builder.placeholder, *opening], block, asked if builder.films_are_blocks else None)
                answer = answers[targets[b][j]]
                for k, token in enumerate(answer):
                    if choice := parting.get(tuple(answer[:k])):
                        following, within = choice
                        query_rows.append(b)
                        query_positions.append(len(ids) + k - 1)
                        next_ids.append(following)
                        taught.append(np.where(within, teacher[b, j].numpy(), 0))
                        leading.append(j == 0)
                        depths.append(k)
                    else:
                        answer_rows.append(b)
                        answer_positions.append(len(ids) + k - 1)
                        answer_ids.append(token)
                prompt.append(answer, block)
            prompts.append(prompt)
        return RetrievalBatch(
            prompts=batch_of(prompts, builder.placeholder),
            soft_at=(torch.tensor(soft_rows), torch.tensor(soft_positions)),
            soft=torch.stack(soft),
            genres=torch.stack(genres),
            query_at=(torch.tensor(query_rows), torch.tensor(query_positions)),
            next_ids=torch.from_numpy(np.stack(next_ids)),
            teacher=F.normalize(torch.from_numpy(np.stack(taught)), p=1, dim=1),
            leading=torch.tensor(leading),
            depth=torch.tensor(depths),
            answer_at=(torch.tensor(answer_rows), torch.tensor(answer_positions)),
            answer_ids=torch.tensor(answer_ids),
        )
