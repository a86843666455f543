"""The project's file: what is written is what is read, whatever happened."""

import contextlib
import sqlite3
import threading
import zlib

import msgspec
import numpy as np
import pytest

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.edits import ClassEdit, LabelEdit, MetadataEdit
from hsiviewer.core.errors import (
    DamagedProjectError,
    ProjectError,
    ProjectInUseError,
    SceneMissingError,
)
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.io import (
    project_files,
    project_journal,
    project_repair,
    project_schema,
    project_store,
)
from hsiviewer.io.edit_codec import (
    decode_edit,
    decode_snapshot,
    encode_edit,
    encode_snapshot,
)
from hsiviewer.io.project_journal import ProjectJournal
from hsiviewer.io.project_rows import JournalRow
from hsiviewer.io.project_store import ProjectStore
from hsiviewer.io.scene_reference import SceneReference, content_digest
from tests.projects import SHAPE, Painter, make_store, replayed


def painted(folder, strokes=3):
    """Write a project with some strokes and return painter and path."""
    store = make_store(folder)
    journal, painter = ProjectJournal(store), Painter()
    journal.push(painter.add_class(2))
    for _ in range(strokes):
        journal.push(painter.stroke(2))
    journal.close()
    return painter, store.path


def test_labels_classes_and_undo_survive_closing(tmp_path):
    painter, path = painted(tmp_path)
    store = ProjectStore(path)
    labels, classes = store.load()
    assert np.array_equal(labels.values, painter.labels.values)
    assert labels.counts == painter.labels.counts
    assert classes == painter.classes
    journal = ProjectJournal(store)
    assert journal.undo_text == "Paint"
    for _ in range(4):
        painter.undo(journal)
    assert journal.undo_text == ""
    assert journal.redo_text == "Add class"
    journal.close()
    store = ProjectStore(path)
    labels, classes = store.load()
    assert labels.total == 0
    assert len(classes) == 0
    journal = ProjectJournal(store)
    for _ in range(4):
        painter.redo(journal)
    journal.close()
    store = ProjectStore(path)
    assert np.array_equal(store.load()[0].values, painter.labels.values)
    store.close()


def test_undo_is_a_thousand_deep_after_a_restart(tmp_path):
    painter, path = painted(tmp_path, strokes=1000)
    journal = ProjectJournal(ProjectStore(path))
    for _ in range(1001):
        painter.undo(journal)
    assert journal.pop_undo() is None
    assert painter.labels.total == 0
    journal.close()


def test_a_closed_project_is_a_single_file(tmp_path):
    _, path = painted(tmp_path)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["scene.img", path.name]


def test_a_long_journal_is_opened_from_a_snapshot(tmp_path, monkeypatch):
    painter, path = painted(tmp_path, strokes=250)
    with contextlib.closing(ProjectStore(path)) as store:
        store.load()
    store = ProjectStore(path)
    monkeypatch.setattr(store, "read_edit", None)  # no line needs to be read again
    labels, classes = store.load()
    assert np.array_equal(labels.values, painter.labels.values)
    assert classes == painter.classes
    store.close()


def test_a_damaged_snapshot_is_passed_over(tmp_path):
    painter, path = painted(tmp_path, strokes=250)
    with contextlib.closing(ProjectStore(path)) as store:
        store.load()
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute("SELECT count(*) FROM snapshot").fetchone() == (1,)
        connection.execute("UPDATE snapshot SET payload = x'0011'")
    with contextlib.closing(ProjectStore(path)) as store:
        assert np.array_equal(store.load()[0].values, painter.labels.values)


def test_a_second_window_is_told_that_the_project_is_in_use(tmp_path):
    _, path = painted(tmp_path)
    store = ProjectStore(path)
    with pytest.raises(ProjectInUseError, match="open in another window"):
        ProjectStore(path)
    store.close()
    ProjectStore(path).close()


def test_a_project_in_use_is_not_replaced(tmp_path):
    _, path = painted(tmp_path)
    store = ProjectStore(path)
    with pytest.raises(ProjectInUseError):
        make_store(tmp_path)
    store.close()


