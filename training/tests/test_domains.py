"""Another domain than films: titles and sequences alone, on a small made-up data folder."""

import dataclasses
import gzip
import json
import lzma

import numpy as np
import pytest
import torch

from training import __main__ as command
from training import amazon, catalogue, cross_domain, domains, export, item_sequences, presets, prompt
from training.aligner import Aligner

GAMES = 60


def write_games(folder, users=80):
    rng = np.random.default_rng(0)
    folder.mkdir(parents=True)
    titles = ["Pok&eacute;mon Moon", "Dungeons &amp;amp; Dragons", *(f"Game {i} - PC" for i in range(2, GAMES))]
    with lzma.open(folder / "items.tsv.xz", "wt", encoding="utf-8") as file:
        file.write("item_id\ttitle\n" + "".join(f"{i}\t{title}\n" for i, title in enumerate(titles)))
        file.write(f"{GAMES}\tRarely Played\n{GAMES + 1}\trarely played\n{GAMES + 2}\tGAME 5 - PC\n")
    with lzma.open(folder / "sequences.tsv.xz", "wt", encoding="utf-8") as file:
        file.write("user_id\tsequence\n")
        for user in range(users):
            file.write(f"{user}\t{' '.join(map(str, rng.permutation(GAMES)[:12]))}\n")
        file.write(f"{users}\t{GAMES} 0 1 2\n")
    return folder


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("games")
    write_games(folder / "data/video-games")
    (folder / "work").mkdir()
    catalogue.run(folder / "work", folder / "data", presets.find("tiny"), seed=0, domain=domains.VIDEO_GAMES)
    return folder / "work"


def read(work, name):
    return json.loads((work / name).read_text(encoding="utf-8"))


def test_warm_games_come_first_and_cold_ones_have_titles_of_their_own(work):
    found = read(work, "catalogue.json")
    assert found["warm"] == GAMES and found["titles"][GAMES:] == ["Rarely Played"]
    assert not any(found["years"]) and not any(found["genres"]) and found["genreNames"] == []
    assert domains.of_catalogue(found) is domains.VIDEO_GAMES and found["ids"][:3] == [0, 1, 2]


def test_sbert_reads_the_title(work):
    assert read(work, "texts.json")[:2] == ["Pokémon Moon.", "Dungeons & Dragons."]


def test_the_prompt_speaks_of_games_and_asks_for_no_genre(work):
    template = prompt.template_of(work)
    text = json.dumps(template)
    assert "played" in text and "next video game" in text and "{" not in "".join(part.get("text", "") for part in template["recommend"])
    assert "genre" not in template and not {"movie", "watched"} & set(text.replace('"', " ").split())


def test_a_users_last_items_are_held_out(work):
    stored, held = np.load(work / "interactions.npz"), np.load(work / "candidates.npz")
    last = stored["items"][stored["offsets"][1:] - 1]
    assert np.array_equal(held["test"][:, 0], last) and held["test"].shape == (80, 20)


@pytest.mark.parametrize(
    "raw, clean",
    [
        ("Marvel&rsquo;s Spider-Man", "Marvel’s Spider-Man"),
        ("  A\u00a0 B\t\u200bC &reg; ", "A B C ®"),
        ('Say "Hi" <span class="x">now</span>', "Say 'Hi' now"),
        ("I <3 Games", "I <3 Games"),
        ("e\u0301", "é"),
        ("- &nbsp;", ""),
    ],
)
def test_titles_are_as_people_write_them(raw, clean):
    assert item_sequences.clean_title(raw) == clean


def test_a_shops_long_title_ends_at_a_word():
    clean = item_sequences.clean_title("Cable " * 60)
    assert len(clean) <= item_sequences.TITLE_CHARACTERS and clean.endswith("Cable")
    assert len(item_sequences.clean_title("x" * 400)) == item_sequences.TITLE_CHARACTERS


