import itertools

import pytest
import torch

from training.facts import facts
from training.language_model import corpus, pretrain
from training.language_model import tokenizer as bpe
from training.lessons.lessons import Lessons, settled
from training.lessons.workers import Share, stream
from training.settings import Pretraining
from training.tests.small_world import small_preset, write_data


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lessons")
    data, preset = write_data(folder / "data"), small_preset()
    tokenizer, tokens, films = corpus.prepare(folder / "work", data, preset, 0, lambda line: None)
    worlds = pretrain.retrieval_worlds(bpe.encoder(tokenizer), data, films, 100)
    known = facts.load(data)
    return lambda step=0: Lessons(worlds, tokens, films, known, preset.pretraining, 8, seed=1, step=step)


def first(lessons, count, workers=0):
    drawn = stream(lessons, Share(0.5), workers)
    found = list(itertools.islice(drawn, count))
    drawn.close()
    return found


def test_answers_stand_behind_their_prompts(made):
    lesson = first(made(), 1)[0]
    for answers in (lesson.genre, lesson.sentence):
        ids, _ = answers.prompts
        rows, positions = answers.answer_at
        assert torch.equal(ids[rows, positions + 1], answers.answer_ids)
        assert len(answers.weight) == len(answers.answer_ids) and answers.soft.shape == (len(answers.soft_at[0]), 8)
        assert answers.genres.shape[0] == answers.soft.shape[0]
    assert set(lesson.sentence.weight.tolist()) > {1.0} and set(lesson.genre.weight.tolist()) == {1.0}


def test_the_same_step_draws_the_same_and_another_something_else(made):
    one, same, other = first(made(), 1)[0], first(made(), 1)[0], first(made(7), 1)[0]
    assert torch.equal(one.text, same.text) and torch.equal(one.sentence.soft, same.sentence.soft)
    assert not torch.equal(one.text, other.text)


def test_processes_draw_different_lessons(made):
    texts = [lesson.text for lesson in first(made(), 4, workers=2)]
    assert not torch.equal(texts[0], texts[1]) and not torch.equal(texts[0], first(made(), 1)[0].text)


def test_the_mix_settles():
    numbers = Pretraining(settles_from=0.5, settled_retrieval_batches=7)
    assert settled(numbers, 0.4).retrieval_batches == numbers.retrieval_batches and settled(numbers, 0.5).retrieval_batches == 7