def test_a_replaced_project_leaves_no_log_behind_for_the_next(tmp_path):
    first = make_store(tmp_path, name="a.hsiproj")
    second = make_store(tmp_path, name="b.hsiproj")
    painter = Painter()
    journal = ProjectJournal(second)
    journal.push(painter.stroke(1))
    stale = tmp_path / "c.hsiproj"
    stale.write_bytes(b"broken")
    stale.with_name("c.hsiproj-wal").write_bytes(b"log of something else")
    first.copy_to(stale)
    journal.close()
    assert not stale.with_name("c.hsiproj-wal").exists()
    with contextlib.closing(ProjectStore(stale)) as store:
        assert store.last_seq == 0


def test_a_copy_has_all_and_is_independent(tmp_path):
    painter, path = painted(tmp_path)
    store = ProjectStore(path)
    store.copy_to(tmp_path / "copy.hsiproj")
    with contextlib.closing(ProjectStore(tmp_path / "copy.hsiproj")) as copy:
        assert np.array_equal(copy.load()[0].values, painter.labels.values)
        assert copy.journal() == store.journal()
    store.close()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (
            b"not a database at all, but long enough to be looked at" * 4,
            "does not begin",
        ),
    ],
)
def test_what_is_no_project_is_refused(tmp_path, content, sentence):
    path = tmp_path / "x.hsiproj"
    path.write_bytes(content)
    with pytest.raises(ProjectError, match=sentence):
        ProjectStore(path)


def test_other_databases_are_refused(tmp_path):
    path = tmp_path / "x.hsiproj"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (a)")
    with pytest.raises(ProjectError, match="another program"):
        ProjectStore(path)


def test_a_missing_project_is_told(tmp_path):
    with pytest.raises(ProjectError, match="cannot be opened"):
        ProjectStore(tmp_path / "gone.hsiproj")


def test_a_damaged_page_is_noticed_at_opening(tmp_path):
    _, path = painted(tmp_path, strokes=300)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096] = bytes([0xA5]) * 4096
    path.write_bytes(data)
    with pytest.raises(DamagedProjectError, match="damaged"):
        ProjectStore(path)


def test_a_journal_shorter_than_its_snapshot_is_refused(tmp_path):
    """A page of it was lost, and nothing else tells that of a project of 0.1."""
    _, path = painted(tmp_path, strokes=300)
    with contextlib.closing(ProjectStore(path)) as store:
        store.load()  # keeps a snapshot
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute("SELECT count(*) FROM snapshot").fetchone() == (1,)
        connection.execute("DELETE FROM journal")
        connection.execute("DELETE FROM meta WHERE key IN ('lines', 'backed_up')")
    with (
        contextlib.closing(ProjectStore(path)) as store,
        pytest.raises(DamagedProjectError, match="journal has 0 lines"),
    ):
        store.load()


def test_a_trigger_in_the_file_is_refused(tmp_path):
    _, path = painted(tmp_path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "CREATE TRIGGER t AFTER INSERT ON journal BEGIN DELETE FROM journal; END"
        )
    with pytest.raises(DamagedProjectError, match="more than"):
        ProjectStore(path)


def test_a_newer_schema_is_refused(tmp_path):
    _, path = painted(tmp_path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(ProjectError, match="newer version"):
        ProjectStore(path)


def test_an_older_schema_is_brought_up_to_date_and_kept(tmp_path, monkeypatch):
    painter, path = painted(tmp_path)
    newer = (*project_schema.MIGRATIONS, ("ALTER TABLE meta ADD COLUMN note TEXT",))
    monkeypatch.setattr(project_schema, "MIGRATIONS", newer)
    with contextlib.closing(ProjectStore(path)) as store:
        assert np.array_equal(store.load()[0].values, painter.labels.values)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(newer),)
        connection.execute("SELECT note FROM meta")
    kept = tmp_path / "survey.version-1.hsiproj"
    with contextlib.closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_failed_migration_changes_nothing(tmp_path, monkeypatch):
    painter, path = painted(tmp_path)
    broken = (
        *project_schema.MIGRATIONS,
        ("ALTER TABLE meta ADD COLUMN note TEXT", "NO SUCH STATEMENT"),
    )
    with monkeypatch.context() as patched:
        patched.setattr(project_schema, "MIGRATIONS", broken)
        with pytest.raises(ProjectError):
            ProjectStore(path)
    with contextlib.closing(ProjectStore(path)) as store:
        assert np.array_equal(store.load()[0].values, painter.labels.values)


