"""The users of the tables: who is cold, what was not seen, and which films come next."""

import csv
import json
import lzma

import numpy as np

from training.evaluation import table_users
from training.evaluation.comparisons import ranks
from training.tests.small_world import write_earlier_steps


def test_cold_users_keep_three_interactions_and_their_candidates(tmp_path):
    found = table_users.pinned_candidates(write_earlier_steps(tmp_path))
    cold = table_users.cold_users(found)["users"]
    assert [user["candidates"] for user in cold] == [user["candidates"] for user in found["users"]]
    assert all(user["history"] == known["history"][-3:] for user, known in zip(cold, found["users"]))


def test_so_many_users_are_drawn_at_random_the_same_ones_each_time(tmp_path):
    work = write_earlier_steps(tmp_path)
    everyone = table_users.pinned_candidates(work)["users"]
    drawn = table_users.pinned_candidates(work, limit=5)["users"]
    assert len(drawn) == 5 and all(user in everyone for user in drawn) and drawn != everyone[:5]
    assert drawn == table_users.pinned_candidates(work, limit=5)["users"]


def test_the_others_of_many_are_those_that_the_filters_are_ranked_among(tmp_path):
    work = write_earlier_steps(tmp_path, warm=130)
    found = table_users.pinned_candidates(work, limit=6)
    many, users = table_users.among_many(work, found)["users"], ranks.Users(work, "test", 6)
    assert [one["user"] for one in many] == [one["user"] for one in found["users"]] == users.numbers.tolist()
    for one, row, history in zip(many, users.many, users.histories):
        assert one["target"] == row[0] and sorted(one["candidates"]) == sorted(row.tolist()) and one["history"] == history.tolist()
    assert table_users.among_many(write_earlier_steps(tmp_path / "small"), found) is None


def test_genre_histories_hide_the_next_ten_films_and_the_target(tmp_path):
    work = write_earlier_steps(tmp_path)
    histories = dict(enumerate(table_users.interactions.load_sequences(work)))
    users = table_users.genre_histories(work)["users"]
    assert users
    for user in users:
        assert [*user["history"], *user["next"]] == histories[user["user"]][:-1].tolist() and len(user["next"]) == 10
    of_test = {user["user"]: user for user in users}
    for user in table_users.genre_histories(work, "validation")["users"]:
        assert [*user["history"], *user["next"]] == of_test[user["user"]]["history"]


def write_ratings(data, ratings):
    (data / "movielens").mkdir(parents=True)
    with lzma.open(data / "movielens/ratings.csv.xz", "wt") as file:
        rows = csv.writer(file)
        rows.writerow(["uid", "movieId", "rating", "timestamp", "src"])
        rows.writerows([user, film, 4, time, "x"] for user, film, time in ratings)


def test_a_temporal_split_asks_for_what_users_rated_after_the_day(tmp_path):
    work, data = write_earlier_steps(tmp_path / "work", warm=36), tmp_path / "data"
    catalogue = json.loads((work / "catalogue.json").read_text())
    catalogue["ids"], warm = [1000 + row for row in range(len(catalogue["titles"]))], catalogue["warm"]
    (work / "catalogue.json").write_text(json.dumps({**catalogue, "before": 100.0}))
    earlier = [(1, 1000 + row, row) for row in range(6)]
    across = [(2, 1000 + row, time) for row, time in ((0, 1), (3, 2), (5, 99), (7, 100), (warm, 101))]  # the last film is of after the day: nobody knows it
    later = [(3, 1000 + row, 200 + row) for row in range(5)]
    short = [(4, 1000 + row, 300 + row) for row in range(3)]
    write_ratings(data, [*later, *short, *across, *earlier])
    users = table_users.temporal_users(work, data)["users"]
    assert [(user["user"], user["history"], user["target"]) for user in users] == [(2, [0, 3, 5], 7), (3, [0, 1, 2, 3], 4)]
    for user in users:
        assert len(set(user["candidates"])) == 20 and user["target"] in user["candidates"]
        assert max(user["candidates"]) < warm and not set(user["candidates"]) & set(user["history"])


def test_unseen_targets_are_cold_films_among_cold_films(tmp_path):
    work, data = write_earlier_steps(tmp_path / "work", warm=36), tmp_path / "data"
    catalogue = json.loads((work / "catalogue.json").read_text())
    films, warm = len(catalogue["titles"]), catalogue["warm"]
    (work / "catalogue.json").write_text(json.dumps({**catalogue, "ids": [1000 + row for row in range(films)]}))
    rng = np.random.default_rng(0)
    everybody = [(99, 1000 + cold, cold) for cold in range(warm, films)]  # every cold film has been rated by somebody
    for user in range(3):
        everybody += [(user, 1000 + row, time) for time, row in enumerate([*rng.permutation(warm)[:5], warm + user])]
    write_ratings(data, everybody)
    users = table_users.unseen_targets(work, data)["users"]
    assert [user["user"] for user in users] == [0, 1, 2]  # user 99 has no warm film before
    for number, user in enumerate(users):
        assert user["target"] == warm + number and min(user["candidates"]) >= warm and len(set(user["candidates"])) == 20
        assert len(user["history"]) == 5 and max(user["history"]) < warm

    (work / "facts.json").write_text(json.dumps({"adult": [warm, films - 1]}))
    users = table_users.unseen_targets(work, data)["users"]
    assert users[0]["target"] == warm and not any({warm, films - 1} & set(user["candidates"]) - {user["target"]} for user in users)
