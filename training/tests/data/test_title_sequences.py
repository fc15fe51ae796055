"""Data sets of titles and sequences, and the sentences for those that are not as they should be."""

import lzma

import pytest

from training.data import title_sequences
from training.tests.small_world import GAMES, write_games


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
    assert title_sequences.clean_title(raw) == clean


def test_a_shops_long_title_ends_at_a_word():
    clean = title_sequences.clean_title("Cable " * 60)
    assert len(clean) <= title_sequences.TITLE_CHARACTERS and clean.endswith("Cable")
    assert len(title_sequences.clean_title("x" * 400)) == title_sequences.TITLE_CHARACTERS


def test_the_sample_of_users_is_seeded_and_an_item_counts_once(tmp_path):
    folder = write_games(tmp_path / "data")
    draw = lambda seed: {user for user, _, _ in title_sequences.load_interactions(folder, set(range(GAMES)), 10, seed)}
    assert len(draw(0)) == 10 and draw(0) == draw(0) != draw(1)
    with lzma.open(folder / "sequences.tsv.xz", "wt") as file:
        file.write("user_id\tsequence\n7\t3 4 3 99\n")
    assert title_sequences.load_interactions(folder, {3, 4}, None, 0) == [(7, 3, 2.0), (7, 4, 1.0)]


@pytest.mark.parametrize("line, message", [("1\t2\t3\n", "line 2: not as many columns"), ("x\t2\n", 'line 2: "x" is no id')])
def test_a_line_that_is_not_understood_is_named(tmp_path, line, message):
    with lzma.open(tmp_path / "sequences.tsv.xz", "wt") as file:
        file.write("user_id\tsequence\n" + line)
    with pytest.raises(ValueError, match=message):
        title_sequences.load_interactions(tmp_path, {2}, None, 0)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="--data"):
        title_sequences.load_titles(tmp_path)
