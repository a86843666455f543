"""A nearly full disk gives a sentence, no rest, and never a damaged old file."""

import pytest

from hsiviewer.cli import run
from hsiviewer.core.errors import DiskFullError
from tests.faults.full_disks import WRITERS, mounted
from tests.workflows.scenes import write_scene


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory):
    with mounted(tmp_path_factory.mktemp("disks") / "small") as disk:
        yield disk


@pytest.fixture
def expected(small_disk, qapp):
    """Return what a writer leaves on a disk with room, by name and seed."""
    known = {}

    def find(name, seed):
        if (name, seed) not in known:
            small_disk.clear()
            WRITERS[name](small_disk.folder, seed)
            known[name, seed] = set(small_disk.content())
        return known[name, seed]

    return find


def write_on_a_full_disk(disk, name, pages, *, replaced):
    """Return the sentence of a writer, and the content before and after."""
    disk.clear()
    if replaced and name != "result of a run":  # which has a new folder each time
        WRITERS[name](disk.folder, 1)
    before = disk.content()
    disk.leave_pages(pages)
    sentence = ""
    try:
        WRITERS[name](disk.folder, 2)
    except DiskFullError as error:
        sentence = str(error)
    return sentence, before, disk.content()


def check(disk, expected, name, pages, *, replaced):
    sentence, before, after = write_on_a_full_disk(disk, name, pages, replaced=replaced)
    if sentence:
        assert "no space left" in sentence
        assert "choose another folder" in sentence
        if name != "result of a run":
            assert after == before, "an old file was damaged, or a rest was left"
    else:
        assert set(after) == expected
        assert after != before
        disk.clear()
        WRITERS[name](disk.folder, 2)
        whole = disk.content()
        assert {path: len(data) for path, data in after.items()} == {
            path: len(data) for path, data in whole.items()
        }, "a damaged file was put in place"
    return sentence


@pytest.mark.parametrize("name", WRITERS)
def test_a_full_disk_is_told_and_leaves_nothing(small_disk, expected, name):
    wanted = expected(name, 2)
    sentences = [
        check(small_disk, wanted, name, pages, replaced=pages != 1)
        for pages in (0, 1, 3, 8)
    ]
    assert sentences[0], "it was written to a disk without any room"


@pytest.mark.slow
@pytest.mark.parametrize("replaced", [False, True])
@pytest.mark.parametrize("name", WRITERS)
def test_a_disk_with_any_room_is_told_or_written(small_disk, expected, name, replaced):
    wanted = expected(name, 2)
    sentences = [
        check(small_disk, wanted, name, pages, replaced=replaced) for pages in range(60)
    ]
    assert sentences[0]


def test_a_full_data_folder_stops_no_classification(
    small_disk, tmp_path, monkeypatch, capsys
):
    files = write_scene(tmp_path)
    small_disk.clear()
    monkeypatch.setenv("HSIVIEWER_HOME", str(small_disk.folder))
    (small_disk.folder / "data" / "runs").mkdir(parents=True)
    small_disk.leave_pages(0)
    out = tmp_path / "map.tif"
    command = f"classify {files.scene} --labels {files.labels} --method svm --out"
    assert run([*command.split(), str(out)]) == 0, "the run has a temporary folder"
    assert out.is_file()
    assert "Traceback" not in capsys.readouterr().err
