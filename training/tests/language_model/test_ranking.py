import torch

from training.language_model import opt_mini
from training.language_model.ranking import rank
from training.prompts.prompt import Slot, text_prompt
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
