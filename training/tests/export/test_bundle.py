"""A bundle is whole or refused."""

import json

import pytest

from training.export import bundle


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "SHARD_BYTES", 1000)
    parts = {key: bytes([i]) * (400 * i) for i, key in enumerate(bundle.FILES)}
    bundle.write(tmp_path / "bundle", parts, {"name": "test"})
    return tmp_path / "bundle"


def test_files_over_the_limit_are_split_and_join_again(folder):
    manifest = bundle.verify(folder)
    assert (manifest["format"], manifest["version"], manifest["name"]) == ("matinee-bundle", 1, "test")
    sizes = {key: [shard["bytes"] for shard in entry["shards"]] for key, entry in manifest["files"].items()}
    assert sizes["aligner"] == [800] and sizes["llmTokenizer"] == [1000, 1000, 400]
    assert manifest["files"]["llmTokenizer"]["shards"][2]["path"] == "tokenizer.json.02"
    assert bundle.read(folder, manifest, "llmTokenizer") == bytes([6]) * 2400
    assert bundle.size(manifest) == 400 * sum(range(9))


@pytest.mark.parametrize(
    "damage, message",
    [
        (lambda path: path.write_bytes(b"x" * 800), "aligner.safetensors differs"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "aligner.safetensors differs"),
        (lambda path: path.unlink(), "aligner.safetensors is missing"),
        (lambda path: path.with_name("extra.bin").write_bytes(b"x"), "extra.bin"),
    ],
    ids=["altered", "truncated", "missing", "stray"],
)
def test_damage_is_named(folder, damage, message):
    damage(folder / "aligner.safetensors")
    with pytest.raises(ValueError, match=message):
        bundle.verify(folder)


def test_an_unknown_version_is_refused(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "version": 2}))
    with pytest.raises(ValueError, match="version 1"):
        bundle.verify(folder)


def test_a_bundle_is_replaced_but_no_other_folder(folder, tmp_path):
    parts = dict.fromkeys(bundle.FILES, b"new")
    assert bundle.read(folder, bundle.write(folder, parts, {"name": "second"}), "sbert") == b"new"
    other = tmp_path / "photos"
    other.mkdir()
    (other / "cat.jpg").write_bytes(b"cat")
    with pytest.raises(ValueError, match="no bundle"):
        bundle.write(other, parts, {"name": "third"})
    assert (other / "cat.jpg").exists()


def test_every_file_is_needed(tmp_path):
    with pytest.raises(ValueError, match="exactly the files"):
        bundle.write(tmp_path / "bundle", {"llm": b""}, {})


def test_a_file_that_not_every_bundle_has_is_written_where_it_is_there(tmp_path):
    parts = dict.fromkeys(bundle.FILES, b"x")
    assert "facts" not in bundle.write(tmp_path / "games", parts, {})["files"]
    manifest = bundle.write(tmp_path / "films", {**parts, "facts": b"{}"}, {})
    assert bundle.read(tmp_path / "films", bundle.verify(tmp_path / "films"), "facts") == b"{}" and list(manifest["files"])[-1] == "facts"
    added = bundle.replace(tmp_path / "films", "map", b"1234")
    assert bundle.read(tmp_path / "films", added, "map") == b"1234" and bundle.replace(tmp_path / "films", "map", b"12")["files"]["map"]["bytes"] == 2
    with pytest.raises(ValueError, match="needs exactly"):
        bundle.write(tmp_path / "other", {**parts, "posters": b""}, {})


def backbone(name):
    return {"recommender": {"architecture": name, "hiddenSize": 8}, "aligner": {"jointSize": 4}}


def test_a_further_recommender_is_added_and_replaced(folder):
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "manifest.json"}
    bundle.replace_manifest(folder, {**bundle.verify(folder), "metrics": [], "sasrec": {}, "aligner": {}, "calibration": {"temperature": 2}})
    bundle.add_backbone(folder, {"recommender": b"r" * 2500, "aligner": b"a"}, backbone("ncf"))
    manifest = bundle.add_backbone(folder, {"recommender": b"g", "aligner": b"h"}, {**backbone("gru4rec"), "calibration": {"temperature": 3}})
    assert [bundle.name_of(one) for one in manifest["backbones"]] == ["gru4rec", "ncf"]
    assert [entry["bytes"] for _, entry in bundle.entries(manifest)][-4:] == [1, 1, 2500, 1]
    assert all((folder / name).read_bytes() == content for name, content in before.items())
    assert bundle.size(manifest) == sum(map(len, before.values()))  # what everybody downloads
    view = bundle.with_recommender(manifest, "ncf")
    assert bundle.read(folder, view, "sasrec") == b"r" * 2500 and view["aligner"] == {"jointSize": 4} and "calibration" not in view
    assert bundle.with_recommender(manifest, "gru4rec")["calibration"] == {"temperature": 3}
    manifest = bundle.add_backbone(folder, {"recommender": b"small", "aligner": b"b"}, backbone("ncf"))
    assert bundle.read(folder, bundle.with_recommender(manifest, "ncf"), "sasrec") == b"small"
    assert not list(folder.glob("ncf-recommender.safetensors.0*"))
    with pytest.raises(ValueError, match="nextitnet"):
        bundle.with_recommender(manifest, "nextitnet")
    bundle.check_place(folder)  # its files are a bundle's


def test_a_further_recommenders_damage_is_named(folder):
    bundle.replace_manifest(folder, {**bundle.verify(folder), "metrics": []})
    bundle.add_backbone(folder, {"recommender": b"r", "aligner": b"a"}, backbone("ncf"))
    (folder / "ncf-aligner.safetensors").write_bytes(b"x")
    with pytest.raises(ValueError, match=r"ncf-aligner\.safetensors differs"):
        bundle.verify(folder)


def test_mlp_llm_is_added_and_replaced_and_its_damage_named(folder):
    before = bundle.verify(folder)
    bundle.replace_manifest(folder, {**before, "metrics": [], "aligner": {"jointSize": 4}})
    bundle.add_mlp_llm(folder, b"m" * 1500, {"stage1": False, "jointSize": 2})
    manifest = bundle.add_mlp_llm(folder, b"mlp", {"stage1": False, "jointSize": 3})
    assert bundle.size(manifest) == bundle.size(before)  # nobody but an evaluation reads it
    view = bundle.with_mlp_llm(manifest)
    assert bundle.read(folder, view, "aligner") == b"mlp" and view["aligner"] == {"stage1": False, "jointSize": 3}
    bundle.check_place(folder)
    (folder / "mlp-llm-aligner.safetensors").write_bytes(b"x")
    with pytest.raises(ValueError, match=r"mlp-llm-aligner\.safetensors differs"):
        bundle.verify(folder)
