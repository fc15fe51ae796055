import torch

from training.prompts.catalogue_prompts import CataloguePrompts, soft_tokens
from training.prompts.prompt import PromptBuilder
from training.tests.small_world import encode


def test_soft_tokens_stand_beside_their_titles():
    names = [f"Film {row}" for row in range(60)]
    prompts = CataloguePrompts(PromptBuilder(encode), names, [1990] * 60)
    history, candidates = [4, 7, 9], [11, 12, 13]
    prompt, answers, used = prompts.recommend(history, candidates)
    items, user = torch.arange(60.0)[:, None].expand(60, 4), torch.full((4,), -1.0)
    vectors = soft_tokens(prompt, user, items, used, candidates)
    assert vectors[:, 0].tolist() == [-1, 4, 7, 9, 11, 12, 13, -1]
    assert answers[1] == [*encode(names[12])[:16], *encode('"')]