def test_only_the_newest_backups_are_kept(tmp_path):
    store = make_store(tmp_path)
    journal, painter = ProjectJournal(store), Painter()
    made = []
    for _ in range(7):
        journal.push(painter.stroke(1))
        assert journal.flush()
        made.append(store.back_up())
        assert store.back_up() is None, "nothing has changed since"
    assert project_files.backups_of(store.path) == made[:1:-1]
    journal.close()


def test_the_newest_intact_backup_replaces_a_damaged_project(tmp_path):
    store = make_store(tmp_path)
    journal, painter = ProjectJournal(store), Painter()
    journal.push(painter.stroke(3))
    assert journal.flush()
    older = store.back_up()
    saved = painter.labels.snapshot()
    journal.push(painter.stroke(3))
    assert journal.flush()
    newest = store.back_up()
    journal.close()
    newest.write_bytes(newest.read_bytes()[:5000])
    store.path.write_bytes(b"scribbled over")
    backup, aside = project_repair.restore_backup(store.path)
    assert backup == older
    assert aside.read_bytes() == b"scribbled over"
    with contextlib.closing(ProjectStore(store.path)) as restored:
        assert np.array_equal(restored.load()[0].values, saved)


def test_without_a_backup_the_damaged_file_stays(tmp_path):
    path = tmp_path / "survey.hsiproj"
    path.write_bytes(b"scribbled over")
    with pytest.raises(ProjectError, match="no intact backup"):
        project_repair.restore_backup(path)
    assert path.read_bytes() == b"scribbled over"


def test_edits_are_encoded_exactly():
    scheme = ClassScheme((LandCoverClass(7, "Weiß", "#abcdef", "漢字, emoji 🌳"),))
    before, after = np.array([[0, 1, 65535], [7, 7, 0]], np.uint16)
    labels = LabelEdit(np.array([0, 3, 599]), before, after, "Fill")
    for edit in (labels, ClassEdit(ClassScheme(), scheme, labels, "Merge")):
        found = decode_edit(encode_edit(edit), SHAPE)
        assert type(found) is type(edit)
        assert found.text == edit.text
    assert found.before == ClassScheme()
    assert found.after == scheme
    for name in ("indices", "before", "after"):
        assert np.array_equal(getattr(found.labels, name), getattr(labels, name))


def test_a_snapshot_is_encoded_exactly():
    values = np.random.default_rng(0).integers(0, 5, SHAPE).astype(np.uint16)
    scheme = ClassScheme.from_ids(range(1, 5))
    said = SceneMetadata(scale=2.0)
    data = encode_snapshot(LabelMap(values), scheme, said)
    labels, classes, metadata = decode_snapshot(data, SHAPE)
    assert metadata == said
    assert np.array_equal(labels.values, values)
    assert classes == scheme


@pytest.mark.parametrize("cut", [0, 1, 10, -1])
def test_cut_edits_are_refused(cut):
    data = encode_edit(Painter().stroke(1))
    with pytest.raises(DamagedProjectError):
        decode_edit(data[:cut], SHAPE)


def test_edits_outside_the_scene_are_refused():
    data = encode_edit(Painter(shape=(90, 90), seed=1).stroke(1, pixels=500))
    with pytest.raises(DamagedProjectError, match="outside"):
        decode_edit(data, SHAPE)


def test_a_scene_is_found_where_it_moved_with_its_project(tmp_path):
    old, new = tmp_path / "old" / "data", tmp_path / "new"
    old.mkdir(parents=True)
    scene = old / "scene.img"
    scene.write_bytes(b"values" * 1000)
    project = old.parent / "p.hsiproj"
    reference = SceneReference.of_file(scene, "", (2, 3), project)
    assert reference.relative == "data/scene.img"
    (tmp_path / "old").rename(new)
    assert reference.locate(new / "p.hsiproj") == str(new / "data" / "scene.img")


def test_a_scene_is_found_where_it_lay_when_only_the_project_moved(tmp_path):
    scene = tmp_path / "scene.img"
    scene.write_bytes(b"values")
    reference = SceneReference.of_file(scene, "v", (2, 3), tmp_path / "p.hsiproj")
    elsewhere = tmp_path / "a" / "b" / "p.hsiproj"
    assert reference.locate(elsewhere) == f"{scene}:v"


