"""Packs a model bundle: files, shards, sha256 and the manifest (its type is src/runtime/manifest.ts).

A bundle is written beside its place and renamed into it, so that a half-written one is never found there.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any, Iterator

FORMAT, VERSION = "matinee-bundle", 1
SHARD_BYTES = 16_000_000
BUDGET_BYTES = 60_000_000  # what a first recommendation may download

# The manifest's key of a file -> its name. A file of several shards is stored as NAME.00, NAME.01, ...
FILES = {
    "catalogue": "catalogue.json",
    "sasrec": "sasrec.safetensors",
    "aligner": "aligner.safetensors",
    "sbertEmbeddings": "sbert-embeddings.bin",
    "llm": "opt.onnx",
    "llmEmbeddings": "opt-embeddings.safetensors",
    "llmTokenizer": "tokenizer.json",
    "sbert": "sbert.onnx",
    "sbertTokenizer": "sbert-tokenizer.json",
}
OPTIONAL = {"facts": "facts.json", "map": "map.bin"}  # of films; of every bundle that is exported since there is a map
# Of a further collaborative filter (the manifest's `backbones`), which stands in the place of the files of these keys.
MLP_LLM_FILE = "mlp-llm-aligner.safetensors"  # of the manifest's `mlpLlm`, where there is one
BACKBONE_FILES = {"recommender": ("sasrec", "{}-recommender.safetensors"), "aligner": ("aligner", "{}-aligner.safetensors")}


def write(out: Path, parts: dict[str, bytes], description: dict) -> dict:
    """Writes the bundle and returns its manifest.

    parts: the bytes of every file of FILES, and of those of OPTIONAL that there are. description: the manifest without format, version and files.
    A bundle that is already at `out` is replaced; any other folder with files is refused.
    """
    names = {**FILES, **OPTIONAL}
    if set(parts) - set(OPTIONAL) != set(FILES):
        raise ValueError(f"A bundle needs exactly the files {sorted(FILES)}, not {sorted(parts)}.")
    check_place(out)
    staging = out.with_name(f".{out.name}.part")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    files = {key: _store(staging, name, parts[key]) for key, name in names.items() if key in parts}
    manifest = {"format": FORMAT, "version": VERSION, **description, "files": files}
    (staging / "manifest.json").write_text(dump(manifest), encoding="utf-8")
    verify(staging)
    if out.exists():
        shutil.rmtree(out)
    staging.rename(out)
    return manifest


def replace(folder: Path, key: str, content: bytes) -> dict:
    """Puts a file into a bundle that is there, in the place of an earlier one, or one of the optional ones where there was none; returns the manifest."""
    manifest = verify(folder)
    manifest["files"][key] = _exchange(folder, {**FILES, **OPTIONAL}[key], content, manifest["files"].get(key))
    replace_manifest(folder, manifest)
    return verify(folder)


def add_backbone(folder: Path, parts: dict[str, bytes], described: dict) -> dict:
    """Puts a further collaborative filter, with its aligner, into a bundle that is there, in the place of an earlier one of its name; returns the manifest.

    parts: the bytes of both files of BACKBONE_FILES. described: the manifest's part of it without the files.
    """
    manifest, name = verify(folder), described["recommender"]["architecture"]
    earlier: dict[str, dict] = next((one["files"] for one in manifest.get("backbones", []) if name_of(one) == name), {})
    files = {key: _exchange(folder, pattern.format(name), parts[key], earlier.get(key)) for key, (_, pattern) in BACKBONE_FILES.items()}
    others = [one for one in manifest.pop("backbones", []) if name_of(one) != name]
    found = {"backbones": sorted([*others, {**described, "files": files}], key=name_of)}
    place = list(manifest).index("metrics")
    replace_manifest(folder, dict([*list(manifest.items())[:place], *found.items(), *list(manifest.items())[place:]]))
    return verify(folder)


def add_mlp_llm(folder: Path, content: bytes, aligner: dict) -> dict:
    """Puts MLP-LLM into a bundle that is there, in the place of an earlier one; returns the manifest."""
    manifest = verify(folder)
    earlier = manifest.pop("mlpLlm", {"files": {}})["files"].get("aligner")
    found = {"mlpLlm": {"aligner": aligner, "files": {"aligner": _exchange(folder, MLP_LLM_FILE, content, earlier)}}}
    place = list(manifest).index("metrics")
    replace_manifest(folder, dict([*list(manifest.items())[:place], *found.items(), *list(manifest.items())[place:]]))
    return verify(folder)


def with_mlp_llm(manifest: dict) -> dict:
    """The manifest as if MLP-LLM's aligner were the bundle's own."""
    found = manifest["mlpLlm"]
    return {**manifest, "aligner": found["aligner"], "files": {**manifest["files"], **found["files"]}}


def name_of(backbone: dict) -> str:
    return backbone["recommender"]["architecture"]


def with_recommender(manifest: dict, name: str) -> dict:
    """The manifest as if a further collaborative filter were the bundle's first: its parts stand in the place of the first one's."""
    found = next((one for one in manifest.get("backbones", []) if name_of(one) == name), None)
    if found is None:
        raise ValueError(f'The bundle "{manifest["name"]}" has no further recommender "{name}".')
    kept = {key: value for key, value in manifest.items() if key not in ("calibration", "backbones")}
    files = {**manifest["files"], **{key: found["files"][own] for own, (key, _) in BACKBONE_FILES.items()}}
    own = {"sasrec": found["recommender"], "aligner": found["aligner"], "files": files}
    return {**kept, **own, **({"calibration": found["calibration"]} if "calibration" in found else {})}


def entries(manifest: dict) -> Iterator[tuple[str, dict]]:
    """Every file of a bundle, by where the manifest names it."""
    yield from manifest["files"].items()
    for one in manifest.get("backbones", []):
        yield from ((f"{name_of(one)}'s {key}", entry) for key, entry in one["files"].items())
    yield from ((f"MLP-LLM's {key}", entry) for key, entry in manifest.get("mlpLlm", {"files": {}})["files"].items())


def replace_manifest(folder: Path, manifest: dict) -> None:
    part = folder.with_name(f".{folder.name}.manifest.part")
    part.write_text(dump(manifest), encoding="utf-8")
    part.replace(folder / "manifest.json")


def check_place(out: Path) -> None:
    """Raises ValueError where a bundle must not be written, because something else than a bundle is there and would be lost."""
    if out.exists() and not out.is_dir():
        raise ValueError(f"{out} is a file. Name a folder with --out.")
    if not out.exists() or not any(out.iterdir()):
        return
    if not (out / "manifest.json").exists():
        raise ValueError(f"{out} holds files but no bundle. Choose another folder with --out, or empty it.")
    try:
        manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
        named = {"manifest.json", *(shard["path"] for _, entry in entries(manifest) for shard in entry["shards"])}
        ours = manifest["format"] == FORMAT
    except (ValueError, KeyError, TypeError, AttributeError):
        ours = False
    if not ours or {path.name for path in out.iterdir()} - named:
        raise ValueError(f"{out} holds other files than a bundle's. Choose another folder with --out, or empty it.")


def dump(manifest: dict) -> str:
    return json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def packed_tokenizer(path: Path) -> bytes:
    """tokenizer.json on one line, without padding and truncation: the engine does both itself."""
    return compact({**json.loads(path.read_text(encoding="utf-8")), "padding": None, "truncation": None}).encode()


def _exchange(folder: Path, name: str, content: bytes, earlier: dict | None) -> dict:
    """Stores a file in the place of an earlier one, of which nothing stays; returns its entry."""
    entry = _store(folder, name, content)
    for path in {shard["path"] for shard in (earlier or {"shards": []})["shards"]} - {shard["path"] for shard in entry["shards"]}:
        (folder / path).unlink()
    return entry


def _store(folder: Path, name: str, content: bytes) -> dict:
    pieces = [content[start : start + SHARD_BYTES] for start in range(0, len(content), SHARD_BYTES)] or [b""]
    names = [name] if len(pieces) == 1 else [f"{name}.{i:02d}" for i in range(len(pieces))]
    for path, piece in zip(names, pieces):
        (folder / path).write_bytes(piece)
    shards = [{"path": path, "bytes": len(piece), "sha256": _digest(piece)} for path, piece in zip(names, pieces)]
    return {"bytes": len(content), "sha256": _digest(content), "shards": shards}


def verify(folder: Path) -> dict:
    """Reads every file back and compares it with the manifest; a ValueError names the first file that differs."""
    folder = Path(folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    if (manifest.get("format"), manifest.get("version")) != (FORMAT, VERSION):
        raise ValueError(f"{folder / 'manifest.json'} is no manifest of {FORMAT} version {VERSION}.")
    expected = {"manifest.json"}
    for key, entry in entries(manifest):
        content = b""
        for shard in entry["shards"]:
            path = folder / shard["path"]
            if not path.exists():
                raise ValueError(f"{path} is missing. Export the bundle again.")
            piece = path.read_bytes()
            if (len(piece), _digest(piece)) != (shard["bytes"], shard["sha256"]):
                raise ValueError(f"{path} differs from what the manifest says. Export the bundle again.")
            content += piece
            expected.add(shard["path"])
        if (len(content), _digest(content)) != (entry["bytes"], entry["sha256"]):
            raise ValueError(f'The shards of "{key}" in {folder} do not make up the file in the manifest. Export the bundle again.')
    stray = {path.name for path in folder.iterdir()} - expected
    if stray:
        raise ValueError(f"{folder} holds files that the manifest does not name: {sorted(stray)}.")
    return manifest


def read(folder: Path, manifest: dict, key: str) -> bytes:
    """The bytes of one file of a bundle, its shards joined."""
    return b"".join((Path(folder) / shard["path"]).read_bytes() for shard in manifest["files"][key]["shards"])


def size(manifest: dict) -> int:
    """Bytes of all files but the manifest and those of further collaborative filters."""
    return sum(entry["bytes"] for entry in manifest["files"].values())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
