import gzip
import json

from training.data import amazon, domains, title_sequences


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


def test_the_facts_of_2014_are_read_as_python_prints_them(tmp_path):
    with gzip.open(tmp_path / "meta.gz", "wt") as file:
        file.write("{'asin': 'B1', 'title': \"Burt's Bees\"}\n" + '{"asin": "B2", "title": "Soap"}\n')
    assert [record["title"] for record in amazon.records(tmp_path / "meta.gz")] == ["Burt's Bees", "Soap"]


def test_every_shop_has_its_addresses():
    assert set(amazon.CATEGORIES) == {domain.name for domain in domains.DOMAINS.values() if not domain.facts}
