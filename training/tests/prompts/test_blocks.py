"""Films as blocks: the mask and the positions, and what follows from them for the ranking."""

import numpy as np
import pytest
import torch

from training.language_model import opt_mini
from training.language_model.ranking import rank
from training.prompts.blocks import QUESTION, Layout, layout
from training.prompts.prompt import PromptBuilder, batch_of, load_template
from training.settings import LanguageModel

TITLES = {row: [10 + 3 * row + i for i in range(1 + row % 4)] for row in range(12)}


def encode(text):
    """One id a character, above the titles' ids."""
    return [100 + ord(c) % 90 for c in text]


@pytest.fixture
def builder():
    return PromptBuilder(encode)


def film_blocks(prompt):
    return {prompt.blocks[slot.position] for slot in prompt.slots if slot.kind != "user"}


def test_a_film_attends_to_constant_text_before_it_and_to_itself(builder):
    prompt = builder.build("recommend", [TITLES[0], TITLES[1]], [TITLES[2], TITLES[3]])
    mask = batch_of([prompt], 1)[1].mask()[0, 0]
    blocks = np.array(prompt.blocks)
    for i, block in enumerate(blocks):
        seen = {int(blocks[j]) for j in torch.nonzero(mask[i, : len(blocks)])[:, 0]}
        if block > 0:
            assert seen <= {0, block}
        if block == 0:
            assert seen == {0}
        if block == QUESTION and i + 1 == len(blocks):
            assert seen == set(blocks.tolist())


def test_films_of_a_list_stand_at_the_same_positions_and_what_follows_behind_the_widest(builder):
    prompt = builder.build("recommend", [TITLES[0], TITLES[3]], [TITLES[2]])
    first = {block: min(p for p, b in zip(prompt.positions, prompt.blocks) if b == block) for block in film_blocks(prompt)}
    assert first[2] == first[3] < first[4]
    longer = builder.build("recommend", [TITLES[3]], [TITLES[3]])
    assert prompt.positions[-1] == longer.positions[-1]


def test_plain_causal_order_is_a_question_as_a_whole():
    template = {**load_template(), "structure": "causal"}
    prompt = PromptBuilder(encode, template=template).build("recommend", [TITLES[0]], [TITLES[1]])
    assert set(prompt.blocks) == {QUESTION}
    assert prompt.positions == list(range(len(prompt.ids)))
    mask = batch_of([prompt], 1)[1].mask()[0, 0]
    assert torch.equal(mask, torch.ones_like(mask).tril())


def test_further_questions_do_not_see_each_other_nor_the_user_at_the_front():
    found = Layout(torch.tensor([[0, 1, 2, -1, -2, -2]]), torch.arange(6)[None]).mask()[0, 0]
    assert found[4].tolist() == [True, False, True, False, True, False]
    assert found[5].tolist() == [True, False, True, False, True, True]
    assert found[3].tolist() == [True, True, True, True, False, False]


def test_padding_reads_nothing_of_the_prompt_into_it():
    seen = layout([[0, 2]], [[0, 1]], 4)
    assert seen.block.tolist() == [[0, 2, QUESTION, QUESTION]]


def test_the_ranking_does_not_depend_on_the_order_of_a_list(builder):
    model = opt_mini.create(LanguageModel(vocab=256, hidden=64, layers=2, head_size=32, context=512), 0)[0].eval()
    generator = torch.Generator().manual_seed(0)
    vectors = {row: torch.randn(64, generator=generator) for row in (*TITLES, "user")}
    rng = np.random.default_rng(0)

    def scores(history, candidates):
        prompt = builder.build("recommend", [TITLES[row] for row in history], [TITLES[row] for row in candidates])
        pick = {"user": ["user"], "history": history, "candidate": candidates}
        soft = torch.stack([vectors[pick[slot.kind][slot.index]] for slot in prompt.slots])
        found = rank(model, [prompt], [soft], [[builder.answer(TITLES[row]) for row in candidates]])[0]
        return dict(zip(candidates, found.tolist()))

    expected = scores([0, 1, 2], [3, 4, 5, 6, 7, 8])
    for _ in range(5):
        again = scores(rng.permutation([0, 1, 2]).tolist(), rng.permutation([3, 4, 5, 6, 7, 8]).tolist())
        assert all(again[row] == pytest.approx(value, abs=1e-5) for row, value in expected.items())  # f32 sums in another order
