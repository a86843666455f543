"""Disks that are full, gone or read-only: a sentence, and every edit is kept."""

import contextlib
import os
import sqlite3
import time

import numpy as np
import pytest

from hsiviewer.core.errors import ProjectError
from hsiviewer.io.project_journal import ProjectJournal
from hsiviewer.io.project_store import ProjectStore
from tests.faults.full_disks import mounted
from tests.projects import Painter, make_store

BIG = (300, 400)


class FailingConnection:
    """A connection whose statements fail from the n-th on, as a lost share's do."""

    def __init__(self, connection, allowed, message="disk I/O error"):
        self._connection = connection
        self.allowed = allowed
        self._message = message

    def execute(self, *args):
        self.allowed -= 1
        if self.allowed < 0:
            raise sqlite3.OperationalError(self._message)
        return self._connection.execute(*args)

    def __getattr__(self, name):
        return getattr(self._connection, name)


def wait_for(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.01)


def check_all_is_there(path, painter):
    with contextlib.closing(ProjectStore(path)) as store:
        labels, classes = store.load()
    assert np.array_equal(labels.values, painter.labels.values)
    assert classes == painter.classes


@pytest.mark.parametrize("pages", range(20))
def test_a_full_disk_at_any_write_keeps_every_edit(tmp_path, pages):
    store = make_store(tmp_path, shape=BIG)
    told = []
    journal, painter = ProjectJournal(store, told.append), Painter(BIG)
    before = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {before + pages}")
    while not journal.trouble:
        journal.push(painter.stroke(1, pixels=3000))
        assert journal.last_seq < 500
        wait_for(lambda: journal.trouble or not journal.unwritten)
    for _ in range(3):
        journal.push(painter.stroke(1, pixels=30))
    assert "disk is full" in journal.trouble
    assert store.path.name in journal.trouble
    assert 3 < journal.unwritten <= 5
    painter.undo(journal)  # work goes on meanwhile
    with pytest.raises(ProjectError, match="full"):
        journal.close()
    store._connection.execute("PRAGMA max_page_count = 1000000")
    journal.close()
    assert told[0].endswith("elsewhere")
    assert told[-1] == "", "the end of the trouble was not told"
    check_all_is_there(store.path, painter)


@pytest.mark.parametrize("allowed", range(12))
def test_a_share_that_is_lost_at_any_statement_keeps_every_edit(tmp_path, allowed):
    store = make_store(tmp_path)
    journal, painter = ProjectJournal(store), Painter()
    journal.push(painter.stroke(1))
    assert journal.flush()
    store._connection = FailingConnection(store._connection, allowed)
    for _ in range(5):
        journal.push(painter.stroke(2))
    journal.close()
    check_all_is_there(store.path, painter)


def test_a_share_that_stays_away_is_told_and_tried_again(tmp_path, monkeypatch):
    store = make_store(tmp_path)
    journal, painter = ProjectJournal(store), Painter()

    def refuse(_last_seq):
        raise ProjectError("the share is away")

    monkeypatch.setattr(store, "reopen", refuse)
    connection = store._connection
    store._connection = FailingConnection(connection, 0)
    journal.push(painter.stroke(1))
    wait_for(lambda: journal.trouble)
    assert journal.trouble == "the share is away"
    journal.push(painter.stroke(1))
    assert journal.unwritten == 2
    store._connection = connection
    journal.close()
    check_all_is_there(store.path, painter)


def test_a_project_that_was_moved_away_is_told_and_written_when_it_is_back(tmp_path):
    store = make_store(tmp_path)
    journal, painter = ProjectJournal(store), Painter()
    journal.push(painter.stroke(1))
    assert journal.flush()
    away = tmp_path / "away"
    away.mkdir()
    for each in tmp_path.glob("survey.hsiproj*"):
        each.rename(away / each.name)
    journal.push(painter.stroke(2))
    wait_for(lambda: journal.trouble)
    assert "moved, deleted or replaced" in journal.trouble
    for each in away.iterdir():
        each.rename(tmp_path / each.name)
    journal.close()
    check_all_is_there(store.path, painter)


def test_another_project_in_its_place_is_not_written_to(tmp_path):
    store = make_store(tmp_path)
    journal, painter = ProjectJournal(store), Painter()
    (tmp_path / "other").mkdir()
    other = make_store(tmp_path / "other")
    other.close()
    other.path.replace(store.path)
    journal.push(painter.stroke(2))
    wait_for(lambda: journal.trouble)
    with pytest.raises(ProjectError, match="replaced"):
        journal.close()
    journal.abandon()
    with contextlib.closing(ProjectStore(store.path)) as found:
        assert found.last_seq == 0


def test_a_file_that_became_read_only_is_told(tmp_path):
    store = make_store(tmp_path)
    journal, painter = ProjectJournal(store), Painter()
    store._connection = FailingConnection(
        store._connection, 0, "attempt to write a readonly database"
    )
    with pytest.raises(ProjectError, match="read-only"):
        store.set_meta("a", "b")
    journal.push(painter.stroke(1))
    journal.close()
    check_all_is_there(store.path, painter)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="folders are never read-only for root, nor on Windows by their mode",
)
def test_a_read_only_folder_is_told(tmp_path):
    store = make_store(tmp_path)
    store.close()
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ProjectError, match="read-only"):
            ProjectStore(store.path)
    finally:
        tmp_path.chmod(0o700)


@pytest.fixture
def small_disk(tmp_path):
    with mounted(tmp_path / "small", size=256 << 10) as disk:
        yield disk.folder


def test_a_really_full_disk_keeps_every_edit(small_disk):
    store = make_store(small_disk, shape=BIG)
    ballast = small_disk / "ballast"
    with contextlib.suppress(OSError):
        ballast.write_bytes(bytes(90_000))
    journal, painter = ProjectJournal(store), Painter(BIG)
    while not journal.trouble:
        journal.push(painter.stroke(1, pixels=3000))
        assert journal.last_seq < 500
    assert "full" in journal.trouble
    journal.push(painter.stroke(1, pixels=300))
    kept = journal.last_seq
    ballast.unlink()
    journal.close()
    with contextlib.closing(ProjectStore(store.path)) as found:
        assert found.last_seq == kept
    check_all_is_there(store.path, painter)
