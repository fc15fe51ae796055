import pytest
import torch

from training.loop.schedule import FLOOR, Schedule, factor


def test_the_rate_rises_stays_and_falls():
    assert factor(0.0, 0, warmup_steps=10, decay_from=0.5) == 0.1
    assert factor(0.4, 100, warmup_steps=10, decay_from=0.5) == 1.0
    assert factor(0.75, 100, decay_from=0.5) == pytest.approx((1 + FLOOR) / 2)
    assert factor(1.0, 100) == factor(3.0, 100) == pytest.approx(FLOOR)


def test_groups_keep_their_ratio_and_a_checkpoint_does_not_change_the_full_rates():
    def optimizer(rates):
        return torch.optim.Adam([{"params": [torch.nn.Parameter(torch.zeros(1))], "lr": rate} for rate in rates])

    made = optimizer([1.0, 0.1])
    schedule = Schedule(made)
    made.load_state_dict(optimizer([7.0, 7.0]).state_dict())
    schedule.set(1.0, 5)
    assert [group["lr"] for group in made.param_groups] == pytest.approx([FLOOR, 0.1 * FLOOR])
