import numpy as np
import torch

from training.language_model import opt_mini
from training.language_model.ranking import rank, rank_by_choice
from training.prompts.prompt import PromptBuilder, Slot, text_prompt
from training.settings import LanguageModel

SIZE = LanguageModel(vocab=64, hidden=64, layers=2, head_size=32, context=64)


def test_rank_agrees_with_a_full_forward_of_every_candidate():
    model = opt_mini.create(SIZE, 0)[0].eval()
    torch.manual_seed(1)
    prompts = [text_prompt([2, 1, 10, 11, 12]), text_prompt([2, 1, 10, 13, 14, 15, 16, 17])]
    for prompt in prompts:
        prompt.slots.append(Slot(1, "user", 0))
    soft = [torch.randn(1, 64), torch.randn(1, 64)]
    answers = [[[20, 21, 9], [20, 22, 9], [23, 9], [20, 21, 24, 9]], [[30, 9], [31, 32, 9], [31, 33, 9]]]
    found = rank(model, prompts, soft, answers)
    for prompt, vectors, candidates, scores in zip(prompts, soft, answers, found):
        assert torch.isclose(scores.exp().sum(), torch.tensor(1.0), atol=1e-5)
        for c, answer in enumerate(candidates):
            ids = torch.tensor([prompt.ids + answer])
            embeddings = opt_mini.embed(model, ids)
            embeddings[0, 1] = vectors[0]
            with torch.no_grad():
                logits = opt_mini.logits(model, opt_mini.hidden_states(model, embeddings)[0])
            total = 0.0
            for depth in range(len(answer)):
                children = sorted({other[depth] for other in candidates if other[:depth] == answer[:depth] and len(other) > depth})
                logs = logits[len(prompt.ids) - 1 + depth][children].log_softmax(0)
                total += logs[children.index(answer[depth])].item()
            assert abs(total - scores[c].item()) < 1e-4  # f32, another order of sums


def test_a_list_is_made_by_asking_again_about_what_is_left():
    model = opt_mini.create(LanguageModel(vocab=256, hidden=64, layers=2, head_size=32, context=512), 0)[0].eval()
    builder = PromptBuilder(lambda text: [ord(letter) % 250 for letter in text])
    titles = [[40 + i, 60 + i % 2] for i in range(7)]
    torch.manual_seed(2)
    vectors = torch.randn(8, 64)

    def ask(candidates):
        """The probabilities of some of the films, the prompt built anew."""
        prompt = builder.build("recommend", [[30]], [titles[c] for c in candidates])
        pick = {"user": [7], "history": [6], "candidate": candidates}
        soft = torch.stack([vectors[pick[slot.kind][slot.index]] for slot in prompt.slots])
        return prompt, soft, [builder.answer(titles[c]) for c in candidates]

    expected, left = [], list(range(6))
    while len(expected) < 3:
        prompt, soft, answers = ask(left)
        scores = rank(model, [prompt], [soft], [answers])[0]
        expected.append(left.pop(int(scores.argmax())))
        rest = [c for _, c in sorted(zip((-np.delete(scores.numpy(), scores.argmax())).tolist(), left))]
    prompt, soft, answers = ask(list(range(6)))
    twice = rank_by_choice(model, [prompt] * 2, [soft] * 2, [answers] * 2, [range(6)] * 2, choices=3)
    assert [found.order for found in twice] == [[*expected, *rest]] * 2
    first = rank(model, [prompt], [soft], [answers])[0]
    assert torch.allclose(twice[0].scores, first, atol=1e-5) and twice[0].order[0] == int(first.argmax())
    assert rank_by_choice(model, [prompt], [soft], [answers], [range(6)], choices=1)[0].order == first.argsort(descending=True).tolist()


def test_what_cannot_be_told_apart_goes_by_its_row():
    model = opt_mini.create(SIZE, 0)[0].eval()
    found = rank_by_choice(model, [text_prompt([2, 10])], [torch.zeros(0)], [[[20, 9], [20, 9]]], [[5, 3]])[0]
    assert found.order == [1, 0]
