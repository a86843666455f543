"""Backups follow each other by number, whatever the clock says."""

import contextlib
import shutil
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from hsiviewer.core.errors import ProjectError
from hsiviewer.io import project_files, project_repair
from hsiviewer.io.project_journal import ProjectJournal
from hsiviewer.io.project_store import ProjectStore
from hsiviewer.io.scene_reference import SceneReference
from tests.projects import SHAPE, Painter, make_store


class Clock(datetime):
    """A clock that is set back by a day each time it is read."""

    readings = 0

    @classmethod
    def now(cls, tz=None):
        Clock.readings += 1
        return datetime(2026, 11, 28, tzinfo=UTC) - timedelta(days=Clock.readings)


def stroke(journal, painter):
    journal.push(painter.stroke(1))
    assert journal.flush()


def test_a_backup_stays_when_the_clock_goes_back(tmp_path, monkeypatch):
    monkeypatch.setattr(project_files, "datetime", Clock)
    store = make_store(tmp_path)
    journal, painter = ProjectJournal(store), Painter()
    made = []
    for _ in range(9):
        stroke(journal, painter)
        made.append(store.back_up())
        assert made[-1].is_file()
    assert project_files.backups_of(store.path) == made[:3:-1]
    newest = painter.labels.snapshot()
    journal.close()
    store.path.write_bytes(b"scribbled over")
    backup, _ = project_repair.restore_backup(store.path)
    assert backup == made[-1]
    with contextlib.closing(ProjectStore(store.path)) as restored:
        assert np.array_equal(restored.load()[0].values, newest)


def test_backups_of_version_0_1_count_as_the_older_ones(tmp_path):
    store = make_store(tmp_path)
    journal, painter = ProjectJournal(store), Painter()
    stroke(journal, painter)
    numbered = store.back_up()
    old = [
        numbered.with_name(f"20{year}-11-28T10-00-00-000000.hsiproj")
        for year in (24, 99)
    ]
    for path in old:
        shutil.copyfile(numbered, path)
    assert project_files.backups_of(store.path) == [numbered, old[1], old[0]]
    assert project_files.backup_time(old[0]) == "2024-11-28T10-00"
    assert project_files.backup_time(numbered)[:2] == "20"
    stroke(journal, painter)
    newer = store.back_up()
    assert project_files.backups_of(store.path)[:2] == [newer, numbered]
    journal.close()


def test_a_project_without_its_backups_is_backed_up_again(tmp_path):
    store = make_store(tmp_path)
    journal, painter = ProjectJournal(store), Painter()
    stroke(journal, painter)
    store.back_up().unlink()
    assert store.back_up().is_file()
    assert store.back_up() is None
    journal.close()


def test_a_backup_that_was_cut_off_is_none(tmp_path):
    store = make_store(tmp_path)
    journal, painter = ProjectJournal(store), Painter()
    stroke(journal, painter)
    backup = store.back_up()
    partial = backup.with_name(f".partial-1-2-{backup.name}")
    partial.write_bytes(backup.read_bytes()[:5000])
    assert project_files.backups_of(store.path) == [backup]
    stroke(journal, painter)
    store.back_up()
    assert not partial.exists()
    journal.close()


def test_a_backup_whose_journal_is_damaged_is_passed_over(tmp_path):
    store = make_store(tmp_path)
    journal, painter = ProjectJournal(store), Painter()
    stroke(journal, painter)
    older = store.back_up()
    stroke(journal, painter)
    newer = store.back_up()
    journal.close()
    data = newer.read_bytes()
    at = data.rindex(b"x\x01")  # an edit's compressed bytes, which no page checks
    newer.write_bytes(data[: at + 5] + b"???" + data[at + 8 :])
    assert project_repair.restore_backup(store.path)[0] == older


def test_backups_of_another_scene_are_passed_over(tmp_path):
    store = make_store(tmp_path)
    journal, painter = ProjectJournal(store), Painter()
    stroke(journal, painter)
    mine = store.back_up()
    journal.close()
    other = tmp_path / "other.img"
    other.write_bytes(b"other values")
    scene = SceneReference.of_file(other, "", SHAPE, store.path)
    with pytest.raises(ProjectError, match="no intact backup"):
        project_repair.restore_backup(store.path, scene)
    with contextlib.closing(ProjectStore(mine)) as backup:
        scene = backup.scene
    assert project_repair.restore_backup(store.path, scene)[0] == mine


def test_damaged_files_are_set_aside_under_names_of_their_own(tmp_path):
    path = tmp_path / "survey.hsiproj"
    kept = []
    for content in (b"first", b"second"):
        path.write_bytes(content)
        kept.append(project_repair.set_aside(path))
    assert [file.read_bytes() for file in kept] == [b"first", b"second"]


@pytest.mark.parametrize("letter", ["a", "漢", "🌳"])
def test_long_names_leave_room_for_endings(tmp_path, letter):
    count = (255 - len(".hsiproj")) // len(letter.encode())
    scene = tmp_path / f"{letter * count}.img"
    scene.write_bytes(b"values")
    reference = SceneReference.of_file(scene, "", SHAPE, tmp_path / "x.hsiproj")
    path = project_files.automatic_path(reference)
    with contextlib.closing(ProjectStore.create(path, {"cube": [reference]})) as store:
        journal, painter = ProjectJournal(store), Painter()
        stroke(journal, painter)
        assert store.back_up().is_file()
        journal.close()
    assert project_repair.set_aside(path).is_file()