def test_the_sample_of_users_is_seeded_and_an_item_counts_once(tmp_path):
    folder = write_games(tmp_path / "data")
    draw = lambda seed: {user for user, _, _ in item_sequences.load_interactions(folder, set(range(GAMES)), 10, seed)}
    assert len(draw(0)) == 10 and draw(0) == draw(0) != draw(1)
    with lzma.open(folder / "sequences.tsv.xz", "wt") as file:
        file.write("user_id\tsequence\n7\t3 4 3 99\n")
    assert item_sequences.load_interactions(folder, {3, 4}, None, 0) == [(7, 3, 2.0), (7, 4, 1.0)]


@pytest.mark.parametrize("line, message", [("1\t2\t3\n", "line 2: 3 columns"), ("x\t2\n", 'line 2: "x" is no id')])
def test_a_line_that_is_not_understood_is_named(tmp_path, line, message):
    with lzma.open(tmp_path / "sequences.tsv.xz", "wt") as file:
        file.write("user_id\tsequence\n" + line)
    with pytest.raises(ValueError, match=message):
        item_sequences.load_interactions(tmp_path, {2}, None, 0)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="--data"):
        item_sequences.load_titles(tmp_path)


def test_a_shared_language_model_needs_the_games_alone_and_goes_by_its_domain(tmp_path):
    write_games(tmp_path / "data/video-games")
    (tmp_path / "opt").mkdir()
    for name in ("config.json", "tokenizer.json", "soft-token-basis.safetensors"):
        (tmp_path / "opt" / name).write_text("{}")
    arguments = ["--dataset", "video-games", "--data", str(tmp_path / "data"), "--work", str(tmp_path / "work"), "--llm", str(tmp_path / "opt")]
    run = command.Run(command.parse(arguments))
    run._data()
    command.adopt(run.llm, run.work)
    assert (run.out.name, run.language_model()) == ("video-games", "opt-mini")
    assert (run.preset.sasrec.dropout, run.preset.stage2.user_dropout) == (0.5, 0.95)
    assert (run.work / "opt/soft-token-basis.safetensors").exists()
    without = command.Run(command.parse(arguments[:-2]))
    with pytest.raises(FileNotFoundError, match="movielens/ratings"):
        without._data()


def test_terms_are_the_data_sets():
    notices = export.licences("opt-mini", domains.VIDEO_GAMES)
    assert "Amazon" in notices[0]["notice"] and "MovieLens" not in json.dumps(notices[0])
    assert "MovieLens" in export.licences("opt-mini", domains.MOVIES)[0]["notice"]


def test_amazons_reviews_become_titles_and_sequences(tmp_path):
    def pack(name, records):
        with gzip.open(tmp_path / name, "wt") as file:
            file.writelines(json.dumps(record) + "\n" for record in records)
        return tmp_path / name

    facts = pack("meta.gz", [{"asin": f"B{i}", "title": f"Game {i}"} for i in range(5)] + [{"asin": "B9", "title": "<span>broken"}, {"asin": "B8"}])
    bought = [{"reviewerID": "A", "asin": f"B{i}", "unixReviewTime": 9 - i} for i in (0, 1, 2, 3, 4, 9, 8)]
    amazon.convert(pack("reviews.gz", bought + [{"reviewerID": "C", "asin": "B0", "unixReviewTime": 1}]), facts, tmp_path / "out")
    assert item_sequences.load_titles(tmp_path / "out") == {i: f"Game {4 - i}" for i in range(5)}
    assert [item for _, item, _ in item_sequences.load_interactions(tmp_path / "out", set(range(5)), None, 0)] == [0, 1, 2, 3, 4]


def test_a_user_of_another_domain_stands_where_the_history_points():
    torch.manual_seed(0)
    aligner = Aligner(4, 6, 8).eval()
    basis = torch.linalg.qr(torch.randn(8, 3))[0].T
    with torch.no_grad():
        aligner.user_projection.scale.fill_(2.5)
        items = aligner.item_projection(torch.rand(5, 6))
    for known in (basis, None):
        tokens = cross_domain.user_tokens(aligner, items, [np.array([3]), np.array([0, 1])], known)
        assert torch.allclose(tokens.norm(dim=1), torch.full((2,), 2.5), atol=1e-5)
        compared = items if known is None else items @ known.T @ known
        assert torch.nn.functional.cosine_similarity(tokens[:1], compared)[3] > 0.9999
