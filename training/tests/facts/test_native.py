"""Titles in other scripts: tables of general knowledge, the columns that learn of them, and a bundle that is given them."""

import json
import re

import pytest

from training.export import bundle
from training.export.native.__main__ import add, hashes
from training.facts import native

LATIN = re.compile(r"[A-Za-z0-9\s:;,.!?/+\-]*")


def test_every_title_is_in_its_own_script_and_stands_once():
    table = native.load()
    assert table[202439] == ("기생충", "寄生虫", "寄生蟲")
    assert table[2571] == ("매트릭스", "黑客帝国", "黑客帝國")
    assert len(table) > 600
    for film, titles in table.items():
        assert len(set(titles)) == len(titles) and not [title for title in titles if title != title.strip() or LATIN.fullmatch(title)], film


def test_the_columns_keep_what_they_had_and_other_ids_learn_nothing():
    facts = {"others": {"0": ["Deungbul"]}, "imdb": {"0": 1}}
    assert native.learn(facts, [7, 202439, 0], {7: ("등불", "Deungbul"), 202439: ("기생충",)}) == {
        "others": {"0": ["Deungbul", "등불"], "1": ["기생충"]},
        "imdb": {"0": 1},
    }


def test_a_bundle_that_is_there_is_found_by_them_and_one_without_facts_says_so(tmp_path):
    parts = dict.fromkeys(bundle.FILES, b"{}") | {"catalogue": json.dumps({"ids": [202439, 0]}).encode(), "facts": b'{"others":{"1":["Toys"]}}'}
    bundle.write(tmp_path / "films", parts, {"name": "test"})
    assert [add(tmp_path / "films"), add(tmp_path / "films")] == [1, 1]
    manifest = bundle.verify(tmp_path / "films")
    assert json.loads(bundle.read(tmp_path / "films", manifest, "facts")) == {"others": {"0": ["기생충", "寄生虫", "寄生蟲"], "1": ["Toys"]}}
    reference = tmp_path / "films.json"
    reference.write_text(json.dumps({"files": hashes(manifest), "sasrec": [1.5]}))
    add(tmp_path / "films", reference)
    assert json.loads(reference.read_text()) == {"files": hashes(bundle.verify(tmp_path / "films")), "sasrec": [1.5]}
    reference.write_text(json.dumps({"files": {}}))
    with pytest.raises(ValueError, match="another bundle"):
        add(tmp_path / "films", reference)
    bundle.write(tmp_path / "games", {key: parts[key] for key in bundle.FILES}, {"name": "test"})
    with pytest.raises(ValueError, match="no facts"):
        add(tmp_path / "games")
