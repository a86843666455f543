"""Projects that somebody has tampered with: nothing of them is believed unseen."""

import contextlib
import os
import sqlite3
import zlib
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from hsiviewer.core.errors import DamagedProjectError, ProjectError
from hsiviewer.io import project_store
from hsiviewer.io.edit_codec import decode_edit, encode_edit
from hsiviewer.io.project_journal import ProjectJournal
from hsiviewer.io.project_rows import named, stored_name
from hsiviewer.io.project_store import ProjectStore
from hsiviewer.io.scene_reference import SceneReference
from hsiviewer.workflows.session.projects import open_project
from tests.projects import SHAPE, Painter, make_store
from tests.workflows.scenes import write_scene


@pytest.fixture
def path(tmp_path):
    store = make_store(tmp_path)
    journal, painter = ProjectJournal(store), Painter()
    for _ in range(3):
        journal.push(painter.stroke(1))
    journal.close()
    return store.path


def change(path, *statements):
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(*statement)


def refused(path, match):
    """See that a project is refused, and not touched."""
    before = path.read_bytes()
    with pytest.raises(ProjectError, match=match), loaded(path):
        pass
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.glob(f"{path.name}-*")] == []


@contextlib.contextmanager
def loaded(path):
    with contextlib.closing(ProjectStore(path)) as store:
        store.load()
        yield store


def test_a_journal_that_lost_its_end_is_noticed(path):
    with loaded(path):
        pass
    change(path, ("DELETE FROM journal WHERE seq = 3",))
    refused(path, "2 lines, of 3")


def test_names_that_are_no_text_are_refused(path):
    data = path.read_bytes()
    path.write_bytes(
        data.replace(b"sqlite_autoindex_meta_1", b"sqlite_auto\x91ndex_meta_1")
    )
    refused(path, "damaged")


LOOSE = (
    ("PRAGMA writable_schema = ON",),
    ("UPDATE sqlite_schema SET sql = replace(sql, ' STRICT', '')",),
    ("PRAGMA schema_version = 99",),
)


def test_tables_that_take_anything_are_refused(path):
    change(path, *LOOSE)
    refused(path, "other tables")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE more (a)",
        "CREATE VIEW v AS SELECT * FROM meta",
        "CREATE INDEX i ON journal (text)",
        "ALTER TABLE meta ADD COLUMN more TEXT",
        "DROP TABLE snapshot",
        "PRAGMA user_version = 0",
    ],
)
def test_other_tables_than_a_projects_are_refused(path, statement):
    change(path, (statement,))
    refused(path, "other tables")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("rows", 0),
        ("rows", 2**62),
        ("cols", 2**31),
        ("size", -1),
        ("digest", "x"),
        ("variable", "x" * 100_000),
        ("absolute", "x" * 100_000),
        ("relative", "a\0b"),
    ],
)
def test_impossible_rasters_are_refused(path, column, value):
    change(path, (f"UPDATE raster SET {column} = ?", (value,)))
    refused(path, "raster|scene")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM journal WHERE seq = 2",
        "UPDATE journal SET seq = 9223372036854775807 WHERE seq = 3",
        "UPDATE journal SET seq = -3 WHERE seq = 3",
        "UPDATE journal SET kind = 'drop' WHERE seq = 3",
        "UPDATE journal SET text = printf('%2000000d', 1) WHERE seq = 3",
        "UPDATE journal SET text = CAST(x'ff' AS TEXT) WHERE seq = 3",
    ],
)
def test_impossible_lines_are_refused(path, statement):
    change(path, (statement,))
    refused(path, "journal|decode|damaged")


def packed(steps, *, before=None, after=None):
    count = len(steps)
    labels = {
        "steps": np.array(steps, "<i8").tobytes(),
        "before": bytes(2 * count) if before is None else before,
        "after": b"\1\0" * count if after is None else after,
    }
    record = msgspec.msgpack.encode({"text": "Paint", "labels": labels})
    return zlib.compress(record)


@pytest.mark.parametrize(
    "payload",
    [
        packed([0] + [2**62] * 4 + [1]),
        packed([2**63 - 1, 1]),
        packed([-(2**63)]),
        packed([3, 0]),
        packed([SHAPE[0] * SHAPE[1]]),
        packed([1], after=b"\1"),
        zlib.compress(b"\x91" * 1_000_000),
        zlib.compress(b"\x82\xa4text\xa1x\xa5other" + b"\x91" * 100_000 + b"\xc0"),
        zlib.compress(b"\x81\xa4text\xa2\xff\xfe"),
        zlib.compress(
            msgspec.msgpack.encode({"text": "x", "classes_before": [[1]] * 70_000})
        ),
        zlib.compress(bytes(200_000_000)),
    ],
    ids=range(11),
)
def test_impossible_edits_are_refused(payload):
    with pytest.raises(DamagedProjectError):
        decode_edit(payload, SHAPE)


