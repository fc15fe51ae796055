"""From public data to a complete model bundle: python3 -m training --preset tiny|base|fixture"""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import json
import os
import shlex
import sys
import time
from pathlib import Path
from typing import Callable, NamedTuple

from . import checkpoint, domains, presets, runs

PACKAGE = Path(__file__).parent
LANGUAGE_MODEL = ("tokenizer", "pretrain")  # what --llm replaces
READ_DATA = {"data", "catalogue", *LANGUAGE_MODEL}  # the other steps read the work folder only


class Step(NamedTuple):
    """needs: steps whose results it reads. settings: the preset's fields that shape it. share: of a time limit; 0 is not limited."""

    name: str
    needs: tuple[str, ...]
    settings: tuple[str, ...]
    outputs: tuple[str, ...]
    leftovers: tuple[str, ...] = ()  # checkpoints and caches of an unfinished run
    share: float = 0.0


STEPS = [
    Step("data", (), (), ()),
    Step("catalogue", ("data",), (), ("catalogue.json", "texts.json", "interactions.npz", "candidates.npz")),
    Step("sasrec", ("catalogue",), ("sasrec",), ("sasrec.safetensors", "user-representations.npz"), ("sasrec.pt",), share=12),
    Step("stage1", ("sasrec",), ("stage1",), ("stage1.safetensors", "sbert-embeddings.npy", "sbert"), ("stage1.pt", "sbert-base"), share=18),
    Step("tokenizer", ("data",), ("language_model", "corpus"), ("tokenizer/tokenizer.json", "corpus.npy"), ("tokenizer", "corpus.npy")),
    Step("pretrain", ("tokenizer",), ("language_model", "pretraining"), ("opt",), ("pretrain.pt",), share=50),
    Step("stage2", ("stage1", "pretrain"), ("stage2",), ("stage2.safetensors",), ("stage2.pt",), share=20),
    Step("calibrate", ("stage2",), ("evaluation",), ("calibration.json",)),
    Step("evaluate", ("stage2",), ("evaluation",), ("metrics.json",)),
    Step("export", ("calibrate",), (), ()),
    Step("reference", ("export",), (), ()),
]
NAMES = [step.name for step in STEPS]


