"""The model is asked through the same ranking as everything else; a fixed one shows that the counting is right."""

from training.evaluation import film_questions
from training.language_model import opt_mini
from training.language_model.film_facts import Choice
from training.presets import FIXTURE
from training.prompts.prompt import PromptBuilder

ASKED = [
    Choice("genre", 'Which of these has the genre war: "A", "B"? Answer: "', ["A", "B"], 1),
    Choice("year", 'Which of these is from 1999: "A", "B", "C", "D"? Answer: "', ["A", "B", "C", "D"], 0),
]


def test_right_answers_and_guesses_are_counted_by_kind():
    assert film_questions.measure(ASKED, [1, 3]) == {
        "genre": {"questions": 1, "right": 1.0, "chance": 0.5},
        "year": {"questions": 1, "right": 0.0, "chance": 0.25},
    }


def test_an_untrained_model_answers_with_one_of_the_titles():
    model, _ = opt_mini.create(FIXTURE.language_model, 0)
    chosen = film_questions.ask(model.eval(), PromptBuilder(lambda text: [3 + ord(c) % 400 for c in text]), ASKED)
    assert all(0 <= index < len(asked.titles) for index, asked in zip(chosen, ASKED))
