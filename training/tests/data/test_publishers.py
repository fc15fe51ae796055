import io
import lzma
import tarfile
import zipfile

import pytest

from training.data import publishers


def read(path):
    return lzma.decompress(path.read_bytes()).decode()


def archive(path, ratings, movies):
    with zipfile.ZipFile(path, "w") as files:
        files.writestr(f"{path.stem}/ratings.csv", "userId,movieId,rating,timestamp\n" + "".join(f"{u},{f},4.0,{t}\n" for u, f, t in ratings))
        files.writestr(f"{path.stem}/movies.csv", "movieId,title,genres\n" + "".join(f'{i},"{t}",Drama\n' for i, t in movies))
        files.writestr(f"{path.stem}/tags.csv", f'userId,movieId,tag,timestamp\n1,{movies[0][0]},"film noir, dark",5\n')
        files.writestr(f"{path.stem}/links.csv", f"movieId,imdbId,tmdbId\n{movies[0][0]},0133093,603\n")
    return path


def test_two_releases_of_movielens_become_one_without_the_same_people_twice(tmp_path):
    small = archive(tmp_path / "small.zip", [(1, 10, 5), (1, 11, 6), (2, 10, 9)], [(10, "Matrix, The (1999)"), (11, "Up (2009)")])
    large = archive(tmp_path / "large.zip", [(1, 12, 3), (2, 10, 5), (2, 11, 6), (3, 10, 8), (4, 10, 1)], [(10, "Matrix, The (1999)"), (12, "Pi (1998)")])
    publishers.convert_movielens(small, large, tmp_path / "out", users=3)
    rows = read(tmp_path / "out/ratings.csv.xz").splitlines()
    assert rows == [
        "uid,movieId,rating,timestamp,src",
        "1,10,4.0,5,ml-latest-small",
        "1,11,4.0,6,ml-latest-small",
        "2,10,4.0,9,ml-latest-small",
        "3,12,4.0,3,ml-latest",
        "5,10,4.0,8,ml-latest",
    ]
    assert [line.split(",")[0] for line in read(tmp_path / "out/movies.csv.xz").splitlines()] == ["movieId", "10", "11", "12"]
    assert read(tmp_path / "out/tags.csv.xz").splitlines() == ["userId,movieId,tag,timestamp", '1,10,"film noir, dark",5']
    assert read(tmp_path / "out/links.csv.xz").splitlines() == ["movieId,imdbId,tmdbId", "10,0133093,603"]


def test_reviews_become_paragraphs(tmp_path):
    with tarfile.open(tmp_path / "reviews.tar.gz", "w:gz") as files:
        for name, text in (
            ("aclImdb/train/pos/0_9.txt", "Good.\nVery good."),
            ("aclImdb/train/unsup/1_0.txt", "Unlabelled."),
            ("aclImdb/test/neg/2_1.txt", "Bad."),
        ):
            info = tarfile.TarInfo(name)
            info.size = len(text)
            files.addfile(info, io.BytesIO(text.encode()))
    publishers.convert_reviews(tmp_path / "reviews.tar.gz", tmp_path / "out/reviews.txt.xz")
    assert read(tmp_path / "out/reviews.txt.xz") == "Good. Very good.\n\nBad.\n\n"


def test_films_keep_their_facts(tmp_path):
    (tmp_path / "movies-1990s.json").write_text(
        '[{"title": "Léon", "year": 1994, "cast": ["Jean Reno"], "genres": ["Crime"], "href": "x", "extract": "A film."}]', encoding="utf-8"
    )
    publishers.convert_films([tmp_path / "movies-1990s.json"], tmp_path / "films.jsonl.xz")
    assert read(tmp_path / "films.jsonl.xz") == '{"title": "Léon", "year": 1994, "cast": ["Jean Reno"], "genres": ["Crime"], "extract": "A film."}\n'


def test_a_download_that_fails_says_what_to_do_and_leaves_nothing(tmp_path):
    missing = tmp_path / "not-there.zip"
    with pytest.raises(publishers.DownloadError, match="--data DIR"):
        publishers.download(missing.as_uri(), tmp_path / "cache/file.zip")
    assert not list((tmp_path / "cache").iterdir())


def test_a_download_is_kept(tmp_path):
    source = tmp_path / "source.bin"
    source.write_bytes(b"x" * 10)
    target = publishers.download(source.as_uri(), tmp_path / "cache/file.bin")
    source.unlink()
    assert publishers.download(source.as_uri(), target).read_bytes() == b"x" * 10