class Run:
    """One invocation: where it reads and writes, and what its steps are given."""

    def __init__(self, arguments: argparse.Namespace):
        self.preset = presets.find(arguments.preset)
        self.domain = domains.find(arguments.dataset)
        if self.preset.name == "fixture" and self.domain is not domains.MOVIES:
            raise ValueError("The fixture preset makes toy films of its own: leave --dataset out.")
        self.preset = presets.of_domain(self.preset, self.domain.settings)
        self.seed = arguments.seed
        self.llm = Path(arguments.llm).resolve() if arguments.llm else None
        other = [] if self.domain is domains.MOVIES else [self.domain.name]
        label = "-".join([self.preset.name, *other, *([self.llm.name] if self.llm else [])])
        self.work = Path(arguments.work or PACKAGE / ".work" / label)
        self.out = Path(arguments.out) if arguments.out else self._default_out()
        self.reference = Path(arguments.reference or self.work / "reference.json")
        self.given = arguments.data is not None
        self.data = Path(arguments.data) if arguments.data else self.work / "data"
        self.device = arguments.device or default_device()
        if self.preset.name == "fixture":
            one_thread()
        self.title = runs.heading("-".join([self.preset.name, *other]), self.seed)
        self.command = "python3 -m training " + shlex.join(sys.argv[1:])
        self.work.mkdir(parents=True, exist_ok=True)
        self.data_hash = ""

    def _default_out(self) -> Path:
        if self.preset.name == "fixture":
            return self.work / "bundle"
        return PACKAGE.parent / "public" / "models" / (self.llm.name if self.llm and not self.shares_opt_mini() else self.domain.name)

    def shares_opt_mini(self) -> bool:
        """Whether --llm names an opt-mini of another run's work folder: its soft-token basis lies beside the weights."""
        return self.llm is not None and (self.llm / "soft-token-basis.safetensors").exists()

    def language_model(self) -> str:
        return self.llm.name if self.llm and not self.shares_opt_mini() else "opt-mini"

    def limited(self, step: Step, minutes: float | None) -> dict:
        return self._module(step.name).run(self.work, self.data, self.preset, seed=self.seed, time_limit_minutes=minutes, device=self.device)

    def _module(self, name: str):
        return importlib.import_module(f".{name}", __package__)

    def execute(self, step: Step, minutes: float | None) -> dict:
        special: Callable[[], dict] | None = getattr(self, f"_{step.name}", None)
        return special() if special else self.limited(step, minutes)

    def _data(self) -> dict:
        if self.preset.name == "fixture":
            if domains.missing(self.domain, self.data):
                self._module("toy").write(self.data, self.seed)
        elif not self.given:
            cache = PACKAGE / ".cache"
            if self.domain is not domains.MOVIES:
                self.data = self._module("amazon").fetch(cache)
            if self.domain is domains.MOVIES or not self.llm:
                self.data = self._module("publishers").fetch(cache)
                print("The publishers' data has no dialogues, encyclopedia, news or books: opt-mini reads reviews and films alone.", flush=True)
        needed = list(self.domain.files)
        if self.domain is domains.MOVIES or not self.llm:
            needed += [name for name in domains.MOVIES.files if name not in needed]  # opt-mini learns the facts of films
            needed += [f"text/{name}.txt.xz" for name in self.preset.corpus.characters if self.given or (self.data / f"text/{name}.txt.xz").exists()]
        missing = [name for name in needed if not (self.data / name).exists()]
        if missing:
            raise FileNotFoundError(f"{self.data} lacks {', '.join(missing)}. Give a folder that has them with --data; training/README.md says what they are.")
        self.data_hash = checkpoint.data_fingerprint(self.data, needed)
        return {"hash": self.data_hash}

    def _catalogue(self) -> dict:
        return self._module("catalogue").run(self.work, self.data, self.preset, seed=self.seed, domain=self.domain)

    def _tokenizer(self) -> dict:
        _, tokens, films = self._module("corpus").prepare(self.work, self.data, self.preset, self.seed)
        return {"vocabulary": self.preset.language_model.vocab, "corpus tokens": len(tokens), "films": len(films)}

    def _calibrate(self) -> dict:
        evaluate, calibration = self._module("evaluate"), self._module("calibration")
        evaluate.run(self.work, self.data, self.preset, seed=self.seed, device=self.device, split="validation", systems=(calibration.SYSTEM, "sasrec"))
        found = calibration.run(self.work)
        return {name: value for name, value in found.items() if not name.startswith("diagram")}

    def _export(self) -> dict:
        export = self._module("export")
        toy = self.preset.name == "fixture"
        title = "Fixture: toy films, networks that know nothing" if toy else f"{self.domain.dataset}, {self.language_model()}"
        names = export.Names("fixture" if toy else self.out.name, title, "toy" if toy else self.domain.dataset, self.title, self.preset.name, self.language_model())
        manifest = export.export(self.work, self.out, names)
        return {"megabytes": round(sum(entry["bytes"] for entry in manifest["files"].values()) / 1e6, 2), "quantisation": manifest["llm"]["quantisation"]}

    def _reference(self) -> dict:
        numbers = self._module("reference").write(self.work, self.out, self.reference, self.command)
        return {"recommendations": len(numbers["recommendations"])}

    def keys(self) -> dict[str, str]:
        """Per step a hash of everything that its result depends on."""
        found: dict[str, str] = {}
        for step in STEPS:
            own_settings = ("sequences",) if step.name == "catalogue" and not self.domain.facts else step.settings
            settings = {name: dataclasses.asdict(getattr(self.preset, name)) for name in own_settings}
            own = [self.data_hash] if step.name == "data" else [settings, self.seed]
            if self.llm and step.name in LANGUAGE_MODEL:
                own = [[path.name, path.stat().st_size, path.stat().st_mtime_ns] for path in sorted(self.llm.glob("*")) if path.is_file()]
            found[step.name] = checkpoint.fingerprint(step.name, *own, *(found[need] for need in step.needs))
        return found


def adopt(folder: Path, work: Path) -> None:
    """Makes work/opt point at a Hugging Face OPT checkpoint, with a tokenizer.json, which older checkpoints lack."""
    if not (folder / "config.json").exists():
        raise FileNotFoundError(f"{folder} is no Hugging Face checkpoint: it has no config.json.")
    place = work / "opt"
    place.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        link = place / path.name
        if link.is_symlink():
            link.unlink()
        if path.is_file() and not link.exists():
            link.symlink_to(path.resolve())
    if not (place / "tokenizer.json").exists():
        from . import tokenizer

        tokenizer.load(place).save(str(place / "tokenizer.json"))


def default_device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def one_thread() -> None:
    """Networks of the fixture's size lose more to waiting for a second thread than they win."""
    import torch

    torch.set_num_threads(1)


