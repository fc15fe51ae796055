import pytest

from training.prompts.prompt import PromptBuilder, disambiguate, load_template

TEMPLATE = load_template()


def encode(text):
    """One id a character, so that ids can be read back."""
    return [100 + ord(c) for c in text]


def read(ids):
    return "".join(chr(i - 100) if i >= 100 else {1: "*", 2: "^"}[i] for i in ids)


@pytest.fixture
def builder():
    return PromptBuilder(encode)


def test_recommend_reads_like_the_paper_with_soft_tokens_before_titles(builder):
    prompt = builder.build("recommend", [encode("Heat"), encode("Alien")], [encode("Jaws"), encode("Fargo")])
    assert read(prompt.ids) == (
        '^* is a user representation. This user has watched* "Heat"* "Alien" in the previous. Recommend one next movie for this user '
        'to watch next from the following movie title set,* "Jaws"* "Fargo". The recommendation is* "'
    )


def test_slots_are_the_holes(builder):
    prompt = builder.build("recommend", [encode("Heat")], [encode("Jaws"), encode("Fargo")])
    assert [i for i, token in enumerate(prompt.ids) if token == 1] == [slot.position for slot in prompt.slots]
    assert [(slot.kind, slot.index) for slot in prompt.slots] == [("user", 0), ("history", 0), ("candidate", 0), ("candidate", 1), ("user", 0)]


def test_genre_shares_its_prefix_with_recommend(builder):
    history = [encode("Heat"), encode("Alien")]
    recommend, genre = builder.build("recommend", history, [encode("Jaws")]), builder.build("genre", history)
    shared = len(genre.ids) - len(encode(TEMPLATE["genre"][-1]["text"]))
    assert genre.ids[:shared] == recommend.ids[:shared]
    assert genre.slots == recommend.slots[: len(genre.slots)]


def test_without_soft_tokens_nothing_is_left_of_them(builder):
    prompt = builder.build("recommend", [encode("Heat")], [encode("Jaws")], soft=False)
    assert prompt.slots == [] and "*" not in read(prompt.ids)


def test_only_the_last_films_of_a_long_history_are_told(builder):
    prompt = builder.build("genre", [encode(f"F{i}.") for i in range(25)])
    text = read(prompt.ids)
    assert '"F14."' not in text and text.index('"F15."') < text.index('"F24."')
    assert [slot.index for slot in prompt.slots if slot.kind == "history"] == list(range(TEMPLATE["maxHistory"]))


def test_an_empty_history_is_allowed(builder):
    assert "has watched in the previous" in read(builder.build("genre", []).ids)


def test_titles_are_cut_and_answers_end_with_the_quote(builder):
    assert len(builder.title("x" * 40)) == TEMPLATE["maxTitleTokens"]
    assert read(builder.answer(encode("Jaws"))) == 'Jaws"'


def test_films_of_one_title_are_told_apart_by_year():
    assert disambiguate(["Heat", "Alien", "Heat"], [1995, 1979, 1986]) == ["Heat (1995)", "Alien", "Heat (1986)"]
    assert disambiguate(["Heat", "Heat"], [0, 1986]) == ["Heat", "Heat (1986)"]


def test_a_template_with_a_missing_part_is_refused(tmp_path):
    path = tmp_path / "prompt.json"
    path.write_text('{"recommend": []}')
    with pytest.raises(ValueError, match="genre"):
        load_template(path)
