import numpy as np
import pytest
import torch

from training.data.movielens import GENRES
from training.prompts.curriculum import Difficulty
from training.prompts.prompt import PromptBuilder
from training.prompts.synthetic import RetrievalTask, World
from training.settings import Pretraining

DIMENSIONS = 32
PRESET = Pretraining(hard_share=0.0)


@pytest.fixture
def task():
    builder = PromptBuilder(lambda text: [100 + ord(c) for c in text])
    titles = [[int(t) for t in np.random.default_rng(i).integers(1000, 1200, 1 + i % 7)] for i in range(300)]
    return RetrievalTask([World(builder, titles)], PRESET, DIMENSIONS, seed=5)


def test_soft_tokens_stand_in_the_holes_and_answers_follow_queries(task):
    batch = task.batch(4, Difficulty(title_tokens=6, candidates=5, history=3, extra=2))
    assert (batch.prompts[0][batch.soft_at] == task.worlds[0].builder.placeholder).all()
    assert batch.soft.shape == (len(batch.soft_at[0]), DIMENSIONS)
    rows, positions = batch.answer_at
    assert (batch.prompts[0][rows, positions + 1] == batch.answer_ids).all()
    quote = task.worlds[0].builder.piece(' "')[-1]
    first = batch.depth == 0
    assert (batch.prompts[0][batch.query_at][first] == quote).all()
    following = batch.prompts[0][batch.query_at[0], batch.query_at[1] + 1]
    assert (batch.next_ids == following[:, None]).any(1).all()
    assert (batch.leading & first).sum() == 4 and first.sum() == 12 and batch.teacher.shape == batch.next_ids.shape


def test_the_teacher_is_the_softmax_of_scaled_cosines(task):
    candidates, history, queries, teacher = task._vectors(3, 6, 2, 4, 12.0)
    assert torch.allclose(candidates.norm(dim=-1), torch.ones(3, 6), atol=1e-5)
    expected = torch.softmax(12 * torch.einsum("bqh,bch->bqc", queries, candidates), dim=-1)
    assert torch.allclose(teacher, expected, atol=1e-5)
    assert history.shape == (3, 2, 32)


def test_both_user_tokens_of_a_prompt_are_its_own_query(task):
    batch = task.batch(2, Difficulty(title_tokens=2, candidates=4, history=1, extra=0))
    rows, _ = batch.soft_at
    own = batch.soft[rows == 0]
    assert torch.allclose(own[0], own[-1], atol=1e-6)  # in front and right before the answer


def test_the_same_seed_gives_the_same_lessons(task):
    other = RetrievalTask(task.worlds, PRESET, DIMENSIONS, seed=5)
    difficulty = Difficulty(4, 5, 2, 1)
    assert torch.equal(task.batch(3, difficulty).prompts[0], other.batch(3, difficulty).prompts[0])


def test_the_curriculum_ends_at_the_products_prompt():
    start, end = Difficulty.at(0.0, PRESET, 16), Difficulty.at(0.5, PRESET, 16)
    assert (start.title_tokens, start.candidates) == (2, 4)
    assert (end.title_tokens, end.candidates, end.history) == (16, PRESET.candidates, PRESET.history)
    assert start.concentration == 12 and end.concentration == PRESET.concentration == 60


def test_titles_that_begin_alike_are_taught_where_they_part():
    builder = PromptBuilder(lambda text: [100 + ord(c) for c in text])
    titles = [[7, 1000 + i, 2000] for i in range(40)]  # "The ..."
    task = RetrievalTask([World(builder, titles)], Pretraining(alike_share=1.0), DIMENSIONS, seed=1)
    batch = task.batch(3, Difficulty(title_tokens=6, candidates=6, history=0, extra=1))
    second = batch.depth == 1
    assert second.sum() >= 5 and (batch.next_ids[batch.depth == 0] == 7).all()
    assert torch.allclose(batch.teacher.sum(1), torch.ones(len(batch.teacher)), atol=1e-5)
    assert (batch.next_ids[second] >= 1000).all()
    assert (batch.prompts[0][batch.query_at][second] == 7).all()


def test_films_already_watched_resemble_the_query_as_they_do_for_users(task):
    candidates, history, queries, _ = task._vectors(300, 20, 10, 3, 60.0)
    to_own = lambda vectors: torch.einsum("bnk,bk->bn", vectors, queries[:, 0]).mean()
    assert to_own(history) > to_own(candidates) + 0.15


def test_films_carry_their_own_genres_and_the_query_none_or_those_of_the_history():
    builder = PromptBuilder(lambda text: [100 + ord(c) for c in text])
    titles = [[1000 + i] for i in range(50)]
    genres = torch.nn.functional.normalize((torch.rand(50, len(GENRES), generator=torch.Generator().manual_seed(0)) < 0.2).float(), dim=1)
    task = RetrievalTask([World(builder, titles, genres, np.arange(5))], PRESET, DIMENSIONS, seed=2)
    carried = [task._carried(genres[:12], 15, 2) for _ in range(120)]
    is_own = lambda rows: torch.allclose(torch.nn.functional.normalize(rows[:12], dim=1), genres[:12], atol=1e-5)
    own = [rows for rows in carried if is_own(rows) and not rows[12:].any()]
    assert 15 <= len(own) <= 45
    users = [rows[12] for rows in carried if is_own(rows) and rows[12:].any()]
    assert 15 <= len(users) <= 45 and all(not user[~genres[:2].any(0)].any() for user in users)
    assert all(torch.allclose(torch.nn.functional.normalize(rows[:12], dim=1), genres[:12], atol=1e-5) for rows in own)
    history = [index for _ in range(100) for index in task._draw(0, 10, 10)[:10]]
    assert np.mean(np.array(history) < 5) > 0.3  # one in ten by chance
    assert task.batch(2, Difficulty(4, 5, 3, 1)).genres.shape[1] == len(GENRES)


def test_a_model_that_is_trained_on_meets_the_whole_prompt_at_once():
    further = Pretraining(curriculum=False)
    assert Difficulty.at(0.0, further, 16) == Difficulty.at(1.0, PRESET, 16) and Difficulty.at(0.0, further, 16).title_tokens == 16


def test_some_candidates_begin_with_the_same_several_tokens():
    builder = PromptBuilder(lambda text: [100 + ord(c) for c in text])
    titles = [[7, 8, 9, 10, 1000 + i] for i in range(4)] + [[7, 2000 + i] for i in range(2)] + [[3000 + i] for i in range(60)]
    task = RetrievalTask([World(builder, titles)], Pretraining(alike_share=1.0), DIMENSIONS, seed=1)
    depths = torch.cat([task.batch(8, Difficulty(6, 12, 0, 1)).depth for _ in range(10)])
    assert (depths == 4).any() and (depths == 1).any()
