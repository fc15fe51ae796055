"""Measurements made after an export join the manifest and leave the files alone."""

import json

import pytest

from training.export import bundle, measurements


def entry(system, hit1, by="pytorch"):
    return {
        "system": system,
        "split": "test",
        "by": by,
        "users": 9,
        "candidates": 20,
        "seed": 0,
        "hit1": hit1,
        "ndcg10": 0.5,
        "interval": [0.1, 0.9],
        "date": "2026-01-01",
    }


def test_the_same_measurement_is_replaced_and_others_stay(tmp_path):
    folder = tmp_path / "bundle"
    before = bundle.write(folder, dict.fromkeys(bundle.FILES, b"x"), {"metrics": [entry("a-llmrec", 0.4), entry("sasrec", 0.6)]})
    out = tmp_path / "out.json"
    summary = {
        "seed": 1,
        "candidates": 20,
        "systems": [{"system": "a-llmrec", "users": 9, "hit1": 0.41, "ndcg10": 0.5, "interval": [0.1, 0.9], "secondsPerUser": 1}],
    }
    out.write_text(json.dumps({"summary": summary}) + "\n" + json.dumps({"user": "1"}) + "\n")
    after = measurements.add(folder, [*measurements.of_typescript(out, "test"), entry("sasrec", 0.61)])
    assert [(m["system"], m["by"], m["hit1"]) for m in after["metrics"]] == [
        ("a-llmrec", "pytorch", 0.4),
        ("sasrec", "pytorch", 0.61),
        ("a-llmrec", "typescript", 0.41),
    ]
    assert after["files"] == before["files"] and "secondsPerUser" not in after["metrics"][2]


def test_a_file_without_summary_is_refused(tmp_path):
    path = tmp_path / "out.json"
    path.write_text('{"user": "1"}\n')
    with pytest.raises(ValueError, match="npm run evaluate"):
        measurements.of_typescript(path, "test")


def test_tables_come_in_the_pages_order_and_the_overall_one_gives_metrics(tmp_path):
    row = {"label": "SASRec", "users": 9, "value": 0.6, "ndcg10": 0.7, "interval": [0.5, 0.7]}
    for name in ("genre", "overall"):
        (tmp_path / f"{name}.json").write_text(json.dumps({"table": name, "rows": [row, {**row, "label": "Most popular"}], "seed": 1, "date": "2026-01-01"}))
    found = measurements.tables(tmp_path)
    assert [table["table"] for table in found] == ["overall", "genre"]
    assert [(entry["system"], entry["by"], entry["hit1"]) for entry in measurements.of_rows(found, "overall", measurements.SYSTEMS)] == [
        ("sasrec", "typescript", 0.6)
    ]
    with pytest.raises(FileNotFoundError, match="--save"):
        measurements.tables(tmp_path / "nowhere")


def test_a_further_filter_gets_its_rows_of_table_11():
    row = {"users": 9, "ndcg10": 0.7, "interval": [0.5, 0.7]}
    labels = {"SASRec": 0.6, "A-LLMRec (SASRec)": 0.62, "GRU4Rec": 0.63, "A-LLMRec (GRU4Rec)": 0.61}
    table = {"table": "backbones", "rows": [{"label": label, "value": value, **row} for label, value in labels.items()], "seed": 1, "date": "2026-01-01"}
    found = measurements.of_backbone([table], "gru4rec")
    assert [(entry["system"], entry["split"], entry["hit1"]) for entry in found] == [("gru4rec", "test", 0.63), ("a-llmrec", "test", 0.61)]
    assert measurements.of_backbone([table], "ensemble") == []
