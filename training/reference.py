"""Reference numbers for the parity tests: what PyTorch and transformers compute from a bundle's own files.

"app" numbers use what the bundle ships (quantised weights taken back to float, 16-bit tables, int8 text embeddings), so the
app has to agree with them closely; "float" numbers use the unquantised networks and show what the export costs.
Row numbers are the catalogue's.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Sequence

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from safetensors.numpy import load as load_tensors
from tokenizers import Tokenizer

from . import bundle, opt_onnx, sbert_onnx
from . import tokenizer as bpe
from .aligner import Aligner, blend, latest, of_bundle
from .prompt import Prompt, PromptBuilder, disambiguate
from .quantise import dequantise_rows
from .ranking import rank
from .restore import Graph
from .sasrec import SasRec
from .stage2 import soft_tokens

CANDIDATES = 20
SEEN_LOGITS = 64  # of each step's vocabulary
DECODED = 3  # steps after the prefill
OWN_FILM = {"title": "Le Voyage à l'Est", "year": 2024, "description": "Two sisters drive an old ice-cream van across Europe to find their father."}


class Networks:
    """The bundle's networks in PyTorch. shipped: with the values that the bundle ships; otherwise the unquantised ones."""

    def __init__(self, folder: Path, manifest: dict, work: Path, *, shipped: bool):
        read = lambda key: load_tensors(bundle.read(folder, manifest, key))
        sasrec, aligner, tables = read("sasrec"), read("aligner"), read("llmEmbeddings")
        films, width = sasrec["item_embedding"].shape
        blocks, length = manifest["sasrec"]["blocks"], manifest["sasrec"]["maxLength"]
        self.sasrec = SasRec(films - 1, width, blocks, length)
        self.sasrec.load_state_dict(_torch(sasrec))
        self.encoders, projections = of_bundle(aligner, manifest["aligner"])
        self.aligner = Aligner.of(projections).eval()
        self.item_embedding = torch.from_numpy(sasrec["item_embedding"][1:])
        self.popularity = np.asarray(json.loads(bundle.read(folder, manifest, "catalogue"))["popularity"])
        self.sparse_limit = manifest["aligner"].get("sparseLimit", -1)

        model = opt_onnx.load(work / "opt")
        embeddings = opt_onnx.embeddings(model)
        if shipped:
            model = _with_graph(model, Graph(onnx.load_from_string(bundle.read(folder, manifest, "llm"))))
            embeddings = {name: values.astype(np.float32) for name, values in tables.items()}
            texts = dequantise_rows(bundle.read(folder, manifest, "sbertEmbeddings"), manifest["aligner"]["textSize"], manifest["sbert"]["embeddingScale"])
        else:
            texts = np.load(work / "sbert-embeddings.npy")
        self.model = _with_tables(model, embeddings)
        self.sbert = (sbert_onnx.shipped if shipped else sbert_onnx.load)(work / "sbert")
        self.texts = torch.from_numpy(texts)

    def joint_item(self, rows: Sequence[int]) -> torch.Tensor:
        return self._encode("item_encoder", self.item_embedding[list(rows)])

    def joint_text(self, embeddings: torch.Tensor) -> torch.Tensor:
        return self._encode("text_encoder", embeddings)

    def _encode(self, name: str, x: torch.Tensor) -> torch.Tensor:
        return torch.sigmoid(F.linear(x, self.encoders[f"{name}.weight"], self.encoders[f"{name}.bias"]))

    def joint(self, warm: int, system: str) -> torch.Tensor:
        """Joint embeddings that a system reads [films, d']."""
        q = self.joint_text(self.texts)
        return q if system == "a-llmrec-sbert" else blend(self.joint_item(range(warm)), q, self.popularity, self.sparse_limit)

    def embed_text(self, ids: list[int]) -> torch.Tensor:
        """The mean-pooled, normalised embedding. [width]"""
        hidden = self.sbert(input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long)).last_hidden_state
        return F.normalize(hidden.mean(1), dim=-1)[0]


