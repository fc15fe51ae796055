"""The steps from data to bundle, in order: what each does, what it needs, which numbers shape it, and what it leaves.

Modules are imported where a step runs: PyTorch and transformers take many seconds, and `--help` or a finished step needs none of them.
"""

from __future__ import annotations

from typing import Callable, NamedTuple, Optional

from . import stamps
from .data import domains
from .run import PACKAGE, Run

Perform = Callable[[Run, Optional[float]], dict]  # a run, and the minutes that the step may take -> what it measured


def data(run: Run, minutes: float | None) -> dict:
    """Fetches the data, or makes the toy; notes its hash."""
    from .data import amazon, publishers, toy

    films = run.domain is domains.MOVIES
    if run.fixture and not run.given:
        if domains.missing(run.domain, run.data):
            toy.write(run.data, run.seed)
    elif not run.given:
        cache = PACKAGE / ".cache"
        if not films:
            run.data = amazon.fetch(cache, run.domain.name)
        if films or not run.llm:
            run.data = publishers.fetch(cache)
            print("The publishers' data has no dialogues, encyclopedia, news or books: opt-mini reads reviews and films alone.", flush=True)
    needed = list(run.domain.files)
    if films or not run.llm:
        needed += [name for name in domains.MOVIES.files if name not in needed]  # opt-mini learns the facts of films
        needed += [f"text/{name}.txt.xz" for name in run.preset.corpus.characters if run.given or (run.data / f"text/{name}.txt.xz").exists()]
    if missing := [name for name in needed if not (run.data / name).exists()]:
        raise FileNotFoundError(f"{run.data} lacks {', '.join(missing)}. Give a folder that has them with --data; training/README.md says what they are.")
    run.data_hash = stamps.data_fingerprint(run.data, [*needed, *(run.domain.optional if films else ())])
    return {"hash": run.data_hash}


def catalogue(run: Run, minutes: float | None) -> dict:
    from .data import catalogue

    return catalogue.run(run.work, run.data, run.preset, seed=run.seed, domain=run.domain, before=run.before)


def sasrec(run: Run, minutes: float | None) -> dict:
    from .recommender import train_sasrec

    return train_sasrec.run(run.work, run.preset, seed=run.seed, minutes=minutes, device=run.device)


def stage1(run: Run, minutes: float | None) -> dict:
    from .aligner import stage1

    return stage1.run(run.work, run.preset, seed=run.seed, minutes=minutes, device=run.device)


def tokenizer(run: Run, minutes: float | None) -> dict:
    """Trained, or that of the earlier bundle whose language model is trained on; and the corpus in its tokens."""
    from .language_model import corpus

    if run.earlier:
        run.earlier.tokenizer(run.work / "tokenizer")
    _, tokens, films = corpus.prepare(run.work, run.data, run.preset, run.seed)
    return {"vocabulary": run.preset.language_model.vocab, "corpus tokens": len(tokens), "films": len(films)}


def pretrain(run: Run, minutes: float | None) -> dict:
    from .language_model import pretrain

    start = None
    if run.earlier:
        start, whose = run.work / "opt-start", stamps.fingerprint(run.earlier.fingerprint)
        # Restored once: another number of threads rounds the weights differently, and a checkpoint would not know its start again.
        if not (start / "bundle").exists() or (start / "bundle").read_text(encoding="utf-8") != whose:
            run.earlier.language_model(start)
            (start / "bundle").write_text(whose, encoding="utf-8")
    return pretrain.run(run.work, run.data, run.preset, seed=run.seed, minutes=minutes, device=run.device, start=start, workers=run.workers)


def stage2(run: Run, minutes: float | None) -> dict:
    from .aligner import stage2

    return stage2.run(run.work, run.preset, seed=run.seed, minutes=minutes, device=run.device)


def further_stage2(run: Run, minutes: float | None) -> dict:
    from .aligner import stage2

    return stage2.go_on(run.work, run.preset, seed=run.seed, minutes=minutes, device=run.device)


def calibrate(run: Run, minutes: float | None) -> dict:
    from .evaluation import calibration, leave_one_out

    # Probabilities are the first question's.
    systems = (calibration.SYSTEM, "sasrec")
    leave_one_out.run(run.work, run.preset, seed=run.seed, device=run.device, split="validation", systems=systems, limit=run.users, choices=1)
    return {name: value for name, value in calibration.run(run.work).items() if not name.startswith("diagram")}


