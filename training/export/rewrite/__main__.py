"""Writes the graph of a bundle's language model anew, as `opt_onnx` writes it today: the same quantised matrices, which are rounded no second time.

python3 -m training.export.rewrite --bundle public/models/movies [--reference src/engine/fixtures/movies.json]

For bundles that were exported before the graph changed. The manifest changes with it: `npm run record` afterwards. What the reference holds was computed
from the same matrices in PyTorch, so that with --reference it is told the file's new hash, and no more.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from ...command_line import explained, folder
from .. import bundle
from ..earlier_bundle import EarlierBundle
from ..export import language_model


def rewrite(place: Path, references: list[Path]) -> dict:
    """Returns the manifest's `llm`. Raises ValueError for a language model that is not from here, or a reference of another bundle."""
    earlier = EarlierBundle(place)
    known = [json.loads(reference.read_text(encoding="utf-8")) for reference in references]
    for reference, numbers in zip(references, known):
        if numbers["files"] != earlier.fingerprint:
            raise ValueError(f"{reference} has the numbers of another bundle.")
    with tempfile.TemporaryDirectory() as unpacked:
        earlier.language_model(Path(unpacked))
        titles = json.loads(earlier.read("catalogue"))["titles"]
        parts, described = language_model(Path(unpacked), earlier.manifest["llm"]["name"], titles)
    manifest = bundle.replace(place, "llm", parts["llm"])
    manifest["llm"] = {**earlier.manifest["llm"], "quantisation": described["quantisation"], "selfTest": described["selfTest"]}
    bundle.replace_manifest(place, manifest)
    files = EarlierBundle(place).fingerprint
    for reference, numbers in zip(references, known):
        reference.write_text(bundle.compact({**numbers, "files": files}) + "\n", encoding="utf-8")
    return manifest["llm"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python3 -m training.export.rewrite", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", type=folder, required=True)
    parser.add_argument("--reference", type=Path, nargs="*", default=[], help="numbers for the app's parity tests that were written of this bundle")
    given = parser.parse_args()
    print(f"{given.bundle}: {rewrite(given.bundle, given.reference)['quantisation']}")


if __name__ == "__main__":
    with explained():
        main()