@pytest.mark.parametrize("change", ["removed", "changed"])
def test_a_scene_that_is_gone_is_told(tmp_path, change):
    scene = tmp_path / "scene.img"
    scene.write_bytes(b"values")
    reference = SceneReference.of_file(scene, "", (2, 3), tmp_path / "p.hsiproj")
    if change == "removed":
        scene.unlink()
    else:
        scene.write_bytes(b"Values")
    with pytest.raises(SceneMissingError, match=r"scene\.img"):
        reference.locate(tmp_path / "p.hsiproj")


def test_digests_tell_large_files_apart(tmp_path):
    path = tmp_path / "large"
    data = bytearray(10_000_000)
    path.write_bytes(data)
    before = content_digest(path)
    assert content_digest(path) == before
    data[-1] = 1
    path.write_bytes(data)
    assert content_digest(path) != before


def test_the_model_equals_a_replay_of_the_journal(tmp_path):
    painter, path = painted(tmp_path)
    with contextlib.closing(ProjectStore(path)) as store:
        labels, classes = replayed(store)
    assert np.array_equal(labels.values, painter.labels.values)
    assert classes == painter.classes


def test_edits_are_given_up_although_the_disk_holds_the_writer(tmp_path, monkeypatch):
    store = make_store(tmp_path)
    begun, back = threading.Event(), threading.Event()
    append = store.append

    def hang(*arguments, **options):
        begun.set()
        assert back.wait(60)
        return append(*arguments, **options)

    monkeypatch.setattr(store, "append", hang)
    monkeypatch.setattr(project_journal, "_END_S", 0.01)
    monkeypatch.setattr(project_journal, "_WAIT_S", 0.01)
    journal = ProjectJournal(store)
    journal.push(Painter().stroke(1))
    assert begun.wait(60)
    journal.abandon()
    assert not back.is_set(), "nobody has waited for the disk"
    back.set()
    journal._writer.join(60)
    store.close()


def version(path):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


def test_what_is_said_of_the_scene_is_kept_and_undone(tmp_path):
    _, path = painted(tmp_path)
    assert version(path) == 1, "programs of version 0.1 can still open it"
    first = SceneMetadata(wavelengths_nm=(400.0, 500.5), quantity="radiance")
    second = SceneMetadata(range_nm=(400.0, 2500.0), nodata="none", bad_bands=())
    with contextlib.closing(ProjectStore(path)) as store:
        journal = ProjectJournal(store)
        journal.push(MetadataEdit(SceneMetadata(), first))
        journal.push(MetadataEdit(first, second))
        assert journal.undo_text == "Scene properties"
        journal.close()
    assert version(path) == 2, "programs of version 0.1 refuse it with a sentence"
    store = ProjectStore(path)
    store.load()
    assert store.metadata == second
    journal = ProjectJournal(store)
    assert journal.pop_undo() == MetadataEdit(first, second)
    journal.close()
    with contextlib.closing(ProjectStore(path)) as store:
        labels, _ = store.load()
        assert store.metadata == first
        assert labels.total


def test_what_is_said_survives_a_snapshot(tmp_path, monkeypatch):
    monkeypatch.setattr(project_store, "_REPLAYED_BEFORE_SNAPSHOT", 1)
    said = SceneMetadata(scale=10.0)
    store = make_store(tmp_path)
    store.append(JournalRow(1, "edit", None, "x"), MetadataEdit(SceneMetadata(), said))
    store.load()
    store.append(JournalRow(2, "undo", 1, "x"))
    store.append(JournalRow(3, "redo", 1, "x"))
    store.close()
    with contextlib.closing(ProjectStore(store.path)) as again:
        again.load()
        assert again.metadata == said


def test_impossible_metadata_in_a_project_is_damage(tmp_path):
    said = MetadataEdit(SceneMetadata(), SceneMetadata(scale=10.0))
    data = zlib.decompress(encode_edit(said)).replace(
        msgspec.msgpack.encode(10.0), msgspec.msgpack.encode(-1.0)
    )
    with pytest.raises(DamagedProjectError, match="cannot be read"):
        decode_edit(zlib.compress(data), SHAPE)
