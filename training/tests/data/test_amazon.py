import gzip
import json

from training.data import amazon, title_sequences


def test_amazons_reviews_become_titles_and_sequences(tmp_path):
    def pack(name, records):
        with gzip.open(tmp_path / name, "wt") as file:
            file.writelines(json.dumps(record) + "\n" for record in records)
        return tmp_path / name

    facts = pack("meta.gz", [{"asin": f"B{i}", "title": f"Game {i}"} for i in range(5)] + [{"asin": "B9", "title": "<span>broken"}, {"asin": "B8"}])
    bought = [{"reviewerID": "A", "asin": f"B{i}", "unixReviewTime": 9 - i} for i in (0, 1, 2, 3, 4, 9, 8)]
    amazon.convert(pack("reviews.gz", bought + [{"reviewerID": "C", "asin": "B0", "unixReviewTime": 1}]), facts, tmp_path / "out")
    assert title_sequences.load_titles(tmp_path / "out") == {i: f"Game {4 - i}" for i in range(5)}
    assert [item for _, item, _ in title_sequences.load_interactions(tmp_path / "out", set(range(5)), None, 0)] == [0, 1, 2, 3, 4]
