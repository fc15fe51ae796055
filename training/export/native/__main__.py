"""Puts the native titles of training/facts/native into the facts of a bundle of films that is there already, so that its search finds them.

python3 -m training.export.native --bundle public/models/movies

A bundle that is exported anew has them by itself. The manifest changes with the facts: `npm run record` afterwards.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from ...command_line import explained, folder
from ...facts import native
from .. import bundle


def add(place: Path) -> int:
    """Returns how many films of the bundle have a native title now. Raises ValueError for a bundle without facts."""
    manifest = bundle.verify(place)
    if "facts" not in manifest["files"]:
        raise ValueError(f"{place} has no facts: its items have no other titles.")
    ids = json.loads(bundle.read(place, manifest, "catalogue"))["ids"]
    titles = native.load()
    facts = native.learn(json.loads(bundle.read(place, manifest, "facts")), ids, titles)
    bundle.add(place, "facts", bundle.compact(facts).encode())
    return len(set(ids) & set(titles))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python3 -m training.export.native", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", type=folder, required=True)
    place = parser.parse_args().bundle
    print(f"{add(place)} films of {place} are found by their native titles.")


if __name__ == "__main__":
    with explained():
        main()
