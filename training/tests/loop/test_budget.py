from training.loop.budget import Budget


def test_steps_or_time_whichever_is_farther():
    assert Budget(10).share(5) == 0.5 and not Budget(10).over(9) and Budget(10).over(10)
    assert Budget(10, minutes=1, elapsed=45).share(5) >= 0.75 and Budget(10, minutes=1, elapsed=61).over(0)
    assert Budget(10, minutes=1, elapsed=6).share(5) == 0.5


def test_a_loop_without_steps_is_over_at_once():
    assert Budget(0).over(0) and Budget(0, minutes=5).over(0)


def test_what_is_left_is_never_below_zero():
    assert Budget(1).left is None and Budget(1, minutes=1, elapsed=600).left == 0 and 1.9 < Budget(1, minutes=2).left <= 2
