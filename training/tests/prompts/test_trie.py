from training.prompts.trie import branchings


def test_branchings_of_a_small_trie():
    nodes = branchings([[5, 6, 9], [5, 7, 9], [8, 9]])
    assert [(node.path, node.children) for node in nodes] == [((), [5, 8]), ((5,), [6, 7])]


def test_a_title_that_begins_another_is_told_apart_by_its_end():
    nodes = branchings([[5, 9], [5, 6, 9]])
    assert [(node.path, node.children) for node in nodes] == [((5,), [6, 9])]
