"""Reference numbers for the parity tests: what PyTorch and transformers compute from a bundle's own files.

"app" numbers use what the bundle ships (quantised weights taken back to float, 16-bit tables, int8 text embeddings), so the
app has to agree with them closely; "float" numbers use the unquantised networks and show what the export costs.
Row numbers are the catalogue's.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import OPTForCausalLM

from ..aligner.projections import latest
from ..aligner.subspace import of_whole_history
from ..facts.facts import Facts
from ..language_model import opt_mini
from ..language_model import tokenizer as bpe
from ..language_model.ranking import rank_by_choice
from ..loop.progress import Say
from ..prompts.catalogue_prompts import CataloguePrompts, soft_tokens
from ..prompts.prompt import Prompt, PromptBuilder, batch_of
from ..words.fact_words import Vocabulary, clause
from . import bundle
from .reference_networks import Networks

CANDIDATES = 20
SEEN_LOGITS = 64  # of each step's vocabulary
DECODED = 3  # steps after the prefill
OWN_FILM = {"title": "Le Voyage à l'Est", "year": 2024, "description": "Two sisters drive an old ice-cream van across Europe to find their father."}


@torch.no_grad()
def write(work: Path, folder: Path, out: Path, command: str, *, seed: int = 0, log: Say = print) -> dict:
    """Writes the numbers of the bundle in `folder`, which was exported from `work`, to the JSON file `out`."""
    folder, work = Path(folder), Path(work)
    manifest = bundle.verify(folder)
    catalogue = json.loads(bundle.read(folder, manifest, "catalogue"))
    requests = make_requests(catalogue, np.random.default_rng(seed), manifest["prompt"]["maxHistory"])
    versions = {
        "app": Networks(folder, manifest, work, shipped=True),
        "float": Networks(folder, manifest, work, shipped=False),
    }
    text_tokenizer = Tokenizer.from_str(bundle.read(folder, manifest, "sbertTokenizer").decode())
    tokenizer = Tokenizer.from_str(bundle.read(folder, manifest, "llmTokenizer").decode())
    builder = PromptBuilder(bpe.encoder(tokenizer), bos=manifest["llm"]["bos"], template=manifest["prompt"])
    films, warm = len(catalogue["ids"]), catalogue["warm"]
    shown = shown_rows(films, warm)
    known = [request["history"] for request in requests[:3]]
    reference = {
        "command": command,
        "bundle": manifest["name"],
        "files": {name: entry["sha256"] for name, entry in manifest["files"].items()},
        "torch": torch.__version__.split("+")[0],
        "sasrec": [sasrec_numbers(versions["app"], [r for r in history if r < warm]) for history in [*known, list(range(min(warm, 60)))]],
        "sbert": [sbert_numbers(versions, manifest, text_tokenizer, text) for text in sample_texts(work, shown, manifest)],
        "aligner": aligner_numbers(versions["app"], [0, 1, warm - 1], shown, [h for h in known if h]),
        "tokenizer": [{"text": text, "ids": tokenizer.encode(text, add_special_tokens=False).ids} for text in odd_texts(catalogue)],
        "recommendations": [],
    }
    prompts: list[tuple[Prompt, torch.Tensor]] = []
    for request in requests:
        log(f"reference: {request['system']}, a history of {len(request['history'])}")
        numbers, prompt, vectors = recommendation(versions, catalogue, builder, request)
        reference["recommendations"].append(numbers)
        prompts.append((prompt, vectors))
    reference["opt"] = language_model_numbers(versions, *prompts[0])
    if "taste" in builder.template and "facts" in manifest["files"]:
        reference["sentences"] = sentence_prompts(catalogue, json.loads(bundle.read(folder, manifest, "facts")), builder, [r["history"] for r in requests])
    out = Path(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(reference, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return reference


def shown_rows(films: int, warm: int) -> list[int]:
    """Whose texts are read: the first, the first cold one where some are cold, and the last."""
    return [0, min(warm, films - 1), films - 1]


def make_requests(catalogue: dict, rng: np.random.Generator, longest: int) -> list[dict]:
    """Histories of different films (short, longer than the prompt holds, with a cold film) and 20 candidates each; films that share a title among them."""
    everything = np.arange(len(catalogue["ids"]))
    warm, cold = np.split(everything, [catalogue["warm"]])

    def draw(count: int, rows: np.ndarray) -> list[int]:
        return rng.choice(rows, min(count, len(rows)), replace=False).tolist()

    cases = [
        ("a-llmrec", draw(5, warm), draw(CANDIDATES, warm)),
        ("a-llmrec", draw(longest + 4, warm) + draw(1, cold), draw(CANDIDATES - 3, warm) + draw(3, cold)),
        ("a-llmrec-sbert", draw(longest, warm), draw(CANDIDATES, everything)),
        ("llm-only", draw(4, warm), draw(CANDIDATES, warm)),
        ("a-llmrec", draw(3, warm), draw(CANDIDATES - 2, warm) + namesakes(catalogue)),
    ]
    return [{"system": system, "history": history, "candidates": list(dict.fromkeys(candidates))} for system, history, candidates in cases]


def namesakes(catalogue: dict) -> list[int]:
    """Rows of two films with the same title, if there are any: the prompt tells them apart by year."""
    seen: dict[str, int] = {}
    for row, title in enumerate(catalogue["titles"]):
        if title in seen and catalogue["years"][row] != catalogue["years"][seen[title]]:
            return [seen[title], row]
        seen[title] = row
    return []


def sample_texts(work: Path, shown: list[int], manifest: dict) -> list[str]:
    texts = json.loads((work / "texts.json").read_text(encoding="utf-8"))
    long = " ".join(["a film about the sea and those who cross it"] * manifest["sbert"]["maxTokens"])
    return [*(texts[row] for row in shown), f"{OWN_FILM['title']} ({OWN_FILM['year']}). {OWN_FILM['description']}", "Émoji 🎬 مرحبا <b>", long]


def odd_texts(catalogue: dict) -> list[str]:
    longest = max(catalogue["titles"], key=len)
    return [catalogue["titles"][0], longest, " is a user representation.", '"', "Amélie", "8½  two  spaces", "東京物語", "🎬", "it's", "\tTab\nLine"]


def sasrec_numbers(networks: Networks, history: list[int]) -> dict:
    """x_u and its scores of the first rows, and the best rows outside the history."""
    x = networks.sasrec.represent([np.array(history, dtype=np.int64)])[0]
    scores = networks.sasrec.scores(x[None], networks.item_embedding)[0]
    best = [row for row in scores.argsort(descending=True).tolist() if row not in history][:10]
    return {"history": history, "representation": _round(x), "scores": _round(scores[:20]), "best": [{"row": row, "score": float(scores[row])} for row in best]}


def sbert_numbers(versions: dict[str, Networks], manifest: dict, tokenizer: Tokenizer, text: str) -> dict:
    ids, limit = tokenizer.encode(text).ids, manifest["sbert"]["maxTokens"]
    kept = ids if len(ids) <= limit else [*ids[: limit - 1], ids[-1]]
    return {"text": text, "ids": kept, **{name: _round(networks.embed_text(kept), 5) for name, networks in versions.items()}}


def aligner_numbers(networks: Networks, warm_rows: list[int], text_rows: list[int], histories: list[list[int]]) -> dict:
    warm = len(networks.item_embedding)
    users = networks.sasrec.represent([np.array([r for r in h if r < warm], dtype=np.int64) for h in histories])
    items, texts = networks.joint_item(warm_rows), networks.joint_text(networks.texts[text_rows])
    return {
        "itemEncoder": [{"row": row, "joint": _round(v)} for row, v in zip(warm_rows, items)],
        "textEncoder": [{"row": row, "joint": _round(v)} for row, v in zip(text_rows, texts)],
        "itemTokens": [{"row": row, "token": _round(v)} for row, v in zip(warm_rows, networks.aligner.item_projection(items))],
        "textTokens": [{"row": row, "token": _round(v)} for row, v in zip(text_rows, networks.aligner.item_projection(texts))],
        "userTokens": [{"history": h, "token": _round(v)} for h, v in zip(histories, networks.aligner.user_projection(users))],  # F_U alone
    }


def recommendation(versions: dict[str, Networks], catalogue: dict, builder: PromptBuilder, request: dict) -> tuple[dict, Prompt, torch.Tensor]:
    """The prompt, and each version's probability of every candidate and its list. Also returns the prompt and the app's soft tokens."""
    warm, system = catalogue["warm"], request["system"]
    prompts, soft = CataloguePrompts(builder, catalogue["titles"], catalogue["years"]), system != "llm-only"
    prompt, answers, used = prompts.recommend(request["history"], request["candidates"], soft=soft)
    named_together = prompts.titles([*used, *request["candidates"]])  # the genre prompt has the titles that the recommendation has
    genre = builder.build("genre", named_together[: len(used)], soft=soft) if "genre" in builder.template else None
    numbers = {**request, "prompt": _prompt(prompt), **({"genrePrompt": _prompt(genre)} if genre else {}), "answers": answers}
    vectors = {}
    for name, networks in versions.items():
        x = networks.sasrec.represent([np.array([r for r in request["history"] if r < warm], dtype=np.int64)])
        items = networks.aligner.item_projection(networks.joint_embeddings(warm, system))
        user = networks.aligner.user_tokens(x, items, latest([used], len(used)))[0]
        if name == "app" and genre and soft and networks.whole_history_share:
            numbers["genreUser"] = _round(of_whole_history(user, items[request["history"]], networks.basis, networks.whole_history_share))
        vectors[name] = soft_tokens(prompt, user, items, used, request["candidates"])
        scores, order = rank_by_choice(networks.model, [prompt], [vectors[name]], [numbers["answers"]], [request["candidates"]])[0]
        numbers[name] = {"probabilities": _round(scores.exp()), "order": order}
    return numbers, prompt, vectors["app"]


def sentence_prompts(catalogue: dict, facts: dict, builder: PromptBuilder, histories: list[list[int]]) -> list[dict]:
    """The prompts that ask what a history has in common, and why its last film follows the others. Histories of one film have no such reason."""
    vocabulary = Vocabulary.of(builder.template)
    titles = CataloguePrompts(builder, catalogue["titles"], catalogue["years"])

    def clauses(rows: list[int]) -> list[list[int]]:
        template = builder.template
        words = [vocabulary.words(facts_of(catalogue, facts, row)) for row in rows]
        return [clause(each, builder.encode, template["maxFactTokens"], template["unknownFacts"]).ids for each in words]

    found = []
    for history in histories:
        used, (*before, last) = history[-titles.history_length :], history[-titles.history_length :]
        taste = builder.build("taste", titles.titles(used), facts=(clauses(used), []))
        numbers = {"history": used, "taste": _prompt(taste)}
        if before:
            named = titles.titles([*before, last])
            numbers["reason"] = _prompt(builder.build("reason", named[:-1], named[-1:], facts=(clauses(before), clauses([last]))))
        found.append(numbers)
    return found


def facts_of(catalogue: dict, facts: dict, row: int) -> Facts:
    """What a bundle says of a film."""

    def names(column: str) -> list[str]:
        return [facts["names"][column][value] for value in facts[column][row]]

    series = facts["franchises"][row]
    return Facts(
        title=catalogue["titles"][row],
        year=catalogue["years"][row],
        genres=tuple(catalogue["genreNames"][genre] for genre in catalogue["genres"][row]),
        countries=tuple(names("countries")),
        subgenres=tuple(names("subgenres")),
        directors=tuple(names("directors")),
        franchises=tuple((facts["names"]["franchises"][name], place) for name, place in zip(series[::2], series[1::2])),
    )


def language_model_numbers(versions: dict[str, Networks], prompt: Prompt, vectors: torch.Tensor) -> dict:
    """Logits after the prompt with the app's soft tokens, and after each of three tokens decoded greedily by the app's weights.

    Only some of the vocabulary is kept: `tokens` are the ids of `logits`' columns.
    """
    app = versions["app"].model
    width = app.config.vocab_size
    tokens = np.unique(np.linspace(0, width - 1, SEEN_LOGITS).astype(int)).tolist()
    steps = []
    decoded: list[int] = []
    for _ in range(DECODED + 1):
        logits = {name: _next_logits(networks.model, prompt, vectors, decoded) for name, networks in versions.items()}
        best = int(logits["app"].argmax())
        steps.append({"after": list(decoded), **{name: _round(values[tokens], 5) for name, values in logits.items()}, "best": best})
        decoded.append(best)
    return {"prompt": _prompt(prompt), "softTokens": [_round(v) for v in vectors], "tokens": tokens, "steps": steps}


def _next_logits(model: OPTForCausalLM, prompt: Prompt, vectors: torch.Tensor, decoded: list[int]) -> torch.Tensor:
    """[V] after the prompt, with the soft tokens in their slots, and what has been decoded behind it."""
    whole = copy.deepcopy(prompt)
    whole.append(decoded)
    ids, layout = batch_of([whole], 1)
    embeddings = opt_mini.embed(model, ids).clone()
    embeddings[0, [slot.position for slot in prompt.slots]] = vectors
    return opt_mini.logits(model, opt_mini.hidden_states(model, embeddings, layout)[0, len(whole.ids) - 1])


def _prompt(prompt: Prompt) -> dict:
    return {"ids": prompt.ids, "slots": [slot._asdict() for slot in prompt.slots], "blocks": prompt.blocks, "positions": prompt.positions}


def _round(values: torch.Tensor, digits: int = 6) -> list[float]:
    """Significant digits that f32 arithmetic can be held to."""
    return [float(f"{value:.{digits}g}") for value in values.tolist()]