def evaluate(run: Run, minutes: float | None) -> dict:
    from .evaluation import leave_one_out

    return leave_one_out.run(run.work, run.preset, seed=run.seed, device=run.device, limit=run.users)


def export(run: Run, minutes: float | None) -> dict:
    from .export import export

    title = "Fixture: toy films, networks that know nothing" if run.fixture else f"{run.domain.dataset}, {run.language_model}"
    name, dataset = ("fixture", "toy") if run.fixture else (run.out.name, run.domain.dataset)
    manifest = export.export(run.work, run.out, export.Names(name, title, dataset, run.title, run.preset.name, run.language_model))
    return {"megabytes": round(sum(entry["bytes"] for entry in manifest["files"].values()) / 1e6, 2), "quantisation": manifest["llm"]["quantisation"]}


def reference(run: Run, minutes: float | None) -> dict:
    from .export import reference

    return {"recommendations": len(reference.write(run.work, run.out, run.reference, run.logged_command)["recommendations"])}


def take_sasrec(run: Run, minutes: float | None) -> dict:
    return taken(run, lambda earlier: earlier.sasrec(run.work, run.preset, run.seed))


def take_stage1(run: Run, minutes: float | None) -> dict:
    return taken(run, lambda earlier: earlier.stage1(run.work))


def take_language_model(run: Run, minutes: float | None) -> dict:
    return taken(run, lambda earlier: earlier.language_model(run.work / "opt"))


def take_stage2(run: Run, minutes: float | None) -> dict:
    return taken(run, lambda earlier: earlier.stage2(run.work))


def take_calibration(run: Run, minutes: float | None) -> dict:
    return taken(run, lambda earlier: earlier.calibration(run.work))


def taken(run: Run, take: Callable) -> dict:
    assert run.earlier
    take(run.earlier)
    return {"taken from": run.earlier.manifest["name"], "run": run.earlier.manifest["run"]}


class Step(NamedTuple):
    """needs: steps whose results it reads. settings: the preset's fields that shape it. share: of a time limit; 0 is not limited.
    take: instead of it, where its result comes from the bundle of --start-from."""

    name: str
    perform: Perform
    needs: tuple[str, ...]
    settings: tuple[str, ...]
    outputs: tuple[str, ...]
    leftovers: tuple[str, ...] = ()  # checkpoints and caches of an unfinished run
    share: float = 0.0
    take: Perform | None = None


STEPS = (
    Step("data", data, (), (), ()),
    Step("catalogue", catalogue, ("data",), (), ("catalogue.json", "texts.json", "interactions.npz", "candidates.npz")),
    Step("sasrec", sasrec, ("catalogue",), ("sasrec",), ("sasrec.safetensors", "user-representations.npz"), ("sasrec.pt",), share=12, take=take_sasrec),
    Step(
        "stage1",
        stage1,
        ("sasrec",),
        ("stage1",),
        ("stage1.safetensors", "sbert-embeddings.npy", "sbert"),
        ("stage1.pt", "sbert-base"),
        share=18,
        take=take_stage1,
    ),
    Step("tokenizer", tokenizer, ("data",), ("language_model", "corpus"), ("tokenizer/tokenizer.json", "corpus.npy"), ("tokenizer", "corpus.npy")),
    Step(
        "pretrain",
        pretrain,
        ("tokenizer",),
        ("language_model", "pretraining", "further_pretraining"),
        ("opt",),
        ("pretrain.pt",),
        share=50,
        take=take_language_model,
    ),
    Step("stage2", stage2, ("stage1", "pretrain"), ("stage2",), ("stage2.safetensors",), ("stage2.pt",), share=20, take=take_stage2),
    Step("stage2-further", further_stage2, ("stage2",), ("stage2", "further_stage2"), ("stage2-further.safetensors",), ("stage2-further.pt",), share=8),
    Step("calibrate", calibrate, ("stage2-further",), ("evaluation",), ("calibration.json",), take=take_calibration),
    Step("evaluate", evaluate, ("stage2-further",), ("evaluation",), ("metrics.json",)),
    Step("export", export, ("calibrate",), (), ()),
    Step("reference", reference, ("export",), (), ()),
)
NAMES = tuple(step.name for step in STEPS)
LANGUAGE_MODEL = frozenset({"tokenizer", "pretrain"})  # what --llm replaces
READS_DATA = frozenset({"data", "catalogue", *LANGUAGE_MODEL})  # the other steps read the work folder only
TAKEABLE = tuple(step.name for step in STEPS if step.take)
