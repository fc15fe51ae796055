"""Puts the titles of training/facts/native into the facts of a bundle of films that is there already, so that its search finds them.

python3 -m training.export.native --bundle public/models/movies [--reference src/engine/fixtures/movies.json]

A bundle that is exported anew has them by itself. The manifest changes with the facts: `npm run record` afterwards. No number of the reference reads a
title of the facts, so that with --reference it is told the facts' new hash, and no more.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from ...command_line import explained, folder
from ...facts import native
from .. import bundle


def add(place: Path, reference: Path | None = None) -> int:
    """Returns how many films of the bundle have such a title now. Raises ValueError for a bundle without facts, or a reference of another one."""
    manifest = bundle.verify(place)
    if "facts" not in manifest["files"]:
        raise ValueError(f"{place} has no facts: its items have no other titles.")
    known = json.loads(reference.read_text(encoding="utf-8")) if reference else {}
    if reference and known["files"] != hashes(manifest):
        raise ValueError(f"{reference} has the numbers of another bundle.")
    ids = json.loads(bundle.read(place, manifest, "catalogue"))["ids"]
    titles = native.load()
    facts = native.learn(json.loads(bundle.read(place, manifest, "facts")), ids, titles)
    files = hashes(bundle.replace(place, "facts", bundle.compact(facts).encode()))
    if reference:
        reference.write_text(bundle.compact({**known, "files": files}) + "\n", encoding="utf-8")
    return len(set(ids) & set(titles))


def hashes(manifest: dict) -> dict[str, str]:
    return {name: entry["sha256"] for name, entry in manifest["files"].items()}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python3 -m training.export.native", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", type=folder, required=True)
    parser.add_argument("--reference", type=Path, help="the numbers for the app's parity tests that were written of this bundle")
    given = parser.parse_args()
    print(f"{add(given.bundle, given.reference)} films of {given.bundle} are found by their titles in other scripts.")


if __name__ == "__main__":
    with explained():
        main()
