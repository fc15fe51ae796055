"""Adds measurements, or the map, to a bundle that is already exported: its other files stay as they are.

python3 -m training.export.measurements --bundle public/models/movies --evaluated OUT.json     what `npm run evaluate -- --json OUT.json` wrote
python3 -m training.export.measurements --bundle public/models/movies --work training/.work/tiny    what the step "evaluate" wrote
python3 -m training.export.measurements --bundle public/models/movies --results docs/results        the tables that the page shows
python3 -m training.export.measurements --bundle public/models/movies --map    map.bin, from the bundle's own joint embeddings
"""

from __future__ import annotations

import argparse
import datetime
import json
from pathlib import Path
from typing import Mapping

from ..command_line import explained
from ..recommender import systems as filters
from ..wander import film_map
from . import bundle, export
from .earlier_bundle import joint_embeddings


def of_typescript(path: Path, split: str) -> list[dict]:
    """The summary line that `npm run evaluate -- --json` writes first."""
    with path.open(encoding="utf-8") as lines:
        summary = json.loads(lines.readline()).get("summary")
    if summary is None:
        raise ValueError(f"{path} does not begin with a summary: write it with npm run evaluate -- --json {path}")
    date = datetime.date.fromtimestamp(path.stat().st_mtime).isoformat()
    shared = {"split": split, "by": "typescript", "candidates": summary["candidates"], "seed": summary["seed"], "date": date}
    return [{**{name: found[name] for name in ("system", "users", "hit1", "ndcg10", "interval")}, **shared} for found in summary["systems"]]


TABLES = (
    "overall",
    "systems",
    "cold-warm",
    "cold-user",
    "training-seeds",
    "many",
    "shuffled",
    "candidate-order",
    "temporal",
    "catalogue",
    "systems-beyond",
    "few-shot",
    "ablation",
    "genre",
    "calibration",
    "backbones",
    "cross-domain",
)


def tables(folder: Path) -> list[dict]:
    """What `npm run evaluate -- --table ... --save` and `python3 -m training.evaluation ... --save` wrote, in the order of the page."""
    found = [json.loads(path.read_text(encoding="utf-8")) for name in TABLES if (path := folder / f"{name}.json").exists()]
    if not found:
        raise FileNotFoundError(f"{folder} has no tables: write them with npm run evaluate -- --table ... --save")
    return [{key: value for key, value in table.items() if key not in OWN} for table in found]


OWN = ("trained", "engine")  # what python3 -m training.evaluation goes on from; the note says it
SYSTEMS = {"A-LLMRec": "a-llmrec", "A-LLMRec (SBERT)": "a-llmrec-sbert", "SASRec": "sasrec", "LLM-Only": "llm-only"}


def of_rows(found: list[dict], name: str, systems: Mapping[str, str]) -> list[dict]:
    """The rows of a table whose labels say which system they are of; where there are several training seeds, their mean."""
    return [
        {
            "system": systems[row["label"]],
            "split": "test",
            "by": "typescript",
            "users": row["users"],
            "candidates": 20,
            "seed": table["seed"],
            "hit1": row["value"],
            "ndcg10": row["ndcg10"],
            "interval": row["interval"],
            "date": table["date"],
        }
        for table in found
        if table["table"] == name
        for row in table["rows"]
        if row["label"] in systems
    ]


def of_backbone(found: list[dict], name: str) -> list[dict]:
    """A further collaborative filter, and A-LLMRec on it, of table 11."""
    from ..baselines import registry  # loads the text encoder's library, which most of this module needs not

    label = {**filters.LABELS, **registry.LABELS}[name]
    return of_rows(found, "backbones", {label: name, f"A-LLMRec ({label})": "a-llmrec"})


def add(folder: Path, found: list[dict], results: list[dict] | None = None) -> dict:
    """Replaces measurements of the same system, split and implementation, and all tables if there are new ones; returns the manifest."""
    manifest = bundle.verify(folder)
    if results:
        manifest["results"] = results

    def key(entry: dict) -> tuple[str, str, str]:
        return entry["system"], entry["split"], entry["by"]

    def replaced(before: list[dict], new: list[dict]) -> list[dict]:
        return list({**{key(entry): entry for entry in before}, **{key(entry): entry for entry in new}}.values())

    manifest["metrics"] = replaced(manifest["metrics"], found)
    for backbone in manifest.get("backbones", []):
        backbone["metrics"] = replaced(backbone.get("metrics", []), of_backbone(results or [], bundle.name_of(backbone)))
    bundle.replace_manifest(folder, manifest)
    return bundle.verify(folder)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python3 -m training.export.measurements", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--evaluated", type=Path, help="JSON lines of npm run evaluate")
    parser.add_argument("--split", choices=("validation", "test"), default="test", help="which users --evaluated ranked")
    parser.add_argument("--work", type=Path, help="a work folder with metrics.json")
    parser.add_argument("--results", type=Path, help="a folder of tables")
    parser.add_argument("--map", action="store_true", help="where each item stands on the map of the catalogue")
    given = parser.parse_args()
    if not (given.evaluated or given.work or given.results or given.map):
        parser.error("give --evaluated, --work, --results or --map")
    with explained():
        if given.map:
            bundle.replace(given.bundle, "map", film_map.place(joint_embeddings(given.bundle, bundle.verify(given.bundle))).tobytes())
        found = (of_typescript(given.evaluated, given.split) if given.evaluated else []) + (export.metrics(given.work) if given.work else [])
        results = tables(given.results) if given.results else []
        for entry in add(given.bundle, found + of_rows(results, "overall", SYSTEMS), results)["metrics"]:
            print(
                f"{entry['system']:15} {entry['split']:10} {entry['by']:10} {entry['users']:5} users  Hit@1 {entry['hit1']:.4f}  NDCG@10 {entry['ndcg10']:.4f}"
            )


if __name__ == "__main__":
    main()
