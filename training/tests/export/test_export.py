import json

from training.data import domains
from training.export import export


def test_terms_are_the_data_sets():
    notices = export.licences("opt-mini", domains.VIDEO_GAMES)
    assert "Amazon" in notices[0]["notice"] and "MovieLens" not in json.dumps(notices[0])
    assert "MovieLens" in export.licences("opt-mini", domains.MOVIES)[0]["notice"]