def perform(run: Run, only: list[str], force: list[str], limit: float | None) -> None:
    """Runs the steps in order. A step is skipped when it was done with the same configuration, unless it is forced."""
    chosen = [step for step in STEPS if not only or step.name in only]
    if run.llm:
        chosen = [step for step in chosen if step.name not in LANGUAGE_MODEL]
        adopt(run.llm, run.work)
    log: list[dict] = []
    deadline = time.time() + limit * 60 if limit else None
    if READ_DATA & {step.name for step in chosen}:
        run._data()
    elif known := checkpoint.read(run.work, "data"):
        run.data_hash = known["metrics"]["hash"]
    keys = run.keys()
    current = ""
    try:
        for place, step in enumerate(chosen):
            current = step.name
            stamp = checkpoint.finished(run.work, step.name, keys[step.name], step.outputs) if step.outputs and step.name not in force else None
            if stamp:
                print(f"{step.name}: done in an earlier run", flush=True)
                log.append({"step": step.name, "earlier": True, **stamp})
                continue
            print(f"{step.name}:", flush=True)
            ahead = sum(later.share for later in chosen[place:])
            minutes = max(0.5, (deadline - time.time()) / 60 * step.share / ahead) if deadline and step.share else None
            checkpoint.begin(run.work, step.name, keys[step.name], step.leftovers, afresh=step.name in force)
            started = time.time()
            metrics = run.execute(step, minutes)
            stamp = checkpoint.done(run.work, step.name, keys[step.name], (time.time() - started) / 60, metrics)
            log.append({"step": step.name, "earlier": False, **stamp})
            print(f"{step.name}: {stamp['minutes']:.1f} min, {runs.summary(metrics)}", flush=True)
    except KeyboardInterrupt:
        print(f"\nStopped in the step {current}. The same command goes on from its last checkpoint:\n  {run.command}", file=sys.stderr)
        raise SystemExit(130) from None
    if run.preset.name != "fixture":
        # steps that were not asked for, but whose results are in the bundle
        present = {entry["step"] for entry in log}
        earlier = [{"step": step.name, "earlier": True, **found} for step in STEPS if step.name not in present and (found := previous(run.work, step.name))]
        ordered = sorted(log + earlier, key=lambda entry: NAMES.index(entry["step"]))
        runs.append(PACKAGE / "RUNS.md", run.title, command=run.command, data=run.data_hash or "as in the earlier run", device=run.device, steps=ordered)
    if any(entry["step"] == "export" for entry in log):
        print(f"The bundle is in {run.out}")


def previous(work: Path, step: str) -> dict | None:
    """What is known of a step from an earlier run, or from its module having been run by itself."""
    stamp = checkpoint.read(work, step)
    if stamp:
        return stamp
    path = work / ("metrics.json" if step == "evaluate" else f"{step}.json")
    if not path.exists():
        return None
    metrics = json.loads(path.read_text(encoding="utf-8"))
    return {"minutes": metrics.get("minutes"), "metrics": metrics}


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m training", description=__doc__, epilog=f"Steps, in order: {', '.join(NAMES)}.")
    parser.add_argument("--preset", choices=sorted(presets.PRESETS), default="tiny", help="tiny: CPU; base: one GPU; fixture: a minute, for tests")
    parser.add_argument("--dataset", choices=sorted(domains.DOMAINS), default="movies", help="what is recommended; default: movies")
    parser.add_argument("--data", metavar="DIR", help="the data folder (training/README.md); default: fetched from the publishers; the fixture preset makes its own")
    parser.add_argument("--work", metavar="DIR", help="intermediate results; default training/.work/PRESET[-DATASET]")
    parser.add_argument("--out", metavar="DIR", help="the bundle; default public/models/DATASET")
    parser.add_argument("--reference", metavar="FILE", help="where the reference numbers go; default in the work folder")
    parser.add_argument("--llm", metavar="FOLDER", help="a Hugging Face OPT checkpoint instead of opt-mini, or the opt folder of another run")
    parser.add_argument("--time-limit", metavar="MIN", type=float, help="minutes for the steps that train; they shorten their schedules")
    parser.add_argument("--only", metavar="STEP", nargs="+", choices=NAMES, default=[], help="only these steps")
    parser.add_argument("--force", metavar="STEP", nargs="+", choices=NAMES, default=[], help="run these again, from the start")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", help="cpu or cuda; default: cuda where there is one")
    return parser.parse_args(arguments)


def main() -> None:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    arguments = parse(sys.argv[1:])
    try:
        perform(Run(arguments), arguments.only, arguments.force, arguments.time_limit)
    except (FileNotFoundError, ValueError) as error:
        raise SystemExit(f"error: {error}") from error


if __name__ == "__main__":
    main()
