"""What a manifest says of a collaborative filter, from the shapes and the metadata of its file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Mapping, Sequence

from safetensors import safe_open


def manifest_part(path: Path) -> dict:
    """The manifest's `sasrec` part, or the `recommender` of a further one."""
    with safe_open(str(path), framework="numpy") as file:
        metadata = file.metadata() or {}
        names = file.keys()
        shapes = {name: file.get_slice(name).get_shape() for name in names}
    name = metadata.get("architecture", "sasrec")
    if name == "sasrec":
        return network(metadata, shapes)
    if "members" not in metadata:
        return {"architecture": name, **network(metadata, shapes)}
    members = [
        {"architecture": member["architecture"], **network(member, {"item_embedding": shapes[f"members.{m}.item_embedding"]})}
        for m, member in enumerate(json.loads(metadata["members"]))
    ]
    width = sum(member["hiddenSize"] for member in members)
    return {"architecture": name, **network(metadata, {"item_embedding": (0, width)}), "members": members}


def network(metadata: Mapping[str, str], shapes: Mapping[str, Sequence[int]]) -> dict:
    """Of one network."""
    return {
        "hiddenSize": shapes["item_embedding"][1],
        "blocks": int(metadata.get("blocks", 0)) or len({name.split(".")[1] for name in shapes if name.startswith("blocks.")}),
        "heads": int(metadata["heads"]),
        "maxLength": int(metadata.get("length", 0)) or shapes["position_embedding"][0],
        "norm": metadata.get("norm", "pre"),
        "embeddingScale": float(metadata.get("scale", 1.0)),
        "normEpsilon": float(metadata.get("epsilon", 1e-5)),
    }