def test_halves_of_characters_are_written_all_the_same():
    painter = Painter()
    edit = painter.add_class(1)
    text = "half \ud83c"
    broken = replace(edit, text=text)
    assert decode_edit(encode_edit(broken), SHAPE).text == "half ?"


def test_a_snapshot_of_what_never_happened_is_passed_over(path):
    with loaded(path) as store:
        labels, _ = store.load()
    change(path, ("INSERT INTO snapshot VALUES (900, x'00')",))
    with loaded(path) as store:
        assert np.array_equal(store.load()[0].values, labels.values)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_no_project(tmp_path):
    pipe = tmp_path / "pipe.hsiproj"
    os.mkfifo(pipe)
    with pytest.raises(ProjectError, match="not a regular file"):
        ProjectStore(pipe)


def test_a_copy_that_finds_no_room_leaves_nothing(path, monkeypatch):
    def refuse(target):
        for end in ("", "-wal", "-shm", "-journal"):
            target.with_name(target.name + end).write_bytes(b"x")
        raise sqlite3.OperationalError("database or disk is full")

    with contextlib.closing(ProjectStore(path)) as store:
        monkeypatch.setattr(project_store.sqlite3, "connect", refuse)
        with pytest.raises(ProjectError, match="full"):
            store.copy_to(path.with_name("copy.hsiproj"))
        monkeypatch.undo()
    assert sorted(each.name for each in path.parent.iterdir()) == [
        "scene.img",
        path.name,
    ]


def test_names_that_are_not_utf_8_are_kept(tmp_path):
    name = os.fsdecode(b"/data/\xff\xfe scene.img")
    assert stored_name(name).isascii()
    assert named(stored_name(name)) == name
    assert stored_name("/data/größe.img") == "/data/größe.img"


def places(tmp_path):
    """Return what a project may name, and must not open."""
    secret = tmp_path / "secret.txt"
    secret.write_text("somebody's")
    pipe = tmp_path / "pipe"
    if hasattr(os, "mkfifo"):
        os.mkfifo(pipe)
    return [
        "http://127.0.0.1:9/labels.tif",
        "/vsicurl/http://127.0.0.1:9/labels.tif",
        "/vsizip/a.zip/b.tif",
        "/dev/zero",
        "/dev/stdin",
        str(pipe),
        str(secret),
        "../secret.txt",
        "../" * 50 + "etc/passwd",
        "x" * 30_000,
        "",
    ]


@pytest.mark.parametrize("role", ["auxiliary", "reference"])
def test_rasters_that_were_not_in_use_are_told_and_not_opened(tmp_path, role):
    files = write_scene(tmp_path / "data")
    path = tmp_path / "data" / "p.hsiproj"
    scene = SceneReference.of_file(files.scene.with_suffix(".img"), "", (24, 30), path)
    ProjectStore.create(path, {"cube": [scene]}).close()
    rows = [
        (role, place, name, name, "", scene.size, scene.digest, 24, 30)
        for place, name in enumerate(places(tmp_path))
    ]
    for row in rows:
        change(path, ("INSERT INTO raster VALUES (?,?,?,?,?,?,?,?,?)", row))
    cube, project = open_project(path, str)
    assert project.auxiliary == []
    assert project.reference == ""
    assert len(project.notices) == len(rows)
    assert all(len(notice) < 1000 for notice in project.notices)
    project.journal.close()
    cube.close()


def test_the_log_of_another_project_is_not_taken_for_its_own(tmp_path):
    stores = []
    for name, class_id in (("own", 1), ("other", 2)):
        (tmp_path / name).mkdir()
        store = make_store(tmp_path / name)
        journal, painter = ProjectJournal(store), Painter()
        for _ in range(5):
            journal.push(painter.stroke(class_id))
        assert journal.flush()
        stores.append((store, journal))
    (own, own_journal), (other, other_journal) = stores
    log = other.path.with_name(f"{other.path.name}-wal").read_bytes()
    own_journal.close()
    other_journal.abandon()
    own.path.with_name(f"{own.path.name}-wal").write_bytes(log)
    with pytest.raises(DamagedProjectError, match="another project"):
        ProjectStore(own.path)
