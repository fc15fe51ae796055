import torch

from training.loop.meter import Meter


def test_means_are_of_the_steps_since_the_last():
    meter = Meter("cpu")
    meter.add({"loss": torch.tensor(1.0), "hits": torch.tensor(0.5)})
    meter.add({"loss": torch.tensor(2.0), "hits": torch.tensor(0.25)})
    assert meter.means() == {"loss": 1.5, "hits": 0.375}
    meter.add({"loss": torch.tensor(4.0), "hits": torch.tensor(0.0)})
    assert meter.means()["loss"] == 4.0


def test_speed_counts_steps_and_what_they_wait():
    meter = Meter("cpu")
    with meter.waiting():
        sum(range(1000))
    meter.add({"loss": torch.tensor(1.0)})
    found = meter.speed()
    assert found["steps a second"] > 0 and 0 <= found["waited"] <= 1 and "GB" not in found
