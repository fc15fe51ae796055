from training.loop.progress import Progress


def test_means_are_of_the_steps_since_the_last_ones():
    said = []
    progress = Progress("a loop", said.append)
    for loss in (1.0, 2.0):
        progress.add({"loss": loss})
    assert progress.enter({"step": 2, **progress.means()}) == {"step": 2, "loss": 1.5}
    progress.add({"loss": 5.00001})
    assert progress.means() == {"loss": 5.0} and progress.means() == {}
    assert said == ['a loop {"step": 2, "loss": 1.5}'] and progress.entries == [{"step": 2, "loss": 1.5}]