@torch.no_grad()
def write(work: Path, folder: Path, out: Path, command: str, *, seed: int = 0, log=print) -> dict:
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
    known = [request["history"] for request in requests[:3]]
    reference = {
        "command": command,
        "bundle": manifest["name"],
        "files": {name: entry["sha256"] for name, entry in manifest["files"].items()},
        "torch": torch.__version__.split("+")[0],
        "sasrec": [sasrec_numbers(versions["app"], [r for r in history if r < warm]) for history in [*known, list(range(min(warm, 60)))]],
        "sbert": [sbert_numbers(versions, manifest, text_tokenizer, text) for text in sample_texts(work, films, warm, manifest)],
        "aligner": aligner_numbers(versions["app"], [0, 1, warm - 1], [0, warm, films - 1], [h for h in known if h]),
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
    out = Path(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(reference, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return reference


def make_requests(catalogue: dict, rng: np.random.Generator, longest: int) -> list[dict]:
    """Histories of different films (short, longer than the prompt holds, with a cold film) and 20 candidates each; films that share a title among them."""
    films, warm = len(catalogue["ids"]), catalogue["warm"]
    cold, everything, warm = np.arange(warm, films), np.arange(films), np.arange(warm)

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


def sample_texts(work: Path, films: int, warm: int, manifest: dict) -> list[str]:
    texts = json.loads((work / "texts.json").read_text(encoding="utf-8"))
    long = " ".join(["a film about the sea and those who cross it"] * manifest["sbert"]["maxTokens"])
    return [texts[0], texts[warm], texts[films - 1], f"{OWN_FILM['title']} ({OWN_FILM['year']}). {OWN_FILM['description']}", "Émoji 🎬 مرحبا <b>", long]


def odd_texts(catalogue: dict) -> list[str]:
    longest = max(catalogue["titles"], key=len)
    return [catalogue["titles"][0], longest, " is a user representation.", '"', "Amélie", "8½  two  spaces", "東京物語", "🎬", "it's", "\tTab\nLine"]


def sasrec_numbers(networks: Networks, history: list[int]) -> dict:
    """x_u and its scores of the first rows, and the best rows outside the history."""
    x = networks.sasrec.represent([np.array(history, dtype=np.int64)])[0]
    scores = networks.item_embedding @ x
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
    """The prompt, and each version's probability of every candidate. Also returns the prompt and the app's soft tokens."""
    warm, system = catalogue["warm"], request["system"]
    used = request["history"][-builder.template["maxHistory"] :]
    rows = [*used, *request["candidates"]]
    titles = [builder.title(t) for t in disambiguate([catalogue["titles"][r] for r in rows], [catalogue["years"][r] for r in rows])]
    listed = titles[len(used) :]
    prompt = builder.build("recommend", titles[: len(used)], listed, soft=system != "llm-only")
    genre = builder.build("genre", titles[: len(used)], soft=system != "llm-only") if "genre" in builder.template else None
    numbers = {**request, "prompt": _prompt(prompt), **({"genrePrompt": _prompt(genre)} if genre else {}), "answers": [builder.answer(title) for title in listed]}
    vectors = {}
    for name, networks in versions.items():
        x = networks.sasrec.represent([np.array([r for r in request["history"] if r < warm], dtype=np.int64)])
        items = networks.aligner.item_projection(networks.joint(warm, system))
        user = networks.aligner.user_tokens(x, items, latest([used], len(used)))[0]
        vectors[name] = soft_tokens(prompt, user, items, used, request["candidates"])
        scores = rank(networks.model, [prompt], [vectors[name]], [numbers["answers"]])[0]
        numbers[name] = {"probabilities": _round(scores.exp())}
    return numbers, prompt, vectors["app"]


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
        logits = {name: networks.model(inputs_embeds=_spliced(networks.model, prompt, vectors, decoded)).logits[0, -1] for name, networks in versions.items()}
        best = int(logits["app"].argmax())
        steps.append({"after": list(decoded), **{name: _round(values[tokens], 5) for name, values in logits.items()}, "best": best})
        decoded.append(best)
    return {"prompt": _prompt(prompt), "softTokens": [_round(v) for v in vectors], "tokens": tokens, "steps": steps}


def _spliced(model, prompt: Prompt, vectors: torch.Tensor, decoded: list[int]) -> torch.Tensor:
    """[1, s, h] token embeddings with the soft tokens in their slots; the model adds the positions."""
    embeddings = model.model.decoder.embed_tokens(torch.tensor([[*prompt.ids, *decoded]])).clone()
    embeddings[0, [slot.position for slot in prompt.slots]] = vectors
    return embeddings


@torch.no_grad()
def _with_graph(model, graph: Graph):
    """A copy of the model with the matrices of the exported graph: rounding a restored model's again would not give the same ones."""
    twin = opt_onnx.with_dequantised(model, {})  # head and token table apart
    for name, layers in opt_onnx.linears(twin).items():
        for layer, values in zip(layers, graph[f"{name}.weight"].chunk(len(layers))):
            layer.weight.copy_(values)
    return twin


def _with_tables(model, embeddings: dict[str, np.ndarray]):
    """The model with these embedding tables (any project_in folded in), its head kept as it is."""
    head = torch.nn.Parameter(model.lm_head.weight.detach().clone())
    decoder = model.model.decoder
    decoder.embed_tokens = torch.nn.Embedding.from_pretrained(torch.from_numpy(embeddings["token_embedding"]))
    decoder.project_in = None
    decoder.embed_positions.weight = torch.nn.Parameter(torch.from_numpy(embeddings["position_embedding"]))
    model.lm_head.weight = head
    return model.eval().requires_grad_(False)


def _prompt(prompt: Prompt) -> dict:
    return {"ids": prompt.ids, "slots": [slot._asdict() for slot in prompt.slots]}


def _torch(tensors: dict[str, np.ndarray]) -> dict[str, torch.Tensor]:
    return {name: torch.from_numpy(values) for name, values in tensors.items()}


def _round(values: torch.Tensor, digits: int = 6) -> list[float]:
    """Significant digits that f32 arithmetic can be held to."""
    return [float(f"{value:.{digits}g}") for value in values.tolist()]
