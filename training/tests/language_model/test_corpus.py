import numpy as np

from training.language_model import corpus
from training.tests.small_world import FILMS, small_preset, write_data


def test_cleaning_removes_markup_and_what_extraction_left():
    assert corpus.clean('A film.<br /><br />It () was "" good.') == "A film. It was good."


def test_prepare_makes_a_stream_once(tmp_path):
    data, work = write_data(tmp_path / "data"), tmp_path / "work"
    lines = []
    _, tokens, films = corpus.prepare(work, data, small_preset(), 0, lines.append)
    assert tokens.dtype == np.uint16 and tokens.max() < 512 and (tokens == 2).sum() > 100
    assert len(films) == FILMS and films[0].cast == ("Ann Lee", "Bo Ray")
    stamp = (work / "corpus.npy").stat().st_mtime_ns
    corpus.prepare(work, data, small_preset(), 0, lines.append)
    assert (work / "corpus.npy").stat().st_mtime_ns == stamp
